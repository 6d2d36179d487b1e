"""What programs of agencies are given: tokens, and hooks by which they are told."""
