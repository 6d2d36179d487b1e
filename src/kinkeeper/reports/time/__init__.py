"""Reports of days: how many on each, how long, and by when it began."""
