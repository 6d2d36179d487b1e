"""Pages about who is with whom, as they are handed over."""
