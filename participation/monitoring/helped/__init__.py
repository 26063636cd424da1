"""Whether a measure has helped: asked of those it grew from, and counted apart from whether it is done."""
