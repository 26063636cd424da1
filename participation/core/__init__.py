"""Plumbing that knows nothing of participation: settings, database, jobs, mail, search, the Feature object."""
