"""What came of the measures: milestones, values of indicators, and a traffic light by rule."""
