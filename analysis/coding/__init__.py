"""Two people give the same contributions a field without seeing each other: how far can a sorting be trusted?"""
