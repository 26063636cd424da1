"""Translations beside the original: written by people, shown with both languages."""
