"""What programs show, and what they send."""
