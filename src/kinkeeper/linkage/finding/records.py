"""A record as the person it can be found by."""

from kinkeeper.domain.records import Record
from kinkeeper.domain.terms import IdentifierKind
from kinkeeper.linkage.engine.full_names import split_name
from kinkeeper.linkage.finding.keys import Lasting, lasting


def lasting_of(record: Record) -> Lasting:
    """What a record says of who it is."""
    number = next((one.value for one in record.identifiers if one.kind == IdentifierKind.A_NUMBER), "")
    return said_of(record.given, record.surnames, record.whole_name, record.born, record.sex, record.nationality, number)


def said_of(given: str, surnames: str, whole: str, *rest: str) -> Lasting:
    """The same from values: `rest` is birth, sex, nationality and A-number."""
    first, last = (given, surnames) if given or surnames else split_name(whole)
    return lasting(first, last, *rest)
