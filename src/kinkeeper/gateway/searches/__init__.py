"""Searches that are kept open."""
