"""Ways into a survey: codes of a closed list, and the marks that somebody has taken part."""
