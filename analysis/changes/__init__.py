"""What a run changed, as long as no planner has looked at it."""
