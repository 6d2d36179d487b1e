"""What a run has learnt, kept with a version before anything is recorded that goes by it."""

from collections.abc import Iterable

from kinkeeper import __version__
from kinkeeper.domain.access import Actor
from kinkeeper.domain.models import LearnModel, Weight
from kinkeeper.domain.requests import Request
from kinkeeper.gateway import submit
from kinkeeper.jobs.runs import run_name
from kinkeeper.queries.findings import get_model_version


def run_by(step: str, weights: Iterable[Weight], *, actor: Actor) -> str:
    """Keep the weights that a step goes by, and name its run: step, program, size of the ledger it read, version of the model."""
    run = run_name(step)
    submit([Request.by_content(run, LearnModel(run, step, __version__, tuple(weights)))], actor=actor)
    return f"{run}, model {get_model_version(actor, step)}"
