"""The plan: measures, where they come from, and how far they are."""
