"""Documents on plain values, written as PDF that screen readers can read, and as DOCX."""
