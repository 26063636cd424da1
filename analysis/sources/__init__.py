"""Which free text the machine reads, and how far a run is."""
