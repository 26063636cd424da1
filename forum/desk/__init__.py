"""The desk of the moderators: one queue, decisions with reasons, official answers."""
