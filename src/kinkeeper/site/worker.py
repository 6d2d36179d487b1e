"""The worker beside the pages: carries out what waits on the import desk, is started again when it ends, and ends with us."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kinkeeper.site.publisher import beside


@contextmanager
def worker(where: str | Path | None) -> Iterator[None]:
    """Carry out what waits, for as long as the context lasts."""
    with beside(where, "work", "--while-open"):
        yield
