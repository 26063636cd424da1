"""The fact sheet of a measure: everything it says about itself beyond its first words, section by section."""
