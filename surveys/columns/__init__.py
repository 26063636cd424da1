"""The answers of a survey as columns of numbers, which are quick to count, and where they are kept ready."""
