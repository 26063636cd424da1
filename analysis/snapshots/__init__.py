"""A result of the analysis kept as it stands: compared with today or another one, and held still where wanted."""
