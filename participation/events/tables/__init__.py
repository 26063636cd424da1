"""Tables of an evening: what is said at each becomes contributions."""
