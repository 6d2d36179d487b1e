"""What is asked of hand-overs, and of where everybody is."""
