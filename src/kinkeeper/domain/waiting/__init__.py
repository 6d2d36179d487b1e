"""What a worker does, as it stands: what is done to many rows at once."""
