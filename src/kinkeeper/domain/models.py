"""A model: what one run has learnt that each sign is worth. It never changes silently: a change is an entry with a new version."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kinkeeper.domain.facts import Fact


class Weight(Fact, frozen=True):
    """What one level of one sign is worth, decimal text in bits: for one person or for a tie, and for those who only travelled along."""

    sign: str
    level: str
    same: str
    company: str = ""


class Model(Fact, frozen=True):
    """What one step (`link`, `ties`) goes by, from version 1 on, and the program that learnt it."""

    step: str
    version: int
    program: str
    weights: tuple[Weight, ...]


# Commands


@dataclass(frozen=True, slots=True)
class LearnModel:
    """Keep what a run has learnt, where it is not what the last one had."""

    run: str
    step: str
    program: str
    weights: tuple[Weight, ...]


# Entries


class ModelLearnt(Fact, frozen=True):
    """From here on runs of this step name this version."""

    run: str
    model: Model


# State


@dataclass(slots=True)
class ModelState:
    """The newest model of each step."""

    models: dict[str, Model] = field(default_factory=dict)


def decide(state: ModelState, command: LearnModel) -> Iterable[ModelLearnt]:
    """A new version, where weights or program are others."""
    known = state.models.get(command.step)
    if known and (known.program, known.weights) == (command.program, command.weights):
        return []
    version = known.version + 1 if known else 1
    return [ModelLearnt(command.run, Model(command.step, version, command.program, command.weights))]


def evolve(state: ModelState, entry: ModelLearnt) -> ModelState:
    """The state after an entry."""
    state.models[entry.model.step] = entry.model
    return state
