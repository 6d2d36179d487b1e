"""A folder of agency extracts, or one file, as deliveries."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from kinkeeper.domain.errors import BadExtract
from kinkeeper.extracts.delivery import Delivery, Progress
from kinkeeper.extracts.files.packed import is_packed, members_of
from kinkeeper.extracts.files.tables import Source, Table, checked, open_tables, source_of
from kinkeeper.extracts.parting import parts
from kinkeeper.extracts.settings import FileSetting, read_settings, setting_for


def files_in(path: Path) -> list[Path]:
    """The files of a folder by name, hidden ones and folders within it left alone; of a file, the file.

    :raises BadExtract: where there is neither, or no file in the folder.
    """
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise BadExtract(f"There is no file or folder '{path}'.")
    files = sorted(one for one in path.iterdir() if one.is_file() and not one.name.startswith((".", "~$")))
    if not files:
        raise BadExtract(f"The folder '{path}' holds no file.")
    return files


def read_folder(folder: Path, *, config: Path | None = None, progress: Progress | None = None) -> Iterator[Delivery]:
    """Every table of every file that lies in a folder, by name. Folders within it are left alone.

    :raises BadExtract: where there is no such folder, no file in it, or the settings cannot be used.
    """
    files = files_in(folder)
    settings = read_settings(config)
    return chain.from_iterable(_deliveries_of(path, path.name, settings, progress) for path in files)


def read_file(
    path: Path, name: str, *, config: Path | None = None, settings: tuple[FileSetting, ...] = (), progress: Progress | None = None
) -> Iterator[Delivery]:
    """Every table of one file, called `name` in its records. A file that cannot be read is a delivery with one refusal.

    Settings come from a file (`config`), or as they are.

    :raises BadExtract: where there is no such file, or the settings cannot be used.
    """
    if not path.is_file():
        raise BadExtract(f"There is no file '{path}'.")
    return _deliveries_of(path, name, (*settings, *read_settings(config)), progress)


def raw_tables(path: Path, name: str) -> Iterator[tuple[str, Table]]:
    """Every table of a file as it came, by the name that its records are called after.

    :raises BadExtract: where it cannot be read.
    """
    sources = [member for member, _, _ in members_of(path, name) if member] if is_packed(name) else [source_of(path, name)]
    for source in sources:
        for table in open_tables(checked(source)):
            yield (f"{source.name}/{table.sheet}" if table.sheet else source.name), table


def _deliveries_of(path: Path, name: str, settings: tuple[FileSetting, ...], progress: Progress | None) -> Iterator[Delivery]:
    """The tables of a file; of an archive those of all the files in it."""
    if not is_packed(name):
        yield from _deliveries(source_of(path, name), settings, progress)
        return
    try:
        for member, called, why in members_of(path, name):
            if member:
                yield from _deliveries(member, settings, progress)
            else:
                yield Delivery.refused(source_of(path, called), why)
    except BadExtract as fault:
        yield Delivery.refused(source_of(path, name), str(fault))


def _deliveries(source: Source, settings: tuple[FileSetting, ...], progress: Progress | None) -> Iterator[Delivery]:
    try:
        content = checked(source)
        said = setting_for(settings, source.name, "")
        for sheet in open_tables(replace(content, widths=said.widths) if said else content):
            for table in parts(sheet):
                yield Delivery(source, table, setting_for(settings, source.name, table.sheet), progress)
    except BadExtract as fault:
        yield Delivery.refused(source, str(fault))
