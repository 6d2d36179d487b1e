"""An exchange as NIEM 6.0 nodes, and back. Terms were checked in Core and Human Services of the model; others are ours (`kk`)."""

from collections.abc import Iterator

from kinkeeper.domain.dates import Moment, is_moment
from kinkeeper.domain.errors import BadExtract
from kinkeeper.domain.terms import IdentifierKind, Relation
from kinkeeper.extracts.standards.exchange import Exchange, ExchangedPerson, ExchangedSeparation, ExchangedStay, ExchangedTie
from kinkeeper.extracts.standards.nodes import Node, leaf, node, nodes

ROOT = "kk:FamilyExchange"
PARENT, KIN = "hs:ParentChildAssociation", "hs:PersonOtherKinAssociation"
ENDS = {PARENT: ("hs:Child", "hs:Parent"), KIN: ("hs:SourcePerson", "hs:TargetPerson")}
"""Association -> what in it is the child, and what the adult."""
AUGMENTED = {PARENT: "kk:ParentChildAssociationAugmentation", KIN: "kk:PersonOtherKinAssociationAugmentation"}
"""Association -> where our terms stand in it."""
SENSITIVITY = "Controlled unclassified information: personal data of children. Do not forward."
DATES = {4: "nc:YearDate", 7: "nc:YearMonthDate", 10: "nc:Date"}
"""How many letters a moment has -> the NIEM term. Closer than a day it is local time without a zone, which NIEM has no term for."""
LOCAL = "kk:LocalDateTimeText"
A_NUMBER = IdentifierKind.A_NUMBER.value


class NotAnExchange(BadExtract):
    """A document is no exchange of families as NIEM."""

    code = "not_an_exchange"


# Out


def as_nodes(told: Exchange) -> Node:
    """The document. Nobody is left out of it silently: who is pointed to and does not stand in it keeps the number alone."""
    ids = {one.person_id: f"P{at}" for at, one in enumerate(told.people, 1)}
    return Node(
        ROOT,
        inside=nodes(
            [
                node("nc:DocumentIdentification", leaf("nc:IdentificationID", told.number)),
                leaf("nc:DocumentSensitivityText", SENSITIVITY),
                leaf("nc:DocumentRightsText", told.mark),
                _date("kk:AsOfDate", told.as_of),
                leaf("kk:LedgerEntryQuantity", str(told.entries)),
                *(_person(one, ids[one.person_id]) for one in told.people),
                *(_tie(one, ids) for one in told.ties),
                *(_stay(one, ids) for one in told.stays),
                *(_separation(one, ids) for one in told.separations),
            ]
        ),
    )


def _person(one: ExchangedPerson, ident: str) -> Node | None:
    others = [(kind, value) for kind, value in one.numbers if kind != A_NUMBER]
    aliens = [_identification("hs:AlienIdentification", value) for kind, value in one.numbers if kind == A_NUMBER]
    return node(
        "nc:Person",
        _date("nc:PersonBirthDate", one.born),
        node(
            "nc:PersonName",
            leaf("nc:PersonGivenName", one.given),
            leaf("nc:PersonSurName", one.surnames),
            leaf("nc:PersonFullName", one.whole_name),
        ),
        *(_identification("nc:PersonOtherIdentification", value, kind) for kind, value in others),
        leaf("nc:PersonSexText", one.sex),
        node("hs:PersonAugmentation", *aliens),
        node(
            "kk:PersonAugmentation",
            leaf("kk:PersonID", one.person_id),
            leaf("kk:NationalityAlpha3Text", one.nationality),
            leaf("kk:FamilyID", one.family),
        ),
        ident=ident,
    )


def _identification(name: str, value: str, kind: str = "") -> Node | None:
    return node(name, leaf("nc:IdentificationID", value), leaf("nc:IdentificationCategoryDescriptionText", kind))


def _tie(one: ExchangedTie, ids: dict[str, str]) -> Node | None:
    name = PARENT if one.relation == Relation.PARENT else KIN
    child, adult = ENDS[name]
    told = ("Relation", one.relation), ("Status", one.status), ("Probability", one.probability), ("Basis", one.basis)
    augmented = node(AUGMENTED[name], *(leaf(f"kk:Tie{what}Text", words) for what, words in told))
    return node(name, _to(child, one.child, ids), _to(adult, one.adult, ids), augmented)


def _stay(one: ExchangedStay, ids: dict[str, str]) -> Node | None:
    return node(
        "kk:CustodyStay",
        _to("kk:StayPerson", one.person_id, ids),
        leaf("kk:StayCustodianText", one.custodian),
        leaf("kk:StayPlaceText", one.place),
        _date("nc:StartDate", one.start),
        _date("nc:EndDate", one.end),
        leaf("kk:StayEndText", one.end_reason),
        leaf("kk:StayEndAsRecordedText", one.end_as_recorded),
        leaf("kk:StayReleasedToText", one.released_to),
    )


def _separation(one: ExchangedSeparation, ids: dict[str, str]) -> Node | None:
    return node(
        "kk:Separation",
        _to("kk:SeparationChild", one.child, ids),
        _to("kk:SeparationAdult", one.adult, ids),
        _date("kk:SeparationDate", one.separated_on),
        leaf("kk:SeparationReasonText", one.reason_code),
        leaf("kk:SeparationReasonAsRecordedText", one.reason_as_recorded),
        leaf("kk:SeparationBasisText", one.basis),
        leaf("kk:SeparationOutcomeText", one.outcome),
        _date("kk:SeparationOutcomeDate", one.outcome_on),
    )


