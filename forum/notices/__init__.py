"""Notices: anybody reports a contribution without an account; the moderators answer with a decision."""
