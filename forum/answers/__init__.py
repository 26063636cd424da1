"""Official answers for many: templates, and one text for several contributions."""
