"""The process with its four phases, action fields, districts and rules of the game."""
