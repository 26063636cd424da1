"""A tablet in the town hall on which many people answer one after the other, and that keeps nothing of any of them."""
