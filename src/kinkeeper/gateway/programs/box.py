"""Secrets that have to be had again (a second factor's, a hook's) are kept sealed, under the keys that last."""

import base64
from hashlib import sha256

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def box_for(what: str) -> MultiFernet:
    """What seals secrets of one kind under the newest key, and opens those under any that still holds."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(sha256(f"kinkeeper/{what}/v1\n{key}".encode()).digest())) for key in keys])
