"""Surveys: answering, anonymity, results, editing."""
