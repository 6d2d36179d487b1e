"""How a table of people is compared: its atoms, its comparisons and its rules of blocking, from what its columns are."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kinkeeper.linkage.engine import coding, native, nicknames
from kinkeeper.linkage.engine.coding import Coded, Codes, Texts
from kinkeeper.linkage.engine.columns import Role
from kinkeeper.linkage.engine.full_names import split_names
from kinkeeper.linkage.engine.native import DATE, EXACT, GIVEN, LIKE, NUMBER, SURNAMES, TEXT

WHOLE, MONTH_AND_DAY, YEAR = 0xFFFFFFFF, 0x0000FFFF, 0xFFFF0000
SHARED = frozenset({Role.COUNTRY, Role.PLACE, Role.OTHER, Role.STREET, Role.POSTCODE, Role.PHONE})
"""What relatives share, beside their surnames."""
LIKELY = frozenset({Role.PLACE, Role.STREET, Role.POSTCODE, Role.NUMBER, Role.PHONE, Role.EMAIL})
"""What may be nearly right."""
DIGITS = frozenset({Role.POSTCODE, Role.NUMBER, Role.PHONE})
"""What is nearly right where one figure is wrong, and else wrong."""
NOBODY: Codes = np.zeros(0, dtype=np.int32)


@dataclass(slots=True)
class Field:
    """A comparison: its kind, the atoms it looks at, and by code how rare a value is (bits)."""

    name: str
    kind: int
    atoms: list[str]
    rarity: NDArray[np.float32] | None = None
    rarity_of_word: NDArray[np.float32] | None = None
    nickname: NDArray[np.uint16] | None = None
    """By code the number of a first name among those that have nicknames."""
    shared: bool = False
    """Whether relatives agree on it as well, so that it cannot tell one person from two of a family."""


@dataclass(slots=True)
class Plan:
    """Everything that is known of the table before a pair is looked at."""

    count: int
    atoms: dict[str, tuple[Codes, Codes]] = field(default_factory=dict)
    """By name: the codes of a column, and the atom by code."""
    fields: list[Field] = field(default_factory=list)
    texts: Texts = field(default_factory=lambda: np.zeros(1, dtype=TEXT))
    distinct: NDArray[np.uint8] = field(default_factory=lambda: np.zeros(0, dtype=np.uint8))
    """By record 1 where it is the first of its content, else 0: copies of one record do not make its values common."""
    day_first: bool = False
    """Whether dates of birth are written with the day before the month."""
    shares: dict[str, float] = field(default_factory=dict)
    """How often something is known, and how often it agrees by chance, for the model."""

    def place(self, atom: str) -> int:
        """The position of an atom in a row."""
        return list(self.atoms).index(atom)

    @property
    def contents(self) -> int:
        """How many records differ."""
        return int(self.distinct.sum(dtype=np.int64))

    def has(self, *atoms: str) -> bool:
        """Whether the table has all these atoms."""
        return all(atom in self.atoms for atom in atoms)


def make_plan(columns: Mapping[str, tuple[Role, Coded]], count: int) -> Plan:
    """The plan for columns that were recognised and coded; how often values occur is counted later, on distinct records."""
    plan = Plan(count)
    born = [coded for role, coded in columns.values() if role == Role.BORN]
    plan.day_first = bool(born) and coding.day_stands_first(born[0])
    split = whole_names_split(columns).items()
    read = native.side_by_side(lambda one: read_column(one[0], *one[1], day_first=plan.day_first), split, records=count)
    atoms = [atom for some in read for atom in some]
    texts = [one.texts for one in atoms if one.texts is not None]
    ids, plan.texts = coding.number(texts)
    numbered = iter(ids)
    for one in atoms:
        plan.atoms[one.name] = (one.codes, one.keys if one.texts is None else next(numbered))
    plan.fields = _fields(plan, columns)
    numbers = nicknames.numbers_of(plan.texts)
    for compared in plan.fields:
        compared.nickname = numbers if compared.kind == GIVEN and nicknames.meet(numbers) else None
    return plan


@dataclass(frozen=True, slots=True)
class Atom:
    """An atom of a column: by code a key, or a text that is numbered together with all others."""

    name: str
    codes: Codes
    texts: Texts | None = None
    keys: Codes = field(default_factory=lambda: NOBODY)


def whole_names_split(columns: Mapping[str, tuple[Role, Coded]]) -> dict[str, tuple[Role, Coded]]:
    """The columns with whole names split in two."""
    named: dict[str, tuple[Role, Coded]] = {}
    for name, (role, coded) in columns.items():
        if role == Role.FULL_NAME:
            given, surnames = split_names(coded)
            named |= {f"{name} given": (Role.GIVEN, given), f"{name} surnames": (Role.SURNAME, surnames)}
        else:
            named[name] = (role, coded)
    second = any(role == Role.SURNAME2 for role, _ in named.values())
    return {name: (Role.SURNAMES if role == Role.SURNAME and not second else role, coded) for name, (role, coded) in named.items()}


def read_column(name: str, role: Role, coded: Coded, *, day_first: bool = False) -> list[Atom]:
    """The atoms of one column; `day_first` says how its dates are written."""
    codes = coded.codes
    if role == Role.BORN:
        return [Atom("born", codes, keys=coding.dates(coded, day_first=day_first))]
    texts = coding.fold(coded)
    if role == Role.GIVEN:
        return _given(codes, texts)
    if role == Role.SURNAME2:
        return _surname("surname2", codes, texts)
    if role == Role.SURNAME:
        return [*_surname("surname1", codes, texts), *_first_surname(codes, texts)]
    if role == Role.SURNAMES:
        first = coding.nth_word(texts, 0)
        return [
            *_surname("surname1", codes, first),
            *_first_surname(codes, first),
            *_surname("surname2", codes, coding.words_from(texts, 1)),
        ]
    return [Atom(f"{role}:{name}", codes, texts)]


def _given(codes: Codes, whole: Texts) -> list[Atom]:
    first = coding.nth_word(whole, 0)
    atoms = [Atom("given", codes, whole), Atom("given1", codes, first), Atom("given2", codes, coding.words_from(whole, 1))]
    atoms += [Atom("given3", codes, keys=coding.start_keys(whole, 3)), Atom("given_letters", codes, keys=coding.letters(first))]
    return [*atoms, Atom("given_sound", codes, keys=coding.start_keys(coding.sounds(first)))]


def _surname(name: str, codes: Codes, texts: Texts) -> list[Atom]:
    return [Atom(name, codes, texts), Atom(f"{name}_sound", codes, keys=coding.start_keys(coding.sounds(texts)))]


def _first_surname(codes: Codes, texts: Texts) -> list[Atom]:
    return [Atom("surname1_3", codes, keys=coding.start_keys(texts, 3)), Atom("surname_letters", codes, keys=coding.letters(texts))]


def _is_code(role: Role, coded: Coded) -> bool:
    """Whether a place is a code, which is right or wrong and not nearly right."""
    letters = coded.arena[:100_000]
    return role == Role.PLACE and bool(((letters >= ord("0")) & (letters <= ord("9"))).mean() > 0.2)


def _fields(plan: Plan, columns: Mapping[str, tuple[Role, Coded]]) -> list[Field]:
    """The comparisons, those that cost least first."""
    fields = []
    texts = {name for name, (_, ids) in plan.atoms.items() if ":" in name}
    for name, (role, coded) in columns.items():
        atom = f"{role}:{name}"
        if atom in texts:
            kind = EXACT if role not in LIKELY or _is_code(role, coded) else NUMBER if role in DIGITS else LIKE
            fields.append(Field(name, kind, [atom], shared=role in SHARED))
        elif role == Role.BORN:
            fields.append(Field(name, DATE, ["born"]))
    if plan.has("surname1", "surname2"):
        fields.append(Field("surnames", SURNAMES, ["surname1", "surname2", "surname2", "surname1_3", "surname_letters"], shared=True))
    if plan.has("given"):
        fields.append(
            Field("given", GIVEN, ["given", "given1", "given2", "given3", "given_letters", *(["surname1"] if plan.has("surname1") else [])])
        )
    return fields
