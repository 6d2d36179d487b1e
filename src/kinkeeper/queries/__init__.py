"""Read tables -> frozen dataclasses. Every function takes the viewer, and the ledger position it is asked for.

`known_at` is a size of the ledger: what stood when it had so many entries. None = now.
"""
