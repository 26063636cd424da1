"""Pages of the hall: on phones, on the screen, and for those who lead it."""
