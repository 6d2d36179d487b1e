"""The published log as files that any web server serves and anybody copies: tlog-tiles, names of which stand in `docs/ledger-format.md`.

Tiles and bundles come first and the checkpoint last, each whole or not at all: whoever reads the checkpoint finds all that it stands for.
"""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from django.db import connection, transaction

from kinkeeper.domain.errors import LedgerBroken, Unavailable
from kinkeeper.domain.terms import counted
from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.lines import Unreadable
from kinkeeper.ledger.note import parse_note
from kinkeeper.ledger.tiles import WIDTH, Tile, bundle_bytes, tiles_of
from kinkeeper.queries.log.published import Published, latest_checkpoint
from kinkeeper.queries.log.stored import StoredTiles
from kinkeeper.witness import lasting

CHECKPOINT, KEY = "checkpoint", "log.key"


def mirror(folder: Path) -> int:
    """
    Bring the files up to the newest checkpoint. Returns how many tiles and bundles were written.

    :raises LedgerBroken: where the files are of another log, or ahead of this one.
    :raises Unavailable: where they cannot be written.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            newest = latest_checkpoint(cursor)
            return _write_up_to(folder, newest, StoredTiles(cursor)) if newest else 0
    except OSError as error:
        raise Unavailable(f"The log's files cannot be written in {folder}: {error.strerror}.") from error


def _write_up_to(folder: Path, newest: Published, tiles: StoredTiles) -> int:
    shown = _shown(folder)
    if shown and (shown.origin != newest.checkpoint.origin or shown.size > newest.checkpoint.size):
        raise LedgerBroken(
            f"The files in {folder} show {counted(shown.size, 'entry', 'entries')} of {shown.origin}, which this ledger has not."
        )
    size, written = newest.checkpoint.size, 0
    grown = list(tiles_of(size, shown.size if shown else 0))
    for tile in grown:
        _write(folder / tile.path, tiles.read(tile))
        written += 1
        if tile.level == 0:
            _write(folder / tile.bundle_path, bundle_bytes(tiles.leaves(tile)))
            written += 1
    _write(folder / KEY, f"{newest.key}\n".encode())
    # A file's name is kept by its folder: after a power cut no checkpoint may stand there without its tiles.
    lasting.sync(_folders_of(folder, grown))
    _write(folder / CHECKPOINT, str(newest.note).encode())
    lasting.sync([folder])
    # Only now: until here the checkpoint of before was shown, and stands for the narrower ones.
    for tile in grown:
        if tile.width == WIDTH:
            _remove_partial(folder, tile)
    return written


def _folders_of(folder: Path, tiles: Iterable[Tile]) -> list[Path]:
    """The folders in which these tiles and their bundles stand, and those above them, to the log's own."""
    names = {Path(name) for tile in tiles for name in ((tile.path, tile.bundle_path) if tile.level == 0 else (tile.path,))}
    return sorted({folder / above for name in names for above in name.parents} | {folder})


def _shown(folder: Path) -> Checkpoint | None:
    try:
        return Checkpoint.parse(parse_note((folder / CHECKPOINT).read_text(encoding="utf-8")).text)
    except FileNotFoundError:
        return None
    except (UnicodeDecodeError, Unreadable) as error:
        raise LedgerBroken(f"The file {folder / CHECKPOINT} is no checkpoint. Name an empty folder for the log's files.") from error


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lasting.write(path, content, mode=0o644)


def _remove_partial(folder: Path, tile: Tile) -> None:
    """The narrower tiles that became this one: the format lets them go, and the folder stays small."""
    for path in (tile.path, tile.bundle_path) if tile.level == 0 else (tile.path,):
        partial = folder / f"{path}.p"
        with suppress(FileNotFoundError):
            for file in sorted(partial.iterdir()):
                file.unlink()
            partial.rmdir()
