"""Visibility, house rules and decisions with reasons, for every kind of content."""
