"""What it means for whoever waits when the database's server cannot go on: no room, no memory, gone."""

import psycopg
from psycopg import errors

from kinkeeper.domain.errors import Unavailable

STANDS = "What was acknowledged stands, nothing is half done, and what is sent again is recorded once."

NO_ROOM = f"The disk of the database is full. {STANDS} Make room on it, then do the same again."
NO_MEMORY = f"The server of the database has no memory left. {STANDS} Do the same again, or less at once."
TOO_MANY = f"The server of the database lets nobody else in: too many use it. {STANDS} Do the same again in a minute."
GONE = f"The server of the database went away. {STANDS} Do the same again in a minute. If it stays away, see its log: its disk may be full."

_WORDS: dict[type[psycopg.Error], str] = {
    errors.DiskFull: NO_ROOM,
    errors.OutOfMemory: NO_MEMORY,
    errors.TooManyConnections: TOO_MANY,
    errors.AdminShutdown: GONE,
    errors.CrashShutdown: GONE,
    errors.CannotConnectNow: GONE,
}


def explained(error: BaseException) -> Unavailable | None:
    """What is to be said for an error of the server that nobody's statement brought about; None for any other error."""
    found: BaseException | None = error
    while found is not None and not isinstance(found, psycopg.Error):
        found = found.__cause__
    words = next((words for kind, words in _WORDS.items() if isinstance(found, kind)), "")
    if not words and type(found) is psycopg.OperationalError:
        # Without a code of its own: nobody was there to answer any more.
        words = GONE
    return Unavailable(words) if words else None
