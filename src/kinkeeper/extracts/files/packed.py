"""A zip archive as the files in it: each is read as if it had come alone, and what cannot be is refused by name."""

import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from hashlib import file_digest
from pathlib import Path, PurePosixPath
from shutil import rmtree
from tempfile import mkdtemp
from weakref import finalize

from kinkeeper.domain.errors import BadExtract
from kinkeeper.extracts.files.damage import shown
from kinkeeper.extracts.files.tables import CHUNK, MOST_FOLD, MOST_UNPACKED, Source, source_of

MOST_MEMBERS = 1_000
NESTED = frozenset({".zip", ".7z", ".rar", ".tar", ".tgz", ".bz2", ".xz", ".gz"})
ALSO_THERE = ("__macosx/", ".ds_store", "thumbs.db")
"""What other systems add on their own."""
LOCKED = "The archive is locked with a password or packed in an unusual way. Unpack it and import what was in it."
PATH_REFUSED = "The archive gives a path outside itself, or hidden signs, as the file's name. It was not unpacked."

Member = tuple[Source | None, str, str]
"""A file of the archive to be read; or none, its name and why not."""


class _Folder:
    """A folder that goes when nobody needs it any more."""

    def __init__(self, archive: Path) -> None:
        with archive.open("rb") as stream:
            self.container = file_digest(stream, "sha256").hexdigest()
        self.path = Path(mkdtemp(prefix="kinkeeper-"))
        finalize(self, rmtree, self.path, ignore_errors=True)


def is_packed(name: str) -> bool:
    """Whether a file of this name is an archive of files."""
    return name.lower().endswith(".zip")


def members_of(path: Path, name: str) -> Iterator[Member]:
    """The files of an archive, unpacked into a folder that lasts as long as they are used.

    :raises BadExtract: where the archive cannot be opened, holds too many files or would unpack without end.
    """
    folder = _Folder(path)
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if not one.is_dir() and not _is_added(one.filename)]
            _check(members, path.stat().st_size)
            doubles = {double for double, times in Counter(one.filename for one in members).items() if times > 1}
            for number, one in enumerate(members):
                called = f"{name}/{shown(one.filename)}"
                if why := _refused(one, doubles):
                    yield None, called, why
                else:
                    yield _unpacked(archive, one, folder.path / str(number), (called, folder)), called, ""
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, ValueError, zlib.error) as fault:
        raise BadExtract("The archive is damaged or was only half written. Ask the sender for it again.") from fault
    except (NotImplementedError, RuntimeError) as fault:
        raise BadExtract(LOCKED) from fault


def _check(members: list[zipfile.ZipInfo], packed: int) -> None:
    if not members:
        raise BadExtract("The archive holds no file.")
    if len(members) > MOST_MEMBERS:
        raise BadExtract(f"The archive holds {len(members):,} files; {MOST_MEMBERS:,} are read at most. Send them in parts.")
    unpacked = sum(member.file_size for member in members)
    if unpacked > min(MOST_UNPACKED, packed * MOST_FOLD + CHUNK):
        raise BadExtract(f"The archive would unpack to {unpacked >> 20} MB, far more than its size allows. It was not opened.")


def _is_added(name: str) -> bool:
    return any(part in f"{name.lower()}/"[: len(name)] or name.lower().endswith(part) for part in ALSO_THERE)


def _refused(member: zipfile.ZipInfo, doubles: set[str]) -> str:
    name = member.filename
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if name != shown(name) or name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or stat.S_ISLNK(member.external_attr >> 16):
        return PATH_REFUSED
    if name in doubles:
        return "The archive holds several files of this name. Pack them under names of their own."
    if member.flag_bits & 1:
        return "The file is locked with a password. Unpack the archive and import what was in it."
    if PurePosixPath(name).suffix.lower() in NESTED:
        return "An archive within an archive is not opened. Unpack it and import what was in it."
    return ""


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path, called: tuple[str, _Folder]) -> Source:
    """The member as a file. No more is written than its entry in the directory promised."""
    left = member.file_size
    with archive.open(member) as packed, path.open("xb") as file:
        while chunk := packed.read(min(CHUNK, left + 1)):
            left -= len(chunk)
            if left < 0:
                raise zipfile.BadZipFile("A member is longer than the archive's directory says.")
            file.write(chunk)
    name, folder = called
    return source_of(path, name, container=folder.container, keeps=folder)
