"""The hub: every voice is one contribution, whichever way it came in."""
