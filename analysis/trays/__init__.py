"""The trays of the planners' desk: pairs that may say the same, and contributions of which the machine is not sure."""
