"""Votes: how surely each counts once, ranking by pairs, and votes that come suspiciously fast."""
