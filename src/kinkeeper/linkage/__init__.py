"""The linkage engine: which records are one person, and which persons are kin. A pure library."""
