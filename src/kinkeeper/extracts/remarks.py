"""Kin named in free text, English and Spanish: what is found is a claim with its words, never believed alone.

`TRAVELING WITH FATHER DIEGO SALAZAR A202-246-777`, `viajaba con su papá Jose Tzep`,
`Minor reports traveling with mother Zoila ...; separated at ...`, `No family in group.`
"""

import re
from functools import lru_cache

from kinkeeper.domain.records import Claim
from kinkeeper.extracts.cells import A_NUMBER, find_a_numbers, tidy_name
from kinkeeper.extracts.codes import code_list, folded

KIN = sorted(
    {spelling for code in code_list("relations").codes for spelling in (code.label, *code.spellings) if code.code not in {"none", "other_kin"}}
    | {"stepfather", "stepmother", "padrastro", "madrastra"},
    key=len,
    reverse=True,
)
"""Words for kin, the longest first, so that `legal guardian` is not read as `guardian`."""

PARTICLES = r"(?:de|del|de la|de las|de los|da|das|do|dos|la|las|los|y|san|santa|di|van|von)"
NAME_WORD = r"[^\W\d_][\w'’\-]*"
NAME = rf"(?:{NAME_WORD}(?:\s+{NAME_WORD})*)"
KIN_WORD = re.compile(r"(?<![\w])(" + "|".join(map(re.escape, KIN)) + r")(?![\w])", re.IGNORECASE)
STOPS = re.compile(
    r"[.;:,()\n]|\b(?:lives?|living|resides?|residing|is|was|are|were|has|had|separated|detained|arrested|who|by|at|in|on|for|to|from|of|and|"
    r"unknown|tambi[eé]n|detenid[oa]s?|vive|est[aá]|fue|que|en|desde|per|whose|when|apprehended|traveling|traveled|custody)\b",
    re.IGNORECASE,
)
ALONE = re.compile(
    r"\bno (?:family|relatives?|parents?|kin)\b[^.;]*\b(?:in|with|group|found|traveling|present)|\btravell?(?:ed|ing) alone\b|\bunaccompanied\b(?! (?:alien|child|minor))|"
    r"\bwith (?:unrelated|a guide|guide|smuggler|coyote|friends?)\b|\bviaj\w+ sol[oa]\b|\bsin familia(?:res)?\b",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(r"\b(?:lives?|living|resides?|residing|located|vive|viven|radica)\b", re.IGNORECASE)
NOBODY = frozenset("none unknown no in contact consent group family home and or".split())


@lru_cache(maxsize=65_536)
def claims_in(text: str, where: str) -> tuple[Claim, ...]:
    """What a passage of free text claims of kin, in its order, each kin once."""
    found: dict[tuple[str, str, str], Claim] = {}
    for sentence in re.split(r"(?<=[.!?])\s+|\n", text):
        for claim in _claims_of(sentence.strip(), where):
            found.setdefault((claim.relation, folded(claim.name), claim.a_number), claim)
    return tuple(found.values())


def _claims_of(sentence: str, where: str) -> list[Claim]:
    if ALONE.search(sentence):
        return [Claim("none", where=where, words=sentence)]
    claims = []
    matches = list(KIN_WORD.finditer(sentence))
    ends = [*(match.start() for match in matches[1:]), len(sentence)]
    for match, end in zip(matches, ends, strict=False):
        claim = _claim(sentence, match, end, where)
        if claim:
            claims.append(claim)
    return claims


def _claim(sentence: str, kin: re.Match[str], end: int, where: str) -> Claim | None:
    rest = sentence[kin.end() : end].lstrip(" (:,-")
    numbers = find_a_numbers(rest)
    stop = STOPS.search(rest)
    number = A_NUMBER.search(rest)
    cut = min([len(rest), *(match.start() for match in (stop, number) if match)])
    name = _name(rest[:cut])
    if not name and not numbers:
        return None
    relation = code_list("relations").find(kin[0]) or "other_kin"
    return Claim(relation, name=name, a_number=numbers[0][0] if numbers else "", where=where, words=sentence)


def _name(text: str) -> str:
    """The name at the head of a text: capitalised words and the particles between them."""
    taken: list[str] = []
    for word in text.split():
        particle = re.fullmatch(PARTICLES, word, re.IGNORECASE)
        if not (word[:1].isupper() or (particle and taken)):
            break
        taken.append(word)
    while taken and re.fullmatch(PARTICLES, taken[-1], re.IGNORECASE):
        taken.pop()
    return "" if {folded(word) for word in taken} & NOBODY else tidy_name(" ".join(taken))
