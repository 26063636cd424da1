"""Receipts: what became of an answer, the public list of what was counted, and the script that checks it."""
