"""What is in question, what readers say of it, and what reading brings."""
