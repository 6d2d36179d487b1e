"""Which rows of each read table a viewer is shown whose reach has an end: SQL that the views of the wall ask (`gateway/wall.py`).

The same rule is written for whoever looks, and again for those of one reach to whom nothing is opened. For these the reach and what else
cannot be is left away before the database sees it: an alternative that cannot hold keeps the planner from joining, and makes it ask each
row by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kinkeeper.domain.access import Purpose
from kinkeeper.domain.access.accounts import ENFORCES
from kinkeeper.domain.access.decisions import FieldGroup, Reach
from kinkeeper.gateway import opened
from kinkeeper.gateway.parted import NUMBERS_SHOWN, listed

REACH, AGENCY, NAME = "(SELECT public.reach())", "(SELECT public.reach_agency())", "(SELECT public.reach_name())"

ARRESTS = listed(frozenset(ENFORCES))
"""A document may say anything, of sponsors too: agencies that arrest are shown none."""

FOR_THE_FAMILY = f"(SELECT public.reach_purpose()) = '{Purpose.REUNIFICATION}'"
"""SQL: the viewer brings families together."""

TO_EVERYBODY = ("agreement", "withheld", "file_expunged", "court_order", "beds", "count_claim")
TRUE, FALSE = "TRUE", "FALSE"
ASSIGNED = "= ANY({assigned})"
THEIR_FAMILIES = "= ANY(ARRAY(SELECT m.family_id FROM public.family_member m WHERE m.person_id = ANY({assigned})))"
THEIR_RECORDS = "IN (SELECT m.record_id FROM public.membership m WHERE m.person_id = ANY({assigned}))"
ABOUT = ("person_id", "child", "record_id")


def every(*conditions: str) -> str:
    """SQL: all of these, each said once."""
    left = [one for one in dict.fromkeys(conditions) if one != TRUE]
    return FALSE if FALSE in left else " AND ".join(left) or TRUE


def either(*conditions: str) -> str:
    """SQL: one of these."""
    left = [one for one in dict.fromkeys(conditions) if one != FALSE]
    if TRUE in left:
        return TRUE
    return f"({' OR '.join(left)})" if len(left) > 1 else left[0] if left else FALSE


@dataclass(frozen=True, slots=True)
class Known:
    """What is known, when a view is made, of those who will look through it."""

    reach: Reach | None = None
    """Their reach, where nothing is opened to them; None: both are asked of the connection."""
    in_custody: bool = False
    """They are of an agency that arrests, and their reach is its concern: of all whom they may know of there is a record of custody."""

    def is_one_of(self, *reaches: Reach) -> str:
        """SQL: the viewer has one of these reaches."""
        if self.reach is not None:
            return TRUE if self.reach in reaches else FALSE
        return f"{REACH} IN ({listed(frozenset(reaches))})"

    @property
    def not_own(self) -> str:
        """SQL: the viewer may know more than what the own agency's records say."""
        return f"{REACH} <> '{Reach.OWN}'" if self.reach is None else FALSE if self.reach is Reach.OWN else TRUE

    def opened(self, condition: str) -> str:
        """SQL: something that only holds where something is opened."""
        return condition if self.reach is None else FALSE

    def sees(self, person: str) -> str:
        """SQL: the viewer may know of this person, by the role's reach or in an emergency."""
        return self._reaches(person, "NOT h.offered")

    def knows(self, person: str) -> str:
        """SQL: the same, or the person is offered to the viewer's agency: then who they are and what they need is told."""
        return self._reaches(person, either("NOT h.offered", FOR_THE_FAMILY))

    def _reaches(self, person: str, concerned: str) -> str:
        as_held = every(
            f"h.person_id = {person}",
            f"h.agency = {AGENCY}",
            either("h.own", every(self.is_one_of(Reach.CONCERNED), concerned)),
            "h.custody" if self.in_custody else TRUE,
        )
        # Asked of each row by itself, never joined: how many are assigned to somebody is known to the planner long after it is so, and
        # whom an agency is concerned with may be half a million, whom it would read for a page of twenty-five.
        assigned = f"(SELECT TRUE FROM public.assignment a WHERE a.account = {NAME} AND a.person_id = {person}) IS TRUE"
        held = f"(SELECT TRUE FROM public.holding h WHERE {as_held}) IS TRUE"
        return either(
            every(self.is_one_of(Reach.CONCERNED, Reach.OWN), held),
            every(self.is_one_of(Reach.ASSIGNED), assigned),
            self.opened(opened.IN_AN_EMERGENCY.format(person=person)),
        )

    def among_those(self, column: str, whose: str) -> str:
        """SQL, beside a rule that says the same of each row: where the persons are few and listed, their rows alone are looked at.

        As a list the persons are found in an index, and no planner mistakes them for many.
        """
        if self.reach is not Reach.ASSIGNED:
            return TRUE
        return f"{column} {whose}".format(assigned=f"ARRAY(SELECT a.person_id FROM public.assignment a WHERE a.account = {NAME})")

    def unless_opened(self, condition: str) -> str:
        """SQL: what keeps back of a row that is lent what is not; where nothing is opened, nothing."""
        return condition if self.reach is None else TRUE

    def tells(self, person: str, group: FieldGroup) -> str:
        """SQL: the viewer may know of this person, or an agreement or a consent opens this group of fields of them."""
        return either(self.sees(person), self.opened(opened.opens(person, group)))

    def identity(self, person: str) -> str:
        """SQL: the viewer may know who this person is, also by a transfer that is offered."""
        return either(self.knows(person), self.opened(opened.opens(person, FieldGroup.IDENTITY)))

    def holds(self, holder: str) -> str:
        """SQL: what this agency holds is the viewer's agency's own."""
        return every(self.is_one_of(Reach.CONCERNED, Reach.OWN), f"{holder} = {AGENCY}")

    def membership(self, named: str, holder: str, *, offered: bool = False) -> str:
        """SQL: which memberships are shown, under this name in the question, of a record that `holder` holds.

        With `offered` those too of whom no more is shown than who they are.
        """
        person = f"{named}.person_id"
        return either(
            every(self.knows(person) if offered else self.sees(person), either(self.not_own, f"{holder} = {AGENCY}")),
            self.opened(opened.opens(f"{named}.person_id", FieldGroup.IDENTITY, holder)),
        )

    def own_record(self, record: str) -> str:
        """SQL: the viewer's agency holds this record."""
        return every(
            self.is_one_of(Reach.CONCERNED, Reach.OWN),
            f"EXISTS (SELECT FROM public.record r WHERE r.record_id = {record} AND r.holder = {AGENCY})",
        )

    def own_or_somebodys(self, record: str) -> str:
        """SQL: this record is of a person who is shown, or of nobody now and the viewer's agency holds it.

        Whose agency holds a record that is somebody's knows of them, so that one look says it of most records.
        """
        if self.reach is Reach.ASSIGNED:
            return self.somebodys(record)
        shown = self.membership("m", "public.held_by(m.record_id)")
        said = f"SELECT CASE WHEN bool_or({shown}) THEN TRUE WHEN bool_or(m.until IS NULL) THEN FALSE END FROM public.membership m"
        somebodys = f"({said} WHERE m.record_id = {record})"
        return f"coalesce({somebodys}, {self.own_record(record)})"

    def somebodys(self, record: str) -> str:
        """SQL: this record is of a person who is shown, also by what is lent of others or offered."""
        shown = f"EXISTS (SELECT FROM seen.membership m WHERE m.record_id = {record})"
        return every(either(self.not_own, self.opened(opened.LENT)), shown)

    def told_of(self, record: str) -> str:
        """SQL: this record is of a person of whom more is shown than who they are."""
        shown = self.membership("m", "public.held_by(m.record_id)")
        return f"EXISTS (SELECT FROM public.membership m WHERE m.record_id = {record} AND {shown})"

    def rows(self, table: str, columns: Sequence[str]) -> str:
        """SQL: which rows of a table are shown. A table that nothing is said of shows those about a person who may be known of, or none."""
        rules = self.rules()
        if table in rules:
            return rules[table]
        about = next((name for name in ABOUT if name in columns), "")
        if about == "record_id":
            return every(self.not_own, either(self.told_of("t.record_id"), self.own_record("t.record_id")))
        return every(self.not_own, self.sees(f"t.{about}")) if about else FALSE

    def rules(self) -> dict[str, str]:
        """Read table -> which of its rows are shown. Officers who enforce see no statement of the ledger."""
        return {**self._of_records(), **self._of_persons(), **self._of_the_agency(), **dict.fromkeys(TO_EVERYBODY, TRUE)}

    def _of_records(self) -> dict[str, str]:
        """Tables of whom the agency's records are, and of what hangs on records."""
        # Of the few persons who are listed their records are found, and of these their questions. Else the second is asked of first: of a
        # tie it is the adult's, of whom whoever has the children in care knows less often.
        theirs = self.among_those("t.one", THEIR_RECORDS)
        one = self.own_or_somebodys("t.one") if theirs == TRUE else theirs
        both = every(self.not_own, self.own_or_somebodys("t.other"), one)
        reported = every(self.not_own, self.tells("t.person_id", FieldGroup.CUSTODY))
        return {
            "membership": self.membership("t", "public.held_by(t.record_id)", offered=True),
            "record": either(self.holds("t.holder"), self.somebodys("t.record_id")),
            # As records, and asked in this order: most numbers are somebody's.
            "identifier": every(
                either(self.somebodys("t.record_id"), self.own_record("t.record_id")),
                either(f"t.kind IN ({listed(NUMBERS_SHOWN)})", self.told_of("t.record_id"), self.own_record("t.record_id")),
                self.unless_opened(opened.NUMBERS),
            ),
            "placement": every(
                f"CASE WHEN t.person_id <> '' THEN {reported} ELSE {self.told_of('t.source_id')} END",
                self.unless_opened(opened.IN_CUSTODY),
                self.unless_opened(opened.STAYS),
            ),
            "objection": every(
                self.not_own,
                f"CASE t.subject WHEN 'record' THEN {self.told_of('t.id')} "
                "ELSE EXISTS (SELECT FROM seen.placement p WHERE p.source_id = t.id) END",
            ),
            "part": every(self.not_own, self.unless_opened(opened.WORDS_NOT_LENT), opened.STATED),
            **dict.fromkeys(("question", "judgement"), both),
        }

    def _of_persons(self) -> dict[str, str]:
        """Tables about persons, of whom the viewer may know or an opening tells."""
        tells, not_own = self.tells, self.not_own
        return {
            "person": self.identity("t.person_id"),
            "need": every(not_own, self.knows("t.person_id")),
            "transfer": every(
                not_own,
                either(self.sees("t.person_id"), every("t.open", f"t.to_custodian = {AGENCY}", self.knows("t.person_id"))),
            ),
            "tie": every(not_own, tells("t.child", FieldGroup.KINSHIP), tells("t.adult", FieldGroup.KINSHIP)),
            "family": every(
                not_own,
                self.among_those("t.family_id", THEIR_FAMILIES),
                "EXISTS (SELECT FROM seen.family_member x WHERE x.family_id = t.family_id)",
            ),
            **dict.fromkeys(("clock", "running_clock"), every(not_own, self.among_those("t.child", ASSIGNED), self.sees("t.child"))),
            **dict.fromkeys(
                ("custody_day", "apart_day"),
                every(not_own, self.among_those("t.person_id", ASSIGNED), tells("t.person_id", FieldGroup.CUSTODY)),
            ),
            "apart_person": every(not_own, tells("t.person_id", FieldGroup.IDENTITY)),
            **dict.fromkeys(("family_member", "apart_member"), every(not_own, tells("t.person_id", FieldGroup.KINSHIP))),
            "separation": every(
                not_own,
                self.among_those("t.child", ASSIGNED),
                tells("t.child", FieldGroup.KINSHIP),
                either("t.adult = ''", tells("t.adult", FieldGroup.KINSHIP)),
            ),
            "departure": every(not_own, self.sees("t.adult")),
            "document": every(not_own, f"{AGENCY} NOT IN ({ARRESTS})", self.sees("t.about")),
            "task": every(not_own, self.sees("t.about")),
        }

    def _of_the_agency(self) -> dict[str, str]:
        """Tables of what the viewer or the viewer's agency has, and of what is summed up over persons.

        Sums are shown to those alone who may know of everybody: others are answered from the persons they may know of, and those who may
        know of whom their agency is concerned with, from what is summed up over these.
        """
        matched = "SELECT FROM jsonb_array_elements_text(coalesce(t.told->'matched', '[]'::jsonb)) m (id)"
        looked_for = f"(t.told->>'taken_by' = {NAME} OR EXISTS ({matched} WHERE {self.sees('m.id')}))"
        apart = every(self.is_one_of(Reach.CONCERNED), self.unless_opened(f"NOT {opened.OPENED}"), f"t.agency = {AGENCY}")
        return {
            **dict.fromkeys(("child_apart", "meeting"), FALSE),
            "agency_apart": apart,
            **dict.fromkeys(("apart_pair", "apart_tally", "custody_move"), every(apart, "t.agency <> ''")),
            "extract": self.holds("public.holder_of(t.layout)"),
            "refusal": "EXISTS (SELECT FROM seen.extract e WHERE e.extract_id = t.extract_id)",
            "draw": self.not_own,
            "caseload": every(self.not_own, f"{NAME} IN (t.to_owner, t.told->>'from_owner')"),
            "saved_view": f"t.owner = {NAME}",
            "inquiry": every(self.is_one_of(Reach.CONCERNED), looked_for),
        }

    def columns(self, table: str) -> Mapping[str, str]:
        """SQL: what stands in columns of a table that are not shown as they are."""
        if table == "person":
            return {"joins": f"CASE WHEN {self.sees('t.person_id')} THEN t.joins ELSE '[]'::jsonb END"}
        if self.reach is None:
            return opened.COLUMNS.get(table, {})
        return {"members": opened.MEMBERS} if table == "family" and self.reach is not Reach.CONCERNED else {}


SHOWN = frozenset(Known().rules())
"""The read tables of which a rule says what is shown."""
