"""Exchanges that leave: families as NIEM 6.0, and as PFIF 1.4 those who consented to it."""
