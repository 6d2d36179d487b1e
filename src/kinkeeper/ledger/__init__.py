"""An append-only log that anyone can verify. Knows bytes and hashes; knows no family and no database."""
