"""Pages of the idea boards: the lists, writing, and one idea."""
