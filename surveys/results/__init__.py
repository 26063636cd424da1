"""Results of surveys at the desk: groups beside each other, weighted to the register, and what of them is public."""
