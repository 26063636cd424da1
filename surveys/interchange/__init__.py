"""Surveys in and out: files of other programs become drafts, and ours become files for them."""
