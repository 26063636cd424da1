"""Letters with the codes of a closed list: addresses in, letters out once, reminders to those who have not answered."""
