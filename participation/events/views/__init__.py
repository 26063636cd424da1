"""Pages of events: for everybody, and for those who prepare them."""
