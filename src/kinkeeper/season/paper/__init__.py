"""What was written down of it, agency by agency, and what went wrong in the writing."""
