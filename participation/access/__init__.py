"""Who may do what, and when: one table."""
