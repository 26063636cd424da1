"""Events: invitation, places for those who come, the evening itself, and what was said at its tables."""
