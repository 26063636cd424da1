"""What comes after an event: minutes, figures, the voices, and what becomes of them."""
