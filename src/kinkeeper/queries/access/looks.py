"""Who has looked at somebody: the access log, asked by a person's number."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import msgspec
from django.db import connection

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.access.decisions import FieldGroup, decide
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.errors import NotFound
from kinkeeper.queries.access.reading import note, shows
from kinkeeper.queries.access.subjects import subjects_of

MOST = 500


@dataclass(frozen=True, slots=True)
class Look:
    """One look: when, by whom, of which agency, in which role, why, through which door, and at which groups of fields."""

    at: Moment
    who: str
    agency: str
    role: str
    purpose: str
    door: str
    groups: tuple[str, ...]


@shows(FieldGroup.IDENTITY)
def list_looks(viewer: Viewer, persons: Collection[str]) -> list[Look]:
    """
    Every look at any of these persons, the newest first; at most the last 500.

    :raises NotFound: where the viewer may know of none of them; the answer is the same where there is nobody.
    """
    mine = [person for person, subject in subjects_of(persons).items() if decide(viewer, subject, FieldGroup.KINSHIP).allowed]
    if not mine:
        raise NotFound("No person of this number is known at the moment you look at.")
    note(mine, FieldGroup.IDENTITY)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT body FROM access_entry WHERE seq IN (SELECT seq FROM person_read WHERE person_id = ANY(%s)) ORDER BY seq DESC LIMIT %s",
            [mine, MOST],
        )
        return [_look(msgspec.json.decode(bytes(body))) for (body,) in cursor.fetchall()]


def _look(told: dict[str, Any]) -> Look:
    said = told["said"]
    return Look(
        told["at"][:19], told["actor"], told["agency"], told["role"], told["purpose"], said.get("door", ""), tuple(said.get("groups", ()))
    )
