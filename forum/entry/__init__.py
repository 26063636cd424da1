"""Fast entry: what came on paper, by letter, by phone or at an event, typed in on one page."""
