"""A saved view: the filters of a list that somebody keeps under a name. It is that person's own, and holds nobody else.

What is looked for is kept and never what is found: a view that is opened passes the same wall as the list itself. Searches are not kept in
one, since names are personal data (ADR 5).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import parse_qsl, urlencode

from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact, replace

FILTERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "separations": ("outcome", "age", "child_with", "adult_with", "child_at", "adult_at", "basis", "reason", "order", "columns"),
        "due": ("owner", "clock", "left", "age", "child_with", "by", "new", "columns"),
        "warnings": ("role", "new", "columns"),
        "families": ("apart", "age", "child_with", "adult_with", "columns"),
        "custody": ("from_custodian", "to_custodian", "overdue", "with_room"),
        "held": ("custodian", "place", "order", "columns"),
        "inquiries": ("asker", "state", "verified", "columns"),
        "caseload": ("columns",),
    }
)
"""List -> the filters of it that can be kept, and `columns`: those that it shows."""

LONGEST_NAME, LONGEST_VALUE = 60, 60


class SavedView(Fact, frozen=True):
    """A list as somebody wants to see it again: whose, of which list, called what, with which filters."""

    view_id: str
    owner: str
    page: str
    name: str
    filters: str = ""
    """As in an address, by name: `age=0-4&basis=detected`."""
    removed: bool = False


# Commands


@dataclass(frozen=True, slots=True)
class SaveView:
    """Keep the filters of a list under a name."""

    view: SavedView
    by: str

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.view.view_id,),)


@dataclass(frozen=True, slots=True)
class RenameView:
    """Give an own view another name."""

    view_id: str
    name: str
    by: str

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.view_id,),)


@dataclass(frozen=True, slots=True)
class RemoveView:
    """Keep an own view no longer."""

    view_id: str
    by: str

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.view_id,),)


# Entries


class ViewSaved(Fact, frozen=True):
    """Somebody keeps the filters of a list."""

    view: SavedView

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.view.view_id,)


class ViewRenamed(Fact, frozen=True):
    """A view is called otherwise."""

    view_id: str
    name: str

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.view_id,)


class ViewRemoved(Fact, frozen=True):
    """A view is kept no longer."""

    view_id: str

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.view_id,)


ViewCommand = SaveView | RenameView | RemoveView
ViewEntry = ViewSaved | ViewRenamed | ViewRemoved


@dataclass(slots=True)
class ViewState:
    """The saved views, by id; those that were removed among them."""

    views: dict[tuple[str, ...], SavedView] = field(default_factory=dict)


def decide(state: ViewState, command: ViewCommand) -> Iterable[ViewEntry]:
    """What the command adds.

    :raises Refused: for a list or a filter that there is not, a view without a name, and one that is somebody else's or removed.
    """
    if isinstance(command, SaveView):
        return _saved(state, command)
    known = state.views.get((command.view_id,))
    if known is None or known.owner != command.by or known.removed:
        raise Refused("You keep no such view.")
    if isinstance(command, RemoveView):
        return [ViewRemoved(command.view_id)]
    _require_name(command.name)
    return [] if known.name == command.name else [ViewRenamed(command.view_id, command.name)]


def evolve(state: ViewState, entry: ViewEntry) -> ViewState:
    """The state after an entry."""
    if isinstance(entry, ViewSaved):
        state.views[entry.key] = entry.view
    elif entry.key in state.views:
        known = state.views[entry.key]
        state.views[entry.key] = replace(known, name=entry.name) if isinstance(entry, ViewRenamed) else replace(known, removed=True)
    return state


def filters_of(page: str, told: str) -> str:
    """
    The filters of a list as they are kept: known ones alone, by name; empty ones are none.

    :raises Refused: for a list that has no views, for a filter that it does not have, or a value that is none.
    """
    if page not in FILTERS:
        raise Refused("There is no list '%(page)s'. Known: %(known)s.", page=page, known=", ".join(FILTERS))
    pairs = [(name, value) for name, value in parse_qsl(told.lstrip("?"), keep_blank_values=True) if value]
    for name, value in pairs:
        if name not in FILTERS[page]:
            raise Refused(
                "The list '%(page)s' has no filter '%(name)s'. Known: %(known)s.",
                page=page,
                name=name,
                known=", ".join(FILTERS[page]) or "none",
            )
        if len(value) > LONGEST_VALUE:
            raise Refused("The value of '%(name)s' is too long.", name=name)
    return urlencode(sorted(dict(pairs).items()))


def _saved(state: ViewState, command: SaveView) -> list[ViewSaved]:
    one = command.view
    if one.owner != command.by or one.removed:
        raise Refused("A view is the own one of who saves it.")
    _require_name(one.name)
    if filters_of(one.page, one.filters) != one.filters:
        raise Refused("The filters of a view are written by name, as age=0-4&basis=detected.")
    known = state.views.get((one.view_id,))
    if known == one:
        return []
    if known:
        raise Refused("View %(view_id)s is known already. Give a new one its own number.", view_id=one.view_id)
    return [ViewSaved(one)]


def _require_name(name: str) -> None:
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        raise Refused("A view has a name of at most %(longest_name)s letters.", longest_name=LONGEST_NAME)
