"""Pages of a survey: one document, page by page, and what follows."""
