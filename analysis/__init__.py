"""Text mining for the planners: a pure core, and later their desk."""
