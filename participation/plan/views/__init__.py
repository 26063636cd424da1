"""Pages of the plan: for everybody, and for those who edit it."""
