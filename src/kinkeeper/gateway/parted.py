"""What is left of the read tables for an agency that arrests: SQL for a second set of views, over those of the wall.

The wall (`gateway/wall.py`) says of whom somebody may know. This says which fields of them are shown to an agency that arrests, whoever of
it looks and whatever for: nothing of sponsors and their households, of shelters, of counsel, and no statement in its own words; that
somebody is no longer in custody may be known. A table that is not named here shows nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kinkeeper.domain.access.decisions import WITH_SOMEBODY
from kinkeeper.domain.access.shown_custody import PLACES_SHOWN as PLACES_SHOWN
from kinkeeper.domain.terms import Custodian, IdentifierKind, Outcome, StayEnd


def listed(values: frozenset[str]) -> str:
    """SQL: these values."""
    return ", ".join(f"'{value}'" for value in sorted(values))


NUMBERS_SHOWN = frozenset(IdentifierKind) - {IdentifierKind.PHONE, IdentifierKind.COURT_CASE, IdentifierKind.OTHER}
WENT_TO_SOMEBODY = frozenset({StayEnd.RELEASED_TO_SPONSOR, StayEnd.REUNITED})


@dataclass(frozen=True, slots=True)
class Parted:
    """Which rows of a table are left (`t`), and what stands in columns that are not shown as they are."""

    rows: str = "TRUE"
    columns: Mapping[str, str] = field(default_factory=dict)


def _seen(table: str, key: str, of: str) -> str:
    return f"EXISTS (SELECT FROM parted.{table} x WHERE x.{key} = {of})"


PERSON_LEFT = _seen("membership", "person_id", "PERSON")
"""SQL: PERSON has a record of custody that is shown."""


def _person(column: str) -> str:
    return PERSON_LEFT.replace("PERSON", f"t.{column}")


def _without(*names: str, nothing: str = '""') -> str:
    """SQL: what is told, without members that hold free words or places of shelters."""
    members = ", ".join(f'"{name}": {nothing}' for name in names)
    return f"t.told || '{{{members}}}'::jsonb"


def _place(which: str) -> str:
    """SQL: the name and value of a transfer's place, where it is a station's or of detention."""
    return f"'{which}_place', CASE WHEN t.told->>'{which}_custodian' IN ({listed(PLACES_SHOWN)}) THEN t.told->>'{which}_place' ELSE '' END"


AGENCY = "(SELECT public.reach_agency())"
OF_CUSTODY = "EXISTS (SELECT FROM public.record r WHERE r.record_id = t.record_id AND r.custody)"
"""SQL: an agency that arrests made the record, or it tells of a stay in custody; what families, sponsors and shelters told is neither."""

MEMBERS = (
    "coalesce((SELECT jsonb_agg(m.id ORDER BY m.n) FROM jsonb_array_elements_text(t.members) WITH ORDINALITY m (id, n) "
    f"WHERE ({_seen('membership', 'person_id', 'm.id')}) IS TRUE), '[]'::jsonb)"
)
"""SQL: the members who are left. IS TRUE: the planner takes every list to be long, and would read all there is for each."""
NOTHING = "''::text"
NO_LIST = "'[]'::jsonb"
DAY = Parted(
    _person("person_id"),
    {
        "custodian": f"CASE WHEN t.custodian = '{Custodian.SPONSOR}' THEN '{Custodian.RELEASED}' ELSE t.custodian END",
        "place": f"CASE WHEN t.custodian IN ({listed(PLACES_SHOWN)}) THEN t.place ELSE '' END",
    },
)

STAYS_LEFT = f"t.custodian <> '{Custodian.SPONSOR}'"

PARTED: Mapping[str, Parted] = {
    "membership": Parted(OF_CUSTODY),
    "person": Parted(_person("person_id"), {"joins": NO_LIST}),
    "record": Parted("t.custody"),
    "identifier": Parted(f"t.kind IN ({listed(NUMBERS_SHOWN)}) AND {_seen('record', 'record_id', 't.record_id')}"),
    "record_withdrawal": Parted(_seen("record", "record_id", "t.record_id"), {"why": NOTHING, "cause": NOTHING}),
    "tie": Parted(f"{_person('child')} AND {_person('adult')}", {"evidence": NO_LIST}),
    "family_member": Parted(_person("person_id")),
    "family": Parted(_seen("family_member", "family_id", "t.family_id"), {"members": MEMBERS}),
    "placement": Parted(
        f"{STAYS_LEFT} AND CASE WHEN t.person_id <> '' THEN {_person('person_id')} "
        f"ELSE {_seen('membership', 'record_id', 't.source_id')} END",
        {
            "place": f"CASE WHEN t.custodian IN ({listed(PLACES_SHOWN)}) THEN t.place ELSE '' END",
            "end_reason": f"CASE WHEN t.end_reason IN ({listed(WENT_TO_SOMEBODY)}) THEN '{StayEnd.RELEASED}' ELSE t.end_reason END",
            "end_as_recorded": NOTHING,
            "released_to": NOTHING,
        },
    ),
    "custody_day": DAY,
    "apart_day": DAY,
    "apart_person": Parted(_person("person_id")),
    "apart_member": Parted(_person("person_id")),
    "separation": Parted(
        f"{_person('child')} AND (t.adult = '' OR {_person('adult')})",
        {
            "reason_as_recorded": NOTHING,
            "child_place": NOTHING,
            "adult_place": NOTHING,
            "outcome": f"CASE WHEN t.outcome IN ({listed(WITH_SOMEBODY)}) THEN '{Outcome.LEFT_CUSTODY}' ELSE t.outcome END",
        },
    ),
    **dict.fromkeys(("agency_apart", "apart_pair", "apart_tally", "custody_move"), Parted()),
    "extract": Parted(),
    "refusal": Parted(columns={"value": NOTHING}),
    "withheld": Parted(),
    "court_order": Parted(),
    "agreement": Parted(),
    "clock": Parted(_person("child"), {"told": _without("ground")}),
    "running_clock": Parted(
        _person("child"), {"held": f"CASE WHEN t.held = '{Custodian.SPONSOR}' THEN '{Custodian.RELEASED}' ELSE t.held END"}
    ),
    "designation": Parted(_person("person_id"), {"told": _without("reason")}),
    "need": Parted(_person("person_id"), {"told": _without("words", "ended_because")}),
    "transfer": Parted(
        f"{_person('person_id')} AND {AGENCY} IN (t.told->>'from_custodian', t.to_custodian) "
        f"AND '{Custodian.SPONSOR}' NOT IN (t.told->>'from_custodian', t.to_custodian)",
        {"told": f"{_without('because', 'answered_by')} || jsonb_build_object({_place('from')}, {_place('to')})"},
    ),
    "tag": Parted(_person("person_id"), {"told": _without("scans", nothing="[]")}),
    "saved_view": Parted(),
    "departure": Parted(_person("adult"), {"told": _without("because")}),
}
"""Read table -> what is left of it. Cases, contacts, proofs of parentage, choices, after-care, tasks, warnings, reviews and
statements are not here: sponsors, shelters and counsel stand in their words."""
