"""A file as it came -> tables of text. What is odd about its bytes is mended, said, or refused by name."""
