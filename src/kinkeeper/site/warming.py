"""What the first reader would otherwise wait for."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import count, takewhile
from pathlib import Path

import psycopg
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils import translation

from kinkeeper.site.database import Database

TEMPLATES = Path(__file__).parent / "templates"

ASKED_AT_RANDOM = ("findable_value", "findable", "membership", "record")
"""The tables that a question for one person among all looks into here and there, first what every question looks at."""
FILES = """
SELECT pg_relation_filepath(o.oid) FROM unnest(%s::text[]) WITH ORDINALITY AS asked(name, nth)
JOIN pg_class t ON t.oid = to_regclass('public.' || asked.name)
JOIN pg_class o ON o.oid = t.oid OR o.oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = t.oid)
ORDER BY asked.nth, o.relkind, o.relname
"""
MOST = 2 << 30
"""Bytes that are read ahead at most."""
AT_ONCE = 1 << 20


def warm(languages: Iterable[str]) -> None:
    """Read the addresses, every page, and the words of these languages, before anybody asks."""
    get_resolver().url_patterns  # noqa: B018
    for page in sorted(TEMPLATES.rglob("*.*")):
        get_template(page.relative_to(TEMPLATES).as_posix())
    for language in languages:
        with translation.override(language):
            translation.gettext("Child")


def read_ahead(database: Database, folder: Path, *, most: int = MOST) -> int:
    """
    Read from the disk of an embedded database what a question for one person among all looks into here and there; returns how many bytes.

    Read in one go a million records take seconds. Page by page, each as somebody waits for it, the first questions take a tenth of a second
    each.
    """
    with psycopg.connect(database.app.conninfo) as connection:
        paths = [folder / "data" / path for (path,) in connection.execute(FILES, [list(ASKED_AT_RANDOM)])]
    read = 0
    for path in paths:
        # One that is written anew at this moment has another name by now.
        with suppress(FileNotFoundError):
            read += sum(_read(part, most - read) for part in _parts(path))
    return read


def _parts(path: Path) -> Iterator[Path]:
    """A table's files, each a gigabyte."""
    yield path
    yield from takewhile(Path.exists, (path.with_name(f"{path.name}.{nth}") for nth in count(1)))


def _read(path: Path, most: int) -> int:
    """Read a file, no more than this and the rest of a piece; returns how many bytes."""
    read, room = 0, bytearray(AT_ONCE)
    with path.open("rb", buffering=0) as file:
        while read < most and (got := file.readinto(room)):
            read += got
    return read
