"""What agreements, consents and emergencies open, kept by the database: SQL that the views of the wall ask where their reach ends.

An emergency opens a person as the own reach would, until it ends by the database's clock. An agreement or a consent opens groups of
fields, and the columns of the other groups stay empty. Most viewers have neither: for them each question costs one look at a setting.
"""

from collections.abc import Iterator

from kinkeeper.domain.access.decisions import WITH_SOMEBODY, FieldGroup
from kinkeeper.domain.sealings import DETAIL
from kinkeeper.domain.terms import Custodian, Outcome, StayEnd
from kinkeeper.gateway.parted import NUMBERS_SHOWN, PLACES_SHOWN, WENT_TO_SOMEBODY, listed

LENT = "(SELECT public.reach_opened() LIKE '%lent%')"
"""SQL: an agreement or a consent may let this viewer see more."""
EMERGENCY = "(SELECT public.reach_opened() LIKE '%emergency%')"
OPENED = "(SELECT public.reach_opened() <> '')"
NOW = """to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS') COLLATE "C\""""
WORDS = """
concat_ws(' ',
    CASE WHEN EXISTS (SELECT FROM public.agreement WHERE until IS NULL AND counts AND reader = %(agency)s)
           OR EXISTS (SELECT FROM public.consent WHERE until IS NULL AND agency = %(agency)s) THEN 'lent' END,
    CASE WHEN EXISTS (SELECT FROM public.emergency WHERE account = %(name)s AND now() < ends) THEN 'emergency' END)
"""
"""SQL: what may open something to a viewer now; asked once for each request."""

IN_AN_EMERGENCY = (
    f"({EMERGENCY} AND (SELECT public.reach_purpose()) <> 'enforcement' AND EXISTS (SELECT FROM public.emergency e "
    "WHERE e.account = (SELECT public.reach_name()) AND e.person_id = {person} AND now() >= e.at AND now() < e.ends))"
)


HEAD = "RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public RETURN"
HOLDS = f"""(x.first COLLATE "C") <= {NOW} AND {NOW} < (x.ends COLLATE "C") AND x.until IS NULL
    AND x.told->'groups' ? what AND x.told->'purposes' ? reach_purpose()"""
BY_AN_AGREEMENT = f"""EXISTS (
    SELECT FROM agreement x JOIN holding h ON h.agency = x.giver AND h.own
    WHERE h.person_id = person AND x.counts AND x.reader = reach_agency() AND {HOLDS} AND (whose = '' OR whose = x.giver))"""
BY_A_CONSENT = f"""reach_purpose() <> 'enforcement' AND EXISTS (
    SELECT FROM consent x WHERE x.person_id = person AND x.agency = reach_agency() AND {HOLDS})"""
TELLS = """CASE WHEN whom <> '' THEN seen.reached(whom) OR seen.opened(whom, what, '')
    ELSE held_by(source) = reach_agency() AND reach() IN ('concerned', 'own') OR EXISTS (
        SELECT FROM membership m WHERE m.record_id = source
        AND (seen.reached(m.person_id) AND reach() <> 'own' OR seen.opened(m.person_id, what, held_by(source)))) END"""
IS_LENT = """
    EXISTS (SELECT FROM record r JOIN membership m USING (record_id) WHERE r.since = entry_at AND NOT seen.reached(m.person_id))
    OR EXISTS (SELECT FROM tie t WHERE t.since = entry_at AND NOT (seen.reached(t.child) AND seen.reached(t.adult)))
    OR EXISTS (SELECT FROM person x WHERE x.since = entry_at AND NOT seen.reached(x.person_id))
    OR EXISTS (SELECT FROM separation s WHERE s.since = entry_at
               AND NOT (seen.reached(s.child) AND (s.adult = '' OR seen.reached(s.adult))))
    OR EXISTS (SELECT FROM placement p WHERE p.since = entry_at AND p.person_id <> '' AND NOT seen.reached(p.person_id))"""
TELLS_OF = {
    **dict.fromkeys(
        ("designation", "milestone", "warning", "contact", "need", "transfer", "tag", "consent", "difference", "mention"), ("person_id",)
    ),
    **dict.fromkeys(("adjustment", "class_member", "child_case", "aftercare"), ("child",)),
    **dict.fromkeys(("tie", "separation", "clock", "account", "proof", "decision"), ("child", "adult")),
    **dict.fromkeys(("task", "document"), ("about",)),
    **dict.fromkeys(("person", "placement", "family_member"), ("person_id",)),
    "departure": ("adult",),
}
"""Read table -> its columns that name whom its rows are about; each has an index of the entry that brought a row, as those below have."""


