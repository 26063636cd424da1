"""Figures of what people said: heat tables, filters, lists, the map and files."""
