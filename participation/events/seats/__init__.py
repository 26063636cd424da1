"""Places at an event: reserved without an account, changed and given back by a secret link, moved up in order."""
