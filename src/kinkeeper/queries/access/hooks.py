"""Which hooks there are, and what a hook may tell: asked behind the same wall, by the same rules, as all that its account asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup, decide
from kinkeeper.domain.access.hooks import Event, Hook
from kinkeeper.domain.dates import Moment
from kinkeeper.queries.access.administered import list_administered, moment
from kinkeeper.queries.access.openings import openings_for
from kinkeeper.queries.access.reading import note, shows, shows_nobody, told_already
from kinkeeper.queries.access.subjects import subjects_of


@dataclass(frozen=True, slots=True)
class KeptHook:
    """A hook with its secret, sealed. For who sends alone."""

    hook: Hook
    secret: bytes


_HOOK = """
SELECT h.hook_id, h.account, s.agency, h.words, h.address, h.purpose, h.made_by, h.position, h.sending, h.failed, h.said,
       h.made_at, h.failing_since, h.next_at, h.sent_at, h.ended_at, h.secret
FROM public.hook h JOIN public.staff s ON s.name = h.account
"""


def find_hook(hook_id: str, lock: str = "") -> KeptHook | None:
    """The hook of this number; None where there is none. Asked by who sends, before there is a viewer."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_HOOK} WHERE h.hook_id = %s {lock}", [hook_id])
        row = cursor.fetchone()
    return KeptHook(_hook(row), bytes(row[-1])) if row else None


def hooks_due(now: datetime) -> list[str]:
    """The numbers of the hooks that may be tried now, those that waited longest first. Asked by who sends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT hook_id FROM public.hook, public.head WHERE ended_at IS NULL AND position < head.size "
            "AND (next_at IS NULL OR next_at <= %s) ORDER BY coalesce(next_at, sent_at, made_at), hook_id",
            [now],
        )
        return [hook_id for (hook_id,) in cursor.fetchall()]


@shows_nobody("hooks of programs")
def list_hooks(viewer: Viewer) -> list[Hook]:
    """
    The hooks of the accounts that this viewer administers, those made last first.

    :raises NotAllowed: if the viewer administers none.
    """
    return list_administered(viewer, _HOOK, "h.made_at DESC, h.hook_id", _hook)


@dataclass(frozen=True, slots=True)
class _Kind:
    """What one kind of event is read from: the table, what makes two of its versions the same thing, whom it is about, in which group."""

    table: str
    key: tuple[str, ...]
    persons: str
    group: FieldGroup


_OF_A_STAY = "CASE WHEN t.person_id <> '' THEN t.person_id ELSE (SELECT m.person_id FROM membership m WHERE m.record_id = t.source_id "
_KINDS = {
    "person": _Kind("membership", ("record_id",), "t.person_id", FieldGroup.IDENTITY),
    "tie": _Kind("tie", ("child", "adult"), "t.child, t.adult", FieldGroup.KINSHIP),
    "family": _Kind("family_member", ("family_id", "person_id"), "t.person_id", FieldGroup.KINSHIP),
    "custody": _Kind("placement", ("source_id", "n"), f"{_OF_A_STAY} AND m.until IS NULL) END", FieldGroup.CUSTODY),
    "separation": _Kind("separation", ("child", "adult"), "t.child, t.adult", FieldGroup.KINSHIP),
}
"""Kind of event -> what it is read from, through the views that the viewer has."""


def _told(kind: str, one: _Kind, at: str, before: str) -> str:
    """SQL: versions that came (or went) by an entry and are not, to this viewer, what stood there before (or after)."""
    same = " AND ".join(f"p.{name} = t.{name}" for name in one.key)
    as_shown = "to_jsonb({0}) - '{{since,until}}'::text[]"
    return (
        f"SELECT t.{at} AS at, '{kind}' AS kind, ARRAY[{one.persons}] AS persons FROM {one.table} t "
        f"WHERE t.{at} >= %(first)s AND t.{at} < %(until)s AND NOT EXISTS (SELECT FROM {one.table} p "
        f"WHERE {same} AND p.{before} = t.{at} AND {as_shown.format('p')} = {as_shown.format('t')})"
    )


_EVENTS = " UNION ".join(
    [*(_told(kind, one, "since", "until") for kind, one in _KINDS.items()), _told("separation", _KINDS["separation"], "until", "since")]
)


@shows(FieldGroup.IDENTITY, FieldGroup.KINSHIP, FieldGroup.CUSTODY, who=told_already)
def list_events(viewer: Viewer, first: int, until: int, now: Moment) -> list[Event]:
    """
    What became known, by the entries from `first` to before `until`, of persons whom this viewer may know of; in their order.

    A version that the viewer is shown as the one before it is no event: what is hidden does not show by its changes.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT at, kind, persons FROM ({_EVENTS}) e ORDER BY 1, 2, 3", {"first": first, "until": until})
        found = [Event(at, kind, tuple(filter(None, persons))) for at, kind, persons in cursor.fetchall()]
    everybody = {person for one in found for person in one.persons}
    subjects, openings = subjects_of(everybody), openings_for(viewer, everybody)
    told = []
    for one in found:
        group = _KINDS[one.kind].group
        if one.persons and all(decide(viewer, subjects[person], group, openings, now).allowed for person in one.persons):
            note(one.persons, group)
            told.append(one)
    return told


def _hook(row: Sequence[Any]) -> Hook:
    *told, made_at, failing_since, next_at, sent_at, ended_at, _secret = row
    return Hook(*told, *map(moment, (made_at, failing_since, next_at, sent_at, ended_at)))
