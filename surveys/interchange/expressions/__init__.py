"""The formulas of other programs, read into one kind of tree and written in the language of docs/conditions.md."""
