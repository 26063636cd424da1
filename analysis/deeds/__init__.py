"""What planners do to topics: each deed is checked against what others did meanwhile, logged, and can be undone."""
