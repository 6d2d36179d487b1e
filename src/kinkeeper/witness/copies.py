"""A copy of the published log: a folder that somebody mirrored, or the address where the log shows itself."""

import http.client
import urllib.error
import urllib.request
from pathlib import Path

from kinkeeper.domain.errors import LedgerBroken, Unavailable
from kinkeeper.ledger.tiles import Tile, TiledHashes

LARGEST = 256 * 65_537
"""A bundle of 256 leaves of the greatest length."""
PATIENCE_SECONDS = 30


class LogCopy:
    """Files by their names of tlog-tiles, each read when it is asked for."""

    def __init__(self, place: str) -> None:
        """In this folder, or below this address."""
        self.place = place.rstrip("/")

    def read(self, name: str) -> bytes:
        """
        What stands in a file.

        :raises LedgerBroken: where it is not there.
        :raises Unavailable: where the place cannot be read at all.
        """
        if self.place.startswith(("http://", "https://")):
            return self._fetch(name)
        folder = Path(self.place)
        try:
            return (folder / name).read_bytes()
        except FileNotFoundError as error:
            if not folder.is_dir():
                raise Unavailable(f"There is no folder {folder}.") from error
            raise LedgerBroken(f"The log is broken. {name} is missing.") from error
        except OSError as error:
            raise Unavailable(f"{folder / name} cannot be read: {error.strerror}.") from error

    def names(self) -> list[str]:
        """Every file of a folder, in order; of an address none, as nobody lists them. What begins with a dot was never finished."""
        folder = Path(self.place)
        if self.place.startswith(("http://", "https://")):
            return []
        files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
        return sorted(str(name) for name in files if not name.name.startswith("."))

    def text(self, name: str) -> str:
        """The same as text.

        :raises LedgerBroken: where it is none, too.
        """
        try:
            return self.read(name).decode()
        except UnicodeDecodeError as error:
            raise LedgerBroken(f"The log is broken. {name} is not text.") from error

    def tile(self, tile: Tile) -> bytes:
        """What stands in a tile."""
        return self.read(tile.path)

    def hashes(self, size: int) -> TiledHashes:
        """What proofs are made of, in the tree of the first `size` entries."""
        return TiledHashes(size, self.tile)

    def _fetch(self, name: str) -> bytes:
        try:
            with urllib.request.urlopen(f"{self.place}/{name}", timeout=PATIENCE_SECONDS) as answer:
                return bytes(answer.read(LARGEST))
        except urllib.error.HTTPError as error:
            with error:
                raise LedgerBroken(f"The log is broken. {name} is not shown ({error.code}).") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Unavailable(f"{self.place} does not answer.") from error
