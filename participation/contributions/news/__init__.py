"""News of one idea by mail, for those who support it without an account."""
