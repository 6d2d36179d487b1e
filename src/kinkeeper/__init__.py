"""Kinkeeper keeps every family known, whichever agencies hold its members."""

__version__ = "0.1.0"
