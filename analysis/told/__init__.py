"""What was said so far, told to everybody once a planner releases it."""
