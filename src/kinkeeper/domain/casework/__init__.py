"""The way back together: what staff do and say for one child, its parents and its other kin."""
