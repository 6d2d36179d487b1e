"""A task: something that somebody must do by a day; a note, where there is no day. Both are about a person."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kinkeeper.domain.dates import Moment, is_moment
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact


class Task(Fact, frozen=True):
    """What is to be done, about whom, by whom, by when; a note where `due` is empty."""

    task_id: str
    about: str
    words: str
    owner: str = ""
    due: Moment = ""
    done_at: Moment = ""
    done_words: str = ""


@dataclass(frozen=True, slots=True)
class RecordTask:
    """Give somebody a task, leave a note, or say that a task is done."""

    task: Task

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.task.task_id,),)


class TaskRecorded(Fact, frozen=True):
    """There is something to do or to know about a person."""

    task: Task

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.task.task_id,)


@dataclass(slots=True)
class TaskState:
    """The tasks and notes, by id."""

    tasks: dict[tuple[str, ...], Task] = field(default_factory=dict)


def decide(state: TaskState, command: RecordTask) -> Iterable[TaskRecorded]:
    """The task, unless it is known so.

    :raises Refused: where it is about nobody, says nothing, or is due and nobody owns it.
    """
    one = command.task
    if not one.about or not one.words.strip():
        raise Refused("A task or a note is about a person and says something.")
    if any(moment and not is_moment(moment) for moment in (one.due, one.done_at)):
        raise Refused("Write days as 2018-07-08.")
    if one.due and not one.owner.strip():
        raise Refused("What is due has somebody who does it.")
    return [] if state.tasks.get((one.task_id,)) == one else [TaskRecorded(one)]


def evolve(state: TaskState, entry: TaskRecorded) -> TaskState:
    """The state after an entry."""
    state.tasks[entry.key] = entry.task
    return state
