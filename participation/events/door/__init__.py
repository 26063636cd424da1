"""The day of an event: who is here, who came without a place, and what is printed for the door."""
