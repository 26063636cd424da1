"""What every page shares: frame, forms, headers, languages, errors."""
