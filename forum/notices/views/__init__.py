"""Pages of notices: for everybody who reports something, and for the moderators."""
