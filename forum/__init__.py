"""The pages where people meet (boards) and the desk where moderators work."""
