"""Deliveries at work: looked at, taken, compared with earlier versions, taken back."""
