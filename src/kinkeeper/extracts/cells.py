"""What one cell says: ages, sexes, countries, A-numbers and other numbers, names.

Every reader takes the cell's text and gives the value, `None` or empty where nothing is given, or
raises `Unreadable` with the reason.
"""

import re
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Indel

from kinkeeper.domain.records import Identifier
from kinkeeper.domain.terms import IdentifierKind
from kinkeeper.extracts.codes import code_list, folded
from kinkeeper.extracts.moments import Unreadable

NOTHING = frozenset(
    "n a|na|none|null|nan|unknown|unk|not available|not provided|not given|tbd|redacted|no tiene|sin datos|desconocido|"
    "blank|b 6|b 7 c|b 6 b 7 c|b 6 b 7 c b 7 e|b 7 e|fnu|lnu|see file|no info".split("|")
)
"""Folded text that means "not given", redaction marks among it."""

MOST_YEARS = 110
NEAR_COUNTRY = 0.85

IN_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|\"[^\"]*\"|“[^”]*”")
BLANKS = re.compile(r"\s+")
NUMBER = re.compile(r"\d+(?:\.0+)?")
AGE = re.compile(r"(?P<number>\d{1,3})(?:\.\d+)?\s*(?P<unit>[^\d\s].*)?")
MONTHS_OLD = re.compile(r"\b(mo|mos|mth|mths|months?|m|meses|mes|weeks?|wks?|semanas?|days?|dias?)\b")
A_NUMBER = re.compile(r"(?<![\w-])[Aa]?#?\s?(\d{8,9}|\d{7}|\d{2,3}[- ]\d{3}[- ]\d{3})(?![\w-])")
PARTS = re.compile(r"[;,|/&\n]+|\s{2,}")


@lru_cache(maxsize=65_536)
def is_nothing(text: str) -> bool:
    """Whether a cell says that nothing is known: blank, `N/A`, `??`, `(b)(6)`."""
    plain = folded(text)
    return not plain or plain in NOTHING


def read_age(text: str) -> int:
    """Completed years: `8 años` -> 8, `10 months` -> 0.

    :raises Unreadable: where it is no age of a human being.
    """
    match = AGE.fullmatch(text.strip())
    if not match:
        raise Unreadable("This is not an age.")
    if match["unit"] and MONTHS_OLD.match(folded(match["unit"])):
        return int(match["number"]) // 12 if "m" in folded(match["unit"])[:1] else 0
    if int(match["number"]) > MOST_YEARS:
        raise Unreadable("Nobody is that old.")
    return int(match["number"])


def read_sex(text: str) -> str:
    """`M`, `F`, or empty where the source says that it is not known.

    :raises Unreadable: for anything else.
    """
    sexes = code_list("sexes")
    plain = folded(text)
    if plain not in sexes.exact:
        raise Unreadable("This is not a sex.")
    return sexes.exact[plain]


def read_country(text: str) -> str:
    """ISO 3166-1 alpha-3, from names, codes and demonyms in English and Spanish; small misspellings are forgiven.

    :raises Unreadable: where no country is near.
    """
    countries = code_list("countries")
    plain = folded(text)
    code = countries.exact.get(plain, "")
    if not code and len(plain) > 4:
        near = process.extractOne(plain, countries.exact.keys(), scorer=Indel.normalized_similarity, score_cutoff=NEAR_COUNTRY)
        code = countries.exact[near[0]] if near else ""
    if not code:
        raise Unreadable("This is no country that the list of countries has.")
    return "" if code == "UNK" else code


def read_a_number(text: str) -> str:
    """The nine digits of an alien file number: without letter and dashes, padded on the left.

    :raises Unreadable: where there are not seven to nine digits.
    """
    digits = re.sub(r"\D", "", text)
    if not 7 <= len(digits) <= 9 or re.search(r"[B-Zb-z]", text):
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
        return (Identifier(IdentifierKind.A_NUMBER, read_a_number(text), text.strip()),)
    except Unreadable:
        several = find_a_numbers(text)
        if not several:
            raise
        return tuple(Identifier(IdentifierKind.A_NUMBER, number, raw) for number, raw in several)


def read_numbers(kind: str, text: str) -> tuple[Identifier, ...]:
    """Numbers of any other kind; plural cells (`FMU NUMBER(S)`) hold several."""
    parts = [part.strip() for part in PARTS.split(text)]
    found = dict.fromkeys((BLANKS.sub("", part).upper().removesuffix(".0"), part) for part in parts if part)
    return tuple(Identifier(kind, value, raw) for value, raw in found if not is_nothing(raw))


def read_phones(text: str) -> tuple[Identifier, ...]:
    """Telephone numbers by their digits. Text without any says that there is none."""
    parts = [part.strip() for part in re.split(r"[;,/\n]+", text)]
    return tuple(
        Identifier(IdentifierKind.PHONE, re.sub(r"\D", "", part), part) for part in parts if len(re.sub(r"\D", "", part)) >= 7
    )


# Names


def tidy_name(text: str) -> str:
    """A name without nicknames in brackets or quotation marks, numbers and double blanks."""
    bare = IN_BRACKETS.sub(" ", text)
    bare = A_NUMBER.sub(" ", bare)
    bare = BLANKS.sub(" ", bare).strip(" ,;.-")
    return "" if is_nothing(bare) else bare


@lru_cache(maxsize=65_536)
def split_name(text: str) -> tuple[str, str, str]:
    """Given names, surnames and the whole name: `LAST, FIRST` says which is which; without a comma only the whole is known."""
    surnames, comma, given = IN_BRACKETS.sub(" ", text).partition(",")
    surnames, given = tidy_name(surnames), tidy_name(given)
    if comma and (given or surnames):
        return given, surnames, ""
    return "", "", tidy_name(text)
