"""What was done: deadlines, the 72 hours, calls, reunions."""
