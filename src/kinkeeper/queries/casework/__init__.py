"""What is asked of what staff said of a child and its kin."""
