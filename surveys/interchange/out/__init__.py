"""Surveys and their answers as files for other programs."""
