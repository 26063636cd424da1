"""Pictures and documents that belong to contributions: made harmless, kept as files, shown as their contribution is."""
