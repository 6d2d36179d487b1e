"""Claims of kinship as one row makes them: relatives named in columns, in free text, and the other persons of the row."""

from collections.abc import Mapping, Sequence
from typing import Any

from kinkeeper.domain.records import Claim
from kinkeeper.extracts.block import Block
from kinkeeper.extracts.cells import A_NUMBER_KIND
from kinkeeper.extracts.codes import code_list
from kinkeeper.extracts.columns import Columns, Faults
from kinkeeper.extracts.layouts import NamedRule, PairRule
from kinkeeper.extracts.remarks import claims_in

Told = dict[str, Any]
"""What a row tells of one person: the fields of a `Record`."""

INVERSE: Mapping[str, str] = {
    "mother": "child",
    "father": "child",
    "parent": "child",
    "child": "parent",
    "grandmother": "grandchild",
    "grandfather": "grandchild",
    "grandparent": "grandchild",
    "grandchild": "grandparent",
    "sibling": "sibling",
    "aunt": "other_kin",
    "uncle": "other_kin",
    "niece": "other_kin",
    "nephew": "other_kin",
    "cousin": "cousin",
    "spouse": "spouse",
    "guardian": "ward",
    "ward": "guardian",
    "other_kin": "other_kin",
    "none": "none",
}
YOUNGER = frozenset({"child", "grandchild", "niece", "nephew", "ward"})
"""What an adult cannot be to a child: a list that says so means what the child is to the adult."""


class NamedReader:
    """Reads a column that names a relative."""

    def __init__(self, rule: NamedRule, columns: Columns) -> None:
        self._relation = rule.relation
        self._name = columns.get(rule.field)
        self._number = columns.get(rule.a_number, "a_number")

    def read(self, cells: Sequence[str], faults: Faults) -> tuple[Claim, ...]:
        """The claim that the column makes, if it names anybody."""
        name = self._name.value(cells, faults) if self._name else ""
        numbers = self._number.value(cells, faults) if self._number else ()
        if not name and not numbers:
            return ()
        column = self._name or self._number
        assert column is not None
        number = numbers[0].value if numbers else ""
        return (Claim(self._relation, name or "", number, where=column.header, words=column.text(cells)),)

    def read_all(self, block: Block) -> list[tuple[Claim, ...]]:
        """`read` of every row of a block; a row of which a cell cannot be read is doubtful."""
        given = [column.texts(block) for column in (self._name, self._number) if column]
        found: list[tuple[Claim, ...]] = [()] * len(block)
        for place, texts in enumerate(zip(*given, strict=True)):
            if any(texts):
                faults: Faults = {}
                found[place] = self.read(block.rows[place], faults)
                if faults:
                    block.doubtful.add(place)
        return found


class TextReader:
    """Reads a column of free text."""

    def __init__(self, field: str, columns: Columns) -> None:
        self._column = columns.get(field)

    def read(self, cells: Sequence[str]) -> tuple[str, tuple[Claim, ...]]:
        """The text, and the kin it names."""
        text = self._column.text(cells) if self._column else ""
        return (text, claims_in(text, self._column.header)) if text and self._column else ("", ())

    def read_all(self, block: Block) -> list[tuple[str, tuple[Claim, ...]]]:
        """`read` of every row of a block."""
        if not self._column:
            return [("", ())] * len(block)
        header = self._column.header
        return [(text, claims_in(text, header) if text else ()) for text in self._column.texts(block)]


class PairReader:
    """Claims between two persons of a row, each pointing to the other's record."""

    def __init__(self, rule: PairRule, columns: Columns) -> None:
        self._rule = rule
        self._column = columns.get(rule.relation, "relation")

    def read(self, people: Mapping[str, Told], cells: Sequence[str], faults: Faults) -> None:
        """Add the claims to what is told of the people, by who they are (`child`, `child2`, `adult`)."""
        words = self._column.text(cells) if self._column else ""
        found = (self._column.value(cells, faults) if self._column else None) or ("unknown" if words else self._rule.otherwise)
        relation = INVERSE[found] if found in YOUNGER else found
        back = INVERSE.get(relation, "unknown")
        where = self._column.header if self._column and words else ""
        ones, others = _of(people, self._rule.of), _of(people, self._rule.to)
        _tell_sex(ones if found in YOUNGER else others, words)
        for one in ones:
            _put_first(one, [_claim(relation, other, where, words) for other in others])
        for other in others:
            _put_first(other, [_claim(back, one, where, words) for one in ones])


def _tell_sex(people: Sequence[Told], kin_word: str) -> None:
    """A mother is a woman: a list without a column of sexes still says so."""
    if sex := code_list("kin_sexes").find(kin_word):
        for told in people:
            told.setdefault("sex", sex)


def _put_first(told: Told, claims: list[Claim]) -> None:
    """Kin who stand in the same row come before kin named in its text."""
    if claims:
        told["claims"] = (*claims, *told.get("claims", ()))


def _of(people: Mapping[str, Told], who: str) -> list[Told]:
    return [told for key, told in people.items() if key.rstrip("0123456789") == who]


def _claim(relation: str, other: Told, where: str, words: str) -> Claim:
    name = other.get("whole_name") or " ".join(filter(None, (other.get("given"), other.get("surnames"))))
    number = next((one.value for one in other.get("identifiers", ()) if one.kind == A_NUMBER_KIND), "")
    return Claim(relation, name, number, record=other["record_id"], where=where, words=words)
