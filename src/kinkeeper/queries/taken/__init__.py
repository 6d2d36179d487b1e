"""What lists and exchanges that leave as files are made of."""
