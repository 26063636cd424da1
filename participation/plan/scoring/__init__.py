"""How measures are compared: criteria with weights fixed before, points, the order they give, and what starts first."""
