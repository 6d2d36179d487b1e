"""Models: a new version of a step's model ends the one before."""

from collections.abc import Sequence
from typing import Any

import msgspec

from kinkeeper.domain.models import LearnModel, Model, ModelLearnt, ModelState, Weight
from kinkeeper.projections.versions import Cursor, Version, VersionedTable, from_json, read_current, to_json, write_versions

MODEL = VersionedTable("model", ("step",), ("version", "program", "weights"))


def load(cursor: Cursor, commands: Sequence[LearnModel]) -> ModelState:
    """The newest models of the steps that the commands name."""
    return _state(read_current(cursor, MODEL, [(command.step,) for command in commands]))


def apply(cursor: Cursor, entries: Sequence[tuple[int, ModelLearnt]]) -> None:
    """Write the version that each entry brings."""
    told = [(at, entry.model) for at, entry in entries]
    write_versions(cursor, MODEL, [Version(at, (one.step,), (one.version, one.program, to_json(one.weights))) for at, one in told])


def dump(cursor: Cursor) -> ModelState:
    """The newest model of each step."""
    return _state(read_current(cursor, MODEL))


def _state(rows: Sequence[tuple[Any, ...]]) -> ModelState:
    found = (Model(step, version, program, msgspec.convert(from_json(told), tuple[Weight, ...])) for step, version, program, told in rows)
    return ModelState({one.step: one for one in found})
