"""What a measure costs, and who pays it."""
