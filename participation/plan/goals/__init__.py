"""Where the town wants to go: vision, guiding goals, goals with a figure and a day, and the alternatives of each."""
