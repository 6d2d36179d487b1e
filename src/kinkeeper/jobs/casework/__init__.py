"""Work on cases that is more than one thing said of one person."""
