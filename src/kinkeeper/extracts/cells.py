"""What one cell says: ages, sexes, countries, A-numbers and other numbers.

Every reader takes the cell's text and gives the value, or raises `Unreadable` with the reason.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from kinkeeper.domain.records import Identifier
from kinkeeper.domain.terms import Custodian, IdentifierKind, StayEnd
from kinkeeper.extracts.codes import code_list, folded
from kinkeeper.extracts.moments import Unreadable, digits_for_letters

NOTHING = frozenset(
    {
        *("n a", "na", "none", "null", "nan", "unknown", "unk", "not available", "not provided", "not given", "not stated", "tbd"),
        *("blank", "no info", "fnu", "lnu", "no tiene", "no sabe", "sin datos", "desconocido", "desconocida"),
        *("redacted", "b 6", "b6", "b 7 c", "b7c", "b7 c", "b 7 e", "b7e", "b 6 b 7 c", "b 6 b7c", "b6 b7c"),
    }
)
"""Folded text that means "not given", the marks of redaction among it."""

ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#GETTING_DATA", "#SPILL!", "#CALC!"})
"""What a spreadsheet leaves where a value was lost."""
OLDEST = 110
A_NUMBER_KIND = str(IdentifierKind.A_NUMBER.value)
PHONE_KIND = str(IdentifierKind.PHONE.value)

AGE = re.compile(r"(?P<number>\d{1,3})(?:\.\d+)?\s*(?P<unit>[^\d\s].*)?")
MONTHS_OLD = re.compile(r"(mo|mos|mth|mths|months?|m|meses|mes)\b")
DAYS_OLD = re.compile(r"(weeks?|wks?|semanas?|days?|dias?)\b")
A_NUMBER = re.compile(r"(?<![\w-])[Aa]?#?\s?(\d{8,9}|\d{7}|\d{2,3}[- ]\d{3}[- ]\d{3})(?![\w-])")
BETWEEN_NUMBERS = re.compile(r"[;,|/&\n]+|\s{2,}")
BETWEEN_PHONES = re.compile(r"[;,/\n]+")
SHORTEST_PHONE = 7


@lru_cache(maxsize=65_536)
def is_nothing(text: str) -> bool:
    """Whether a cell says that nothing is known: blank, `N/A`, `??`, `(b)(6)`, `#REF!`."""
    plain = folded(text)
    return not plain or plain in NOTHING or text in ERRORS


def read_age(text: str) -> int:
    """Completed years: `8 años` -> 8, `10 months` -> 0.

    :raises Unreadable: where it is no age of a human being.
    """
    match = AGE.fullmatch(text.strip())
    if not match:
        raise Unreadable("This is not an age.")
    number, unit = int(match["number"]), folded(match["unit"] or "")
    if MONTHS_OLD.match(unit):
        return number // 12
    if DAYS_OLD.match(unit):
        return 0
    if number > OLDEST:
        raise Unreadable("Nobody is that old.")
    return number


def read_sex(text: str) -> str:
    """`M`, `F`, or empty where the source says that it is not known.

    :raises Unreadable: for anything else.
    """
    sex = code_list("sexes").find(text)
    if sex is None:
        raise Unreadable("This is not a sex.")
    return sex


def read_country(text: str) -> str:
    """ISO 3166-1 alpha-3, from names, codes and demonyms in English and Spanish; empty where it says unknown.

    :raises Unreadable: where no country is near.
    """
    country = code_list("countries").nearest(text)
    if country is None:
        raise Unreadable("This is no country that the list of countries has.")
    return "" if country == "UNK" else country


def read_a_number(text: str) -> str:
    """The nine digits of an alien file number: without letter and dashes, padded on the left.

    Letters that a scanner reads for digits (O, Z, l, S, B) are read back.

    :raises Unreadable: where there are not seven to nine digits.
    """
    plain = re.sub(r"[\s.#_-]|^[Aa](?=\W*\w)", "", text.strip())
    digits = digits_for_letters(plain.removeprefix("A").removeprefix("a"))
    if not digits.isascii() or not digits.isdigit() or not 7 <= len(digits) <= 9:
        raise Unreadable("An A-number has 7 to 9 digits.")
    if not digits.strip("0"):
        raise Unreadable("An A-number of zeros is nobody's.")
    return digits.zfill(9)


def find_a_numbers(text: str) -> list[tuple[str, str]]:
    """Every A-number in a text, as (nine digits, as written)."""
    return [(re.sub(r"\D", "", match[1]).zfill(9), match[0].strip()) for match in A_NUMBER.finditer(text)]


def read_a_numbers(text: str) -> tuple[Identifier, ...]:
    """One or several A-numbers of one person in one cell.

    :raises Unreadable: where none can be read.
    """
    try:
        return (Identifier(A_NUMBER_KIND, read_a_number(text), text.strip()),)
    except Unreadable:
        several = find_a_numbers(text)
        if not several:
            raise
        return tuple(Identifier(A_NUMBER_KIND, number, raw) for number, raw in several)


def read_numbers(kind: str, text: str) -> tuple[Identifier, ...]:
    """Numbers of any other kind; plural cells (`FMU NUMBER(S)`) hold several."""
    parts = [part.strip() for part in BETWEEN_NUMBERS.split(text)]
    found = {"".join(part.split()).upper(): part for part in parts if not is_nothing(part)}
    return tuple(Identifier(kind, value, raw) for value, raw in found.items())


def read_phones(text: str) -> tuple[Identifier, ...]:
    """Telephone numbers by their digits. Text without enough of them says that there is none."""
    parts = [(re.sub(r"\D", "", part), part.strip()) for part in BETWEEN_PHONES.split(text)]
    return tuple(Identifier(PHONE_KIND, digits, raw) for digits, raw in parts if len(digits) >= SHORTEST_PHONE)


def read_relation(text: str) -> str:
    """What somebody is to somebody, as a canonical word (`records.Claim`).

    :raises Unreadable: where no relation is near.
    """
    relation = code_list("relations").nearest(text)
    if relation is None:
        raise Unreadable("This is no relation that the list of relations has.")
    return relation


def read_custodian(text: str) -> str:
    """Who held somebody, by our own list.

    :raises Unreadable: for any other word.
    """
    return _of_list(text, Custodian, "a custodian")


def read_stay_end(text: str) -> str:
    """How a stay ended, by our own list.

    :raises Unreadable: for any other word.
    """
    return _of_list(text, StayEnd, "an end of a stay")


def _of_list(text: str, known: Iterable[str], what: str) -> str:
    codes = [str(one) for one in known if one]
    if text not in codes:
        raise Unreadable(f"This is not {what}. Known: {', '.join(codes)}.")
    return text
