"""A family or a person on paper: as a tagged PDF, taken away as an export."""
