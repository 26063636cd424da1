"""Messages to the town hall that carry a clock: barriers people meet on our pages."""
