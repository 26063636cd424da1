"""A survey on paper: the sheet to print, the screen on which sheets are typed in, and a second look at a sample."""
