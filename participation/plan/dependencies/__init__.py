"""Which measure needs which other one first, so that moving one names all that hang on it."""
