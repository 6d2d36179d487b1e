"""Who somebody is of those known, however badly they were heard or written: `find_likely`."""

from kinkeeper.linkage.finding import Told
from kinkeeper.queries.likely.persons import Likely, find_likely

__all__ = ["Likely", "Told", "find_likely"]
