"""Keys under which programs send: the same key is the same thing, or a mistake that is said.

The key is kept before the statement is recorded, and the statement's request id is made of it: whoever is stopped in between sends the same
again. Where the rules refuse the statement the key is free again.
"""

from collections.abc import Callable

from django.db import connection

from kinkeeper.domain.errors import KinkeeperError, RequestReused
from kinkeeper.domain.requests import Receipt


def send_once(key: str, digest: bytes, say: Callable[[str], Receipt]) -> Receipt:
    """
    Say something under a key, by the request id that is made of it; sent again it gets its first receipt.

    :raises RequestReused: where something else was sent under this key.
    """
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO sent (key, digest) VALUES (%s, %s) ON CONFLICT DO NOTHING", [key, digest])
        fresh = cursor.rowcount == 1
        if not fresh:
            cursor.execute("SELECT digest FROM sent WHERE key = %s", [key])
            row = cursor.fetchone()
            if row is not None and bytes(row[0]) != digest:
                raise RequestReused("Something else was sent under this key. Nothing was recorded; choose a new key for it.")
    try:
        return _said(key, say)
    except KinkeeperError:
        if fresh:
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM sent WHERE key = %s", [key])
        raise


def _said(key: str, say: Callable[[str], Receipt]) -> Receipt:
    """Two that send the same at once make two commands under one id: the second one asks again, and gets the receipt of the first."""
    try:
        return say(key)
    except RequestReused:
        return say(key)