OF_A_RECORD = (
    "(EXISTS (SELECT FROM record r WHERE r.record_id = {id} AND reach() IN ('concerned', 'own') AND r.holder = reach_agency()) "
    "OR EXISTS (SELECT FROM membership m WHERE m.record_id = {id} AND seen.reached(m.person_id)))"
)
"""SQL: the viewer's agency holds this record, or the viewer reaches whose it is."""
OF_AN_EXTRACT = (
    "EXISTS (SELECT FROM extract e WHERE e.extract_id = x.extract_id "
    "AND reach() IN ('concerned', 'own') AND holder_of(e.layout) = reach_agency())"
)
OF_BOTH_RECORDS = f"{OF_A_RECORD.format(id='x.one')} AND {OF_A_RECORD.format(id='x.other')}"
OF_A_PLACEMENT = "EXISTS (SELECT FROM placement p WHERE p.source_id = x.id AND seen.reached(p.person_id))"
OF_MATCHED = "SELECT FROM jsonb_array_elements_text(coalesce(x.told->'matched', '[]'::jsonb)) m (id) WHERE seen.reached(m.id)"
TELLS_WHERE = {
    "record": OF_A_RECORD.format(id="x.record_id"),
    "record_withdrawal": OF_A_RECORD.format(id="x.record_id"),
    **dict.fromkeys(("extract", "extract_withdrawal", "refusal"), OF_AN_EXTRACT),
    **dict.fromkeys(("question", "judgement"), OF_BOTH_RECORDS),
    "objection": f"CASE x.subject WHEN 'record' THEN {OF_A_RECORD.format(id='x.id')} ELSE {OF_A_PLACEMENT} END",
    "family": "NOT EXISTS (SELECT FROM jsonb_array_elements_text(x.members) m (id) WHERE NOT seen.reached(m.id))",
    "inquiry": f"reach() = 'concerned' AND (x.told->>'taken_by' = reach_name() OR EXISTS ({OF_MATCHED}))",
    "caseload": "reach_name() IN (x.to_owner, x.told->>'from_owner')",
    "saved_view": "x.owner = reach_name()",
    **dict.fromkeys(("sealing", "recipe", "meeting"), "FALSE"),
}
"""Read table -> when a viewer whose reach has an end is shown the words of the entry behind a row (`x`), where no column says it."""
ENDS_IN_WORDS = frozenset({"record_withdrawal", "extract_withdrawal", "objection"})
"""Read tables whose rows are ended by an entry that says why and brings no other row."""
BRINGS_NO_WORDS = {
    **dict.fromkeys(("identifier", "membership"), "comes with its record or person, by the same entry"),
    **dict.fromkeys(("custody_day", "custody_move", "child_apart", "agency_apart", "apart_tally"), "summed up: no entry is its own"),
    **dict.fromkeys(("apart_person", "apart_member", "apart_day", "apart_pair", "running_clock"), "a copy of other rows"),
    **dict.fromkeys(("findable", "findable_value", "sought"), "made of records and inquiries, without the entry in it"),
    **dict.fromkeys(("withheld", "file_expunged"), "says which part or file is gone; why is said by the sealing"),
    **dict.fromkeys(("court_order", "agreement"), "an order and an agreement are shown to everybody"),
    **dict.fromkeys(("count_claim", "beds", "draw", "model"), "numbers, of nobody by name"),
}
"""Read table -> why an entry's words need not be asked for by its rows."""


def _of_others() -> Iterator[str]:
    """SQL: what an entry brought that is about somebody whom the viewer does not reach."""
    for table, shown in TELLS_WHERE.items():
        at = "x.since = entry_at OR x.until = entry_at" if table in ENDS_IN_WORDS else "x.since = entry_at"
        yield f"EXISTS (SELECT FROM {table} x WHERE ({at}) AND ({shown}) IS NOT TRUE)"
    for table, columns in TELLS_OF.items():
        somebody = " OR ".join(f"x.{name} <> '' AND NOT seen.reached(x.{name})" for name in columns)
        yield f"EXISTS (SELECT FROM {table} x WHERE x.since = entry_at AND ({somebody}))"


def functions(sees: str) -> Iterator[str]:
    """The functions of the wall; `sees` says whether the viewer may know of `person` by reach or in an emergency."""
    yield f"CREATE FUNCTION seen.reached(person text) {HEAD} {sees}"
    by = f"reach() NOT IN ('', 'nobody') AND ({BY_AN_AGREEMENT} OR {BY_A_CONSENT})"
    yield f"CREATE FUNCTION seen.opened(person text, what text, whose text) {HEAD} {by}"
    yield f"CREATE FUNCTION seen.tells(source text, whom text, what text) {HEAD} {TELLS}"
    yield f"CREATE FUNCTION seen.is_lent(entry_at bigint) {HEAD} {IS_LENT}"
    yield f"CREATE FUNCTION seen.of_others(entry_at bigint) {HEAD} {' OR '.join(_of_others())}"


