"""The settings of boards: what they ask, what their form shows, and when they are open."""
