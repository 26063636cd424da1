"""What planners type about measures: what one says, whom it answers, how binding it is."""