def _to(name: str, person: str, ids: dict[str, str]) -> Node | None:
    if not person:
        return None
    if person in ids:
        return Node(name, ref=ids[person])
    return node(name, node("kk:PersonAugmentation", leaf("kk:PersonID", person)))


def _date(name: str, moment: Moment) -> Node | None:
    return node(name, leaf(DATES.get(len(moment), LOCAL), moment))


# In


def of_nodes(root: Node) -> Exchange:
    """
    What a document says.

    :raises NotAnExchange: where it is another document, or a date in it is none.
    """
    if root.name != ROOT:
        raise NotAnExchange(f"The document is '{root.name[:80]}' and no {ROOT}. Ask the sender for the exchange of families.")
    people = tuple(root.every("nc:Person"))
    who = {one.ident: one.said("kk:PersonAugmentation", "kk:PersonID") or one.ident for one in people}
    return Exchange(
        as_of=_moment(root, "kk:AsOfDate"),
        entries=int(told) if (told := root.said("kk:LedgerEntryQuantity")).isdecimal() else 0,
        number=root.said("nc:DocumentIdentification", "nc:IdentificationID"),
        mark=root.said("nc:DocumentRightsText"),
        people=tuple(_read_person(one, who[one.ident]) for one in people),
        stays=tuple(_read_stay(one, who) for one in root.every("kk:CustodyStay")),
        ties=tuple(_read_tie(one, who) for one in root.inside if one.name in ENDS),
        separations=tuple(_read_separation(one, who) for one in root.every("kk:Separation")),
    )


def _read_person(one: Node, person_id: str) -> ExchangedPerson:
    name = one.first("nc:PersonName") or Node("nc:PersonName")
    ours = one.first("kk:PersonAugmentation") or Node("kk:PersonAugmentation")
    return ExchangedPerson(
        person_id,
        given=" ".join(part.text for part in name.inside if part.name in ("nc:PersonGivenName", "nc:PersonMiddleName")),
        surnames=name.said("nc:PersonSurName"),
        whole_name=name.said("nc:PersonFullName"),
        born=_moment(one, "nc:PersonBirthDate"),
        sex=one.said("nc:PersonSexText"),
        nationality=ours.said("kk:NationalityAlpha3Text"),
        numbers=tuple(_read_numbers(one)),
        family=ours.said("kk:FamilyID"),
    )


def _read_numbers(one: Node) -> Iterator[tuple[str, str]]:
    for alien in (one.first("hs:PersonAugmentation") or Node("")).every("hs:AlienIdentification"):
        yield A_NUMBER, alien.said("nc:IdentificationID")
    for other in one.every("nc:PersonOtherIdentification"):
        yield other.said("nc:IdentificationCategoryDescriptionText"), other.said("nc:IdentificationID")


def _read_tie(one: Node, who: dict[str, str]) -> ExchangedTie:
    child, adult = ENDS[one.name]
    told = one.first(AUGMENTED[one.name]) or Node("")
    relation = told.said("kk:TieRelationText") or (Relation.PARENT.value if one.name == PARENT else Relation.OTHER_KIN.value)
    rest = (told.said(f"kk:Tie{what}Text") for what in ("Status", "Probability", "Basis"))
    return ExchangedTie(_of(one, child, who), _of(one, adult, who), relation, *rest)


def _read_stay(one: Node, who: dict[str, str]) -> ExchangedStay:
    person, days = _of(one, "kk:StayPerson", who), (_moment(one, "nc:StartDate"), _moment(one, "nc:EndDate"))
    ended = (one.said(f"kk:Stay{what}Text") for what in ("End", "EndAsRecorded", "ReleasedTo"))
    return ExchangedStay(person, one.said("kk:StayCustodianText"), one.said("kk:StayPlaceText"), *days, *ended)


def _read_separation(one: Node, who: dict[str, str]) -> ExchangedSeparation:
    why, recorded, basis, outcome = (one.said(f"kk:Separation{what}Text") for what in ("Reason", "ReasonAsRecorded", "Basis", "Outcome"))
    ends = _of(one, "kk:SeparationChild", who), _of(one, "kk:SeparationAdult", who)
    days = _moment(one, "kk:SeparationDate"), _moment(one, "kk:SeparationOutcomeDate")
    return ExchangedSeparation(*ends, days[0], why, recorded, basis, outcome, days[1])


def _of(one: Node, name: str, who: dict[str, str]) -> str:
    end = one.first(name)
    if end is None:
        return ""
    if end.ref and end.ref not in who:
        raise NotAnExchange(f"'{name}' points to '{end.ref[:80]}', and nobody in the document is that.")
    return who[end.ref] if end.ref else end.said("kk:PersonAugmentation", "kk:PersonID")


def _moment(one: Node, name: str) -> Moment:
    date = one.first(name)
    text = next((told.text.strip() for told in date.inside if told.text), "") if date else ""
    if text and not is_moment(text):
        raise NotAnExchange(f"'{text[:40]}' in {name} is no day, month or year of the calendar.")
    return text
