"""What waits for a worker, or is in its hands: files on the import desk, and what is done to many rows at once."""
