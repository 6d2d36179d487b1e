"""A plan: the steps of a way back together, as data. Steps run side by side where none waits for another (F-34)."""

from collections.abc import Iterable

from kinkeeper.domain.facts import Fact


class PlanStep(Fact, frozen=True):
    """One step: whose it is, after which it may come, and whether an open flag stops it."""

    step: str
    title: str
    titulo: str
    owner: str
    after: tuple[str, ...] = ()
    stopped_by_flags: bool = False
    """Whether it refuses to be done while a red flag is open: moving a child, handing it over."""


class Plan(Fact, frozen=True):
    """The steps of one way: of children under five, five and over, of parents removed, of the Task Force."""

    plan_id: str
    title: str
    titulo: str
    source: str
    status: str
    steps: tuple[PlanStep, ...]


def open_steps(plan: Plan, done: Iterable[str]) -> list[PlanStep]:
    """The steps that may be done now: not done, and nothing they wait for is left."""
    finished = set(done)
    return [one for one in plan.steps if one.step not in finished and finished.issuperset(one.after)]
