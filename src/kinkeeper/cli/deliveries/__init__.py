"""Commands about files that came in."""