def opens(person: str, group: FieldGroup, whose: str = "''") -> str:
    """SQL: an agreement or a consent lets the viewer see this group of fields of this person."""
    return f"({LENT} AND seen.opened({person}, '{group}', {whose}))"


def unless(tells: str, column: str, otherwise: str) -> str:
    """SQL: a column as it is, but for a row that is lent and whose group of fields is not."""
    return f'CASE WHEN NOT {LENT} OR {tells} THEN t."{column}" ELSE {otherwise} END'


def _stay(group: FieldGroup) -> str:
    return f"seen.tells(t.source_id, t.person_id, '{group}')"


def _of(person: str, group: FieldGroup) -> str:
    return f"seen.reached({person}) OR seen.opened({person}, '{group}', '')"


BOTH = "(seen.reached(t.child) AND (t.adult = '' OR seen.reached(t.adult)))"
SHOWN_PLACE = f"t.custodian IN ({listed(PLACES_SHOWN)})"
LEFT = f"CASE WHEN t.outcome IN ({listed(WITH_SOMEBODY)}) THEN '{Outcome.LEFT_CUSTODY}' ELSE t.outcome END"
WENT = f"CASE WHEN t.end_reason IN ({listed(WENT_TO_SOMEBODY)}) THEN '{StayEnd.RELEASED}' ELSE t.end_reason END"
MEMBERS = (
    "coalesce((SELECT jsonb_agg(m.id ORDER BY m.n) FROM jsonb_array_elements_text(t.members) WITH ORDINALITY m (id, n) "
    "WHERE (EXISTS (SELECT FROM seen.family_member f WHERE f.person_id = m.id)) IS TRUE), '[]'::jsonb)"
)
DAY = {
    "custodian": unless(
        _of("t.person_id", FieldGroup.SPONSOR),
        "custodian",
        f"CASE WHEN t.custodian = '{Custodian.SPONSOR}' THEN '{Custodian.RELEASED}' ELSE t.custodian END",
    ),
    "place": unless(f"{SHOWN_PLACE} OR {_of('t.person_id', FieldGroup.SHELTER)}", "place", "''"),
}
COLUMNS: dict[str, dict[str, str]] = {
    "tie": {"evidence": unless(BOTH, "evidence", "'[]'::jsonb")},
    "family": {"members": f"CASE WHEN (SELECT public.reach()) = 'concerned' AND NOT {OPENED} THEN t.members ELSE {MEMBERS} END"},
    "placement": {
        "place": unless(f"{SHOWN_PLACE} OR {_stay(FieldGroup.SHELTER)}", "place", "''"),
        "end_reason": unless(_stay(FieldGroup.SPONSOR), "end_reason", WENT),
        "end_as_recorded": unless(_stay(FieldGroup.SPONSOR), "end_as_recorded", "''"),
        "released_to": unless(_stay(FieldGroup.SPONSOR), "released_to", "''"),
    },
    **dict.fromkeys(("custody_day", "apart_day"), DAY),
    "separation": {
        "reason_as_recorded": unless(BOTH, "reason_as_recorded", "''"),
        "child_place": unless(f"seen.reached(t.child) OR {_of('t.child', FieldGroup.SHELTER)}", "child_place", "''"),
        "adult_place": unless("t.adult = '' OR seen.reached(t.adult)", "adult_place", "''"),
        "outcome": unless(_of("t.child", FieldGroup.SPONSOR), "outcome", LEFT),
    },
}
"""Read table -> what stands in columns of rows that are lent: nothing of a group of fields that is not. Who sees a part of a family sees
the numbers of that part."""

STATED = f"(t.k <> {DETAIL} OR NOT seen.of_others(t.seq))"
"""SQL: what an entry says in words is shown to who reaches everybody it is about; its core names nobody, and numbers alone."""
WORDS_NOT_LENT = f"(NOT {LENT} OR NOT seen.is_lent(t.seq))"
NUMBERS = f"(NOT {LENT} OR t.kind IN ({listed(NUMBERS_SHOWN)}) OR seen.tells(t.record_id, '', '{FieldGroup.SPONSOR}'))"
STAYS = f"(NOT {LENT} OR t.custodian <> '{Custodian.SPONSOR}' OR {_stay(FieldGroup.SPONSOR)})"
IN_CUSTODY = f"(NOT {LENT} OR {_stay(FieldGroup.CUSTODY)})"
