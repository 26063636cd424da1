"""Pages of the desk, one file for each area."""
