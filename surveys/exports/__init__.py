"""Files with very many answers: the worker makes them, the desk shows how far it is and hands them over."""
