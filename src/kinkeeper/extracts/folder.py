"""A folder of agency extracts, or one file, as deliveries."""

from collections.abc import Callable, Iterator
from pathlib import Path

from kinkeeper.domain.errors import BadExtract
from kinkeeper.domain.records import Refusal
from kinkeeper.extracts.delivery import Delivery
from kinkeeper.extracts.tables import Source, Table, kind_of, look_at, open_tables, sha256_of

Progress = Callable[[str, int], None]


def read_folder(folder: Path, *, config: Path | None = None, progress: Progress | None = None) -> Iterator[Delivery]:
    """Every table of every file that lies in a folder, by name. Folders within it are left alone.

    :raises BadExtract: where there is no such folder, or nothing in it.
    """
    if not folder.is_dir():
        raise BadExtract(f"There is no folder '{folder}'.")
    paths = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith((".", "~$")))
    if not paths:
        raise BadExtract(f"The folder '{folder}' holds no file.")
    for path in paths:
        yield from read_file(path, path.name, config=config, progress=progress)


def read_file(path: Path, name: str, *, config: Path | None = None, progress: Progress | None = None) -> Iterator[Delivery]:
    """Every table of one file, called `name` in its records. A file that cannot be read is a delivery with one refusal."""
    try:
        source = look_at(path, name)
        for table in open_tables(source):
            yield Delivery(source, table)
    except BadExtract as fault:
        yield _refused(path, name, str(fault))


def _refused(path: Path, name: str, why: str) -> Delivery:
    kind, packed = kind_of(name)
    delivery = Delivery(Source(path, name, kind, packed, sha256_of(path)), Table("", lambda: iter(())))
    delivery.records = iter(())
    delivery.refusals.append(Refusal(name, 0, "", "", why))
    return delivery
