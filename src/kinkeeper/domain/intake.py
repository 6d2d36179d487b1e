"""Intake: a family as the agent at the desk takes it in, as one unit, with what its members say of their kinship.

In 2018 a family was entered person by person, and the number that held it together had to be deleted before an adult could be
prosecuted (OIG-20-06). Here the ties are recorded with the persons, in the same breath, and no later step can touch them.
"""

from hashlib import sha256
from math import log2

from kinkeeper.domain.dates import Moment
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact
from kinkeeper.domain.families import Family, UniteFamily
from kinkeeper.domain.people import Person, RecogniseRecords
from kinkeeper.domain.records import Claim, Identifier, ReceiveRecords, Record, Stay
from kinkeeper.domain.terms import Basis, Custodian, IdentifierKind, Relation, TieStatus
from kinkeeper.domain.ties import AssessTies, Evidence, Tie

LAYOUT = "intake"
RUN = "intake"
SAID_AND_TRUE = 0.932
"""How often an adult who says so is kin as said: 96 of the 103 children under five of July 2018 (status report, table T1)."""

RELATION_OF = {
    "mother": Relation.PARENT,
    "father": Relation.PARENT,
    "grandmother": Relation.GRANDPARENT,
    "grandfather": Relation.GRANDPARENT,
    "sibling": Relation.SIBLING,
    "guardian": Relation.GUARDIAN,
    "aunt": Relation.OTHER_KIN,
    "uncle": Relation.OTHER_KIN,
    "cousin": Relation.OTHER_KIN,
    "other_kin": Relation.OTHER_KIN,
}
"""What can be said at the desk an adult is to a child -> how a tie has it."""


class Arrival(Fact, frozen=True):
    """One person of the family. Empty = not said."""

    role: str
    """`child` or `adult`."""
    given: str = ""
    surnames: str = ""
    born: Moment = ""
    sex: str = ""
    nationality: str = ""
    a_number: str = ""
    known_as: str = ""
    """The person already known whom the agent holds this one to be."""


class Kinship(Fact, frozen=True):
    """What the adult at one place among the arrivals is to the child at another: a word of `RELATION_OF`."""

    child: int
    adult: int
    word: str


class Intake(Fact, frozen=True):
    """A family taken in at one place at one time."""

    intake_id: str
    """Made when the form is opened: the same form sent twice is one intake."""
    place: str
    at: Moment
    arrivals: tuple[Arrival, ...]
    kinships: tuple[Kinship, ...] = ()
    event: str = ""
    family_unit: str = ""


def records_of(intake: Intake) -> ReceiveRecords:
    """
    One record a person, held by CBP from that moment on, with what was said of kinship.

    :raises Refused: where nobody arrived, somebody has no name at all, or a kinship joins others than a child and an adult of the family.
    """
    _check(intake)
    return ReceiveRecords(tuple(_record(intake, number) for number in range(len(intake.arrivals))))


def person_of(intake: Intake, number: int) -> str:
    """Whom the arrival is held to be: the known person that the agent chose, else a new one."""
    return intake.arrivals[number].known_as or "P" + sha256(f"{_record_id(intake, number)}:0".encode()).hexdigest()[:10]


def people_of(intake: Intake) -> RecogniseRecords:
    """Each arrival's record comes to the person it is held to be.

    :raises Refused: where two arrivals are held to be one person.
    """
    persons = [person_of(intake, number) for number in range(len(intake.arrivals))]
    if len(set(persons)) != len(persons):
        raise Refused("Two members of this family were held to be the same known person. Choose again.")
    people = tuple(Person(one, (_record_id(intake, number),)) for number, one in enumerate(persons))
    return RecogniseRecords(RUN, people, frozenset(one.known_as for one in intake.arrivals) - {""})


def ties_of(intake: Intake) -> AssessTies:
    """The ties that the family claims, each as likely as such claims have proved."""
    weight = f"{log2(SAID_AND_TRUE / (1 - SAID_AND_TRUE)):.2f}"
    ties = tuple(
        Tie(
            person_of(intake, one.child),
            person_of(intake, one.adult),
            RELATION_OF[one.word],
            TieStatus.CLAIMED,
            f"{SAID_AND_TRUE:.4f}",
            Basis.RECORDED,
            (Evidence("said_at_intake", f"Said when the family was taken in at {intake.place}: {one.word.replace('_', ' ')}", weight),),
        )
        for one in intake.kinships
    )
    return AssessTies(RUN, ties)


def family_of(intake: Intake) -> UniteFamily:
    """All who arrived are one family, children first."""
    arrived = sorted(range(len(intake.arrivals)), key=lambda number: intake.arrivals[number].role != "child")
    members = tuple(person_of(intake, number) for number in arrived)
    return UniteFamily(RUN, Family(_family_id(intake), members, tuple({intake.family_unit} - {""})))


def _check(intake: Intake) -> None:
    roles = [one.role for one in intake.arrivals]
    if not roles:
        raise Refused("Nobody was entered. Enter at least one person.")
    if any(not (one.given or one.surnames) for one in intake.arrivals):
        raise Refused("Somebody has no name. Enter what the person is called, as far as it is known.")
    for one in intake.kinships:
        if not (0 <= one.child < len(roles) and 0 <= one.adult < len(roles)) or (roles[one.child], roles[one.adult]) != ("child", "adult"):
            raise Refused("A kinship joins a child and an adult of this family. Say again who is whose.")
        if one.word not in RELATION_OF:
            raise Refused(
                "'%(word)s' is not a kinship that can be said here. Known: %(known)s.", word=one.word, known=", ".join(RELATION_OF)
            )


def _record_id(intake: Intake, number: int) -> str:
    return f"{intake.intake_id}-{number + 1:07d}"


def _family_id(intake: Intake) -> str:
    return f"KF-{int(sha256(f'{intake.intake_id}:0'.encode()).hexdigest()[:12], 16) % 100_000_000:08d}"


def _record(intake: Intake, number: int) -> Record:
    one = intake.arrivals[number]
    return Record(
        record_id=_record_id(intake, number),
        extract_id=intake.intake_id,
        name=f"intake {intake.intake_id}#{number + 1}",
        layout=LAYOUT,
        row=number + 1,
        role=one.role,
        given=one.given,
        surnames=one.surnames,
        born=one.born,
        sex=one.sex,
        nationality=one.nationality,
        encountered=intake.at,
        station=intake.place,
        identifiers=tuple(_identifiers(intake, one)),
        stays=(Stay(Custodian.CBP, intake.place, intake.at),),
        claims=tuple(_claim(intake, kinship) for kinship in intake.kinships if kinship.child == number),
    )


def _identifiers(intake: Intake, one: Arrival) -> list[Identifier]:
    numbers = (
        (IdentifierKind.A_NUMBER, one.a_number),
        (IdentifierKind.EVENT, intake.event),
        (IdentifierKind.FAMILY_UNIT, intake.family_unit),
    )
    return [Identifier(kind, value, value) for kind, value in numbers if value]


def _claim(intake: Intake, kinship: Kinship) -> Claim:
    adult = intake.arrivals[kinship.adult]
    name = f"{adult.given} {adult.surnames}".strip()
    return Claim(kinship.word, name, adult.a_number, _record_id(intake, kinship.adult), "kinship", kinship.word, "yes")
