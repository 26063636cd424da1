"""What a phase must show before it closes."""
