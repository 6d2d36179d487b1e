"""What is kept beside looks: counts, sessions, and what of it was more than usual."""
