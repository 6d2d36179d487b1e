"""What reading is more than usual: learnt every night from the access log, asked at the door, told to oversight and to cases' owners."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import connection, transaction

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.log import LookedUnusually
from kinkeeper.domain.access.unusual import BOUNDS, usual
from kinkeeper.gateway import access_log, limits

DOORS = ("page family", "page person", "page case", "api get_family", "api get_person")
"""Doors that show one family whole."""
NIGHTS = 30
OFTEN = {what: bounds.most for what, bounds in BOUNDS.items()}
"""What more often than this is more than anybody does for work, whatever is usual for their role."""
_LATELY = f"""
WITH lately AS MATERIALIZED (
    SELECT seq, told->>'role' AS role, told->>'actor' AS actor, told->>'kind' AS kind, told->'said'->>'door' AS door,
           (told->>'at')::timestamptz AS at
    FROM (SELECT seq, convert_from(body, 'UTF8')::jsonb AS told FROM access_entry) every
    WHERE (told->>'at')::timestamptz > now() - interval '{NIGHTS} days'
), one_by_one AS (SELECT * FROM lately WHERE kind = 'person.read' AND door = ANY(%(doors)s))
"""
_WINDOW = "floor(extract(epoch FROM at) / 600)"
_CASES = (
    "EXISTS (SELECT FROM person_read r JOIN child_case c ON c.child = r.person_id AND c.until IS NULL AND c.owner <> '' {0} "
    "WHERE r.seq = o.seq)"
)
_COUNTS: Mapping[str, str] = {
    "families": f"SELECT role, count(*) FROM one_by_one GROUP BY role, actor, {_WINDOW}",
    "searches": f"SELECT role, count(*) FROM lately WHERE kind = 'person.searched' GROUP BY role, actor, {_WINDOW}",
    "not shown": f"SELECT role, count(*) FROM lately WHERE kind = 'person.withheld' GROUP BY role, actor, {_WINDOW}",
    "outside": f"SELECT role, count(*) FROM one_by_one o WHERE {_CASES.format('')} AND NOT {_CASES.format('AND c.owner = o.actor')} "
    "GROUP BY role, actor, at::date",
    "readers": """
        SELECT '', count(DISTINCT actor) FROM one_by_one o JOIN person_read r ON r.seq = o.seq GROUP BY r.person_id, at::date""",
}
"""What is counted -> SQL: the role and each count of the last thirty days."""

_OWNED = """
SELECT bool_or(owner = %(me)s) AS mine, bool_or(TRUE) AS owned FROM public.child_case
WHERE until IS NULL AND owner <> '' AND child = ANY(%(persons)s)
"""


def learn() -> int:
    """Learn from the access log what is usual for each role. Returns how many counts it was learnt from."""
    learnt = 0
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        for what, sql in _COUNTS.items():
            cursor.execute(_LATELY + sql, {"doors": list(DOORS)})
            counts: dict[str, list[int]] = defaultdict(list)
            for role, count in cursor.fetchall():
                counts[role].append(count)
            for role, some in counts.items():
                learnt += len(some)
                cursor.execute(
                    "INSERT INTO usual_reading (role, what, most, learnt_from, learnt_at) VALUES (%s, %s, %s, %s, now()) "
                    "ON CONFLICT (role, what) DO UPDATE SET most = EXCLUDED.most, "
                    "learnt_from = EXCLUDED.learnt_from, learnt_at = EXCLUDED.learnt_at",
                    [role, what, usual(what, some), len(some)],
                )
    return learnt


def most(what: str, role: str) -> int:
    """From how many on it is more than usual for this role."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT most FROM public.usual_reading WHERE what = %s AND role = %s", [what, role])
        row = cursor.fetchone()
    return int(row[0]) if row else BOUNDS[what].most


@dataclass(frozen=True, slots=True)
class TooMuch:
    """What there was more of than is usual: of accounts how many, of all else how many were usual."""

    what: str
    many: int


def count_look(what: str, family: str, viewer: Actor, persons: Collection[str]) -> list[TooMuch]:
    """
    Count one more look of this kind, and say what of it is more than usual; all in one question.

    Of `families` with somebody in them it is counted too where their cases are somebody else's and none is the viewer's (cases that nobody
    owns are everybody's), and by how many accounts this `family` (empty: of no number) was opened within a day, this one among them.
    """
    keys = {what: f"{what}:{viewer.name}"}
    if what == "families" and persons:
        keys["outside"] = f"outside:{viewer.name}"
        if family:
            keys["readers"] = f"reader of {family}:{viewer.name}"
    asked = {
        "whats": list(keys),
        "keys": list(keys.values()),
        "seconds": [BOUNDS[one].seconds for one in keys],
        "roles": ["" if one == "readers" else viewer.role for one in keys],
        "family": f"reader of {family}:",
        "me": viewer.name,
        "persons": list(persons),
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_LOOK, asked)
        counted = cursor.fetchall()
    found = []
    for one, many, usually in counted:
        most = min(OFTEN[one], usually or OFTEN[one])
        if many > most:
            found.append(TooMuch(one, many if one == "readers" else most))
    return found


_COUNT_LOOK = f"""
WITH owned AS ({_OWNED}),
asked AS (SELECT * FROM unnest(%(whats)s::text[], %(keys)s::text[], %(seconds)s::int[], %(roles)s::text[]) a (what, key, seconds, role)),
counted AS (
    {limits.counting("SELECT key, seconds FROM asked, owned WHERE what <> 'outside' OR (owned.owned AND NOT owned.mine)")}
)
SELECT a.what, CASE WHEN a.what = 'readers' THEN 1 + (
    SELECT count(*) FROM tried o WHERE starts_with(o.what, %(family)s) AND o.until > now() AND o.what <> a.key
) ELSE c.count END, (SELECT u.most FROM public.usual_reading u WHERE u.what = a.what AND u.role = a.role)
FROM asked a JOIN counted c ON c.what = a.key
"""


def tell(what: str, count: int, minutes: int, viewer: Actor, persons: Collection[str]) -> None:
    """Write down that this was more than usual, where oversight and the owners of these persons' cases see it."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        access_log.append(cursor, [LookedUnusually(count, minutes, what)], viewer)
        cursor.executemany(
            "INSERT INTO public.unusual_reading (account, agency, role, what, many, person_id) VALUES (%s, %s, %s, %s, %s, %s)",
            [(viewer.name, viewer.agency, viewer.role, what, count, person) for person in sorted(persons) or [""]],
        )
