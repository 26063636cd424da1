"""Votes that come suspiciously fast: noticed without keeping who cast them, frozen and released by moderators."""
