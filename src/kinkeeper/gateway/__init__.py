"""The one door. Nothing else in Kinkeeper records anything."""

from kinkeeper.gateway.submit import submit

__all__ = ["submit"]
