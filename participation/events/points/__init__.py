"""Points that people give to the notes of an evening, by phone or counted on paper."""
