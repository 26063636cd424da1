"""Hall mode: questions from phones, a shortlist by the moderators, and the screen everybody sees."""
