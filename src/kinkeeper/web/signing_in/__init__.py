"""Signing in: what of allauth is used, how long a session lasts, what a password must be."""
