"""Which children are or were apart, as known now, and how many: for lists, from what is kept."""
