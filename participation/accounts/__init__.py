"""People of the town hall: persons, their roles, sign-in and sessions."""
