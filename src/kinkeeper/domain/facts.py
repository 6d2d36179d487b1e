"""What can stand on the ledger: values whose fields are text, whole numbers, lists of them and other facts.

Facts are msgspec structs because hundreds of thousands of them pass through one import: they are made,
written and read back in C. They hold no cycles, so the garbage collector need not look at them.
"""

from typing import Any, TypeVar

import msgspec

Changed = TypeVar("Changed", bound=msgspec.Struct)


class Fact(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A value that never changes and equals another of the same content. A field at its default is not written."""


def replace(fact: Changed, **changes: Any) -> Changed:
    """The same fact with some fields changed."""
    return msgspec.structs.replace(fact, **changes)
