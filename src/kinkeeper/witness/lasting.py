"""Files that are on the disk when it is said that they are: whole, or still the one before."""

import os
from collections.abc import Iterable
from pathlib import Path


def write(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Write a file under its name, whole or not at all. Its name lasts from when its folder is synced."""
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with open(descriptor, "wb", closefd=False) as file:
            file.write(content)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    new.replace(path)


def sync(folders: Iterable[Path]) -> None:
    """Have the names of what stands in these folders on the disk when this returns."""
    for folder in folders:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
