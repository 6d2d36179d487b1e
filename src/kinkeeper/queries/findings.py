"""What was found: ties, families and separations as known, as the rules see them."""

from collections.abc import Collection

import msgspec
from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.families import Family
from kinkeeper.domain.separations import Separation
from kinkeeper.domain.ties import Evidence, Tie
from kinkeeper.queries.access.reading import shows, shows_nobody
from kinkeeper.queries.moments import STANDS, ledger_size


@shows(FieldGroup.KINSHIP)
def list_ties(viewer: Viewer, children: Collection[str] | None = None, *, known_at: int | None = None) -> list[Tie]:
    """
    Every tie, or those of these children, refuted ones included, by child and adult.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT child, adult, relation, status, probability::text, basis, evidence, decided FROM tie "
            f"WHERE {STANDS} AND {_of(children)} ORDER BY child, adult",
            _asked(children, known_at),
        )
        rows = cursor.fetchall()
    return [
        Tie(child, adult, relation, status, probability, basis, _evidence(evidence), decided)
        for child, adult, relation, status, probability, basis, evidence, decided in rows
    ]


@shows(FieldGroup.KINSHIP)
def list_families(viewer: Viewer, *, known_at: int | None = None) -> list[Family]:
    """
    Every family with its members and units.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT family_id, members, units FROM family WHERE {STANDS} ORDER BY family_id",
            {"known_at": ledger_size() if known_at is None else known_at},
        )
        rows = cursor.fetchall()
    return [Family(one, tuple(msgspec.json.decode(members)), tuple(msgspec.json.decode(units))) for one, members, units in rows]


@shows(FieldGroup.CUSTODY)
def list_raised(viewer: Viewer, children: Collection[str] | None = None, *, known_at: int | None = None) -> list[Separation]:
    """
    Every separation, or those of these children, by child and adult.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT child, adult, separated_on, reason_as_recorded, reason_code, basis, probability::text, "
            f"child_place, adult_place, outcome, outcome_on FROM separation WHERE {STANDS} AND {_of(children)} ORDER BY child, adult",
            _asked(children, known_at),
        )
        return [Separation(*row) for row in cursor.fetchall()]


def _of(children: Collection[str] | None) -> str:
    """SQL: of these children; said only where it is asked, so that the index on children is used."""
    return "TRUE" if children is None else "child = ANY(%(children)s)"


def _asked(children: Collection[str] | None, known_at: int | None) -> dict[str, object]:
    return {"children": None if children is None else list(children), "known_at": ledger_size() if known_at is None else known_at}


def _evidence(told: str) -> tuple[Evidence, ...]:
    return msgspec.json.decode(told, type=tuple[Evidence, ...])


@shows_nobody("a version")
def get_model_version(viewer: Viewer, step: str, *, known_at: int | None = None) -> int:
    """
    Which version of what was learnt a step goes by; 0 where it has learnt nothing.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT max(version) FROM model WHERE step = %(step)s AND {STANDS}",
            {"step": step, "known_at": ledger_size() if known_at is None else known_at},
        )
        return int(cursor.fetchone()[0] or 0)
