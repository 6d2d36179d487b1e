"""Every operation."""

from kinkeeper.api.nouns import casework, children, custody, exports, families, proof, reports, sessions, statements
from kinkeeper.api.operations import Operation

MODULES = (children, families, casework, custody, reports, exports, proof, statements, sessions)
OPERATIONS: dict[str, Operation] = {one.name: one for module in MODULES for one in module.OPERATIONS}
"""Name -> operation, in the order in which they are described."""


def by_path() -> dict[str, dict[str, Operation]]:
    """Path -> method -> operation."""
    found: dict[str, dict[str, Operation]] = {}
    for one in OPERATIONS.values():
        found.setdefault(one.path, {})[one.method] = one
    return found
