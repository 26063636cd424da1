"""Idea boards: read, search, write, follow."""
