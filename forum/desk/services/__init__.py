"""What the desk can do and knows, one file for each noun."""
