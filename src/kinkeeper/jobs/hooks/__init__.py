"""Telling programs of what changed."""
