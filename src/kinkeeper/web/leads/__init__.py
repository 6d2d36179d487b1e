"""What a page begins with: what must be done next, and the rows of the first page."""
