"""What was said and decided as files for other programs: CSV, XLSX and DOCX."""
