"""Kin named in free text, English and Spanish: what is found is a claim with its words, never believed alone.

`TRAVELING WITH FATHER DIEGO SALAZAR A202-246-777`, `viajaba con su papá Jose Tzep`,
`Minor reports traveling with mother Zoila ...; separated at ...`, `No family in group.`

A passage names kin where a word for kin is followed by a name or a number, or where it says that the
two were together (`separated from parent`), even if the name is missing.
"""

import re
from functools import lru_cache

from kinkeeper.domain.records import Claim
from kinkeeper.extracts.cells import A_NUMBER, find_a_numbers
from kinkeeper.extracts.codes import code_list, folded
from kinkeeper.extracts.names import tidy_name

KIN = (
    "legal guardian|half[- ]brother|half[- ]sister|step[- ]?mother|step[- ]?father|great[- ]aunt|great[- ]uncle|grand[- ]?mother|"
    "grand[- ]?father|grand[- ]?parent|grand[- ]?son|grand[- ]?daughter|grandma|grandpa|mother|father|parent|mom|dad|son|daughter|child|"
    "brother|sister|sibling|aunt|uncle|niece|nephew|cousin|husband|wife|spouse|guardian|relative|godmother|godfather|"
    "madre|padre|mamá|mama|papá|papa|mami|papi|hij[oa]|herman[oa]|abuel[oa]|tío|tía|tio|tia|sobrin[oa]|prim[oa]|nieto|nieta|espos[oa]|"
    "tutor|tutora|madrastra|padrastro|madrina|padrino|cuñad[oa]|mãe|pai|irmão|irmã|avó|avô"
)
KIN_WORD = re.compile(rf"(?<![\w/])({KIN})(?![\w/])", re.IGNORECASE)

PARTICLE = re.compile(r"de|del|la|las|los|da|das|do|dos|y|san|santa|di|van|von", re.IGNORECASE)
STOP = re.compile(
    r"[.;:,()\n]|\b(?:lives?|lived|living|resides?|residing|located|is|was|are|were|has|had|have|separated|detained|arrested|apprehended|"
    r"who|whose|by|at|in|on|for|to|from|of|and|with|w/|when|while|that|per|unknown|not|no|he|she|his|her|they|their|states?|stated|says|said|"
    r"claims?|claimed|reports?|reported|came|traveled|traveling|travelling|relationship|relation|admits?|admitted|refuted|custody|"
    r"también|tambien|detenid[oa]s?|vive|viven|está|esta|fue|que|en|desde|con|su|sus|dice|cuando|separad[oa]s?)(?!\w)",
    re.IGNORECASE,
)
ALONE = re.compile(
    r"\bno (?:family|relatives?|parents?|kin)\b.*\b(?:in|with|group|found|travell?ing|present)\b|\btravell?(?:ed|ing) alone\b|"
    r"\bwith (?:unrelated|an? (?:guide|friend|smuggler)|guide|smugglers?|coyotes?|friends?)\b|\bviaj\w+ sol[oa]\b|\bsin familia(?:res)?\b|"
    r"\bno relation\b|\bnot related\b|\brelationship refuted\b|\bfraudulent family\b|\bfalse family\b",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(r"\b(?:lives?|lived|living|resides?|residing|located|vive|viven|radica)\b", re.IGNORECASE)
TOGETHER_BEFORE = re.compile(r"(?:\bwith|\bw/|\bcon|\bcom|\bfrom|\bbrought by|\baccompanied by)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
TOGETHER_AFTER = re.compile(
    r"\b(?:también|tambien) detenid|\bin (?:ice|cbp|dhs|usms|marshals?|federal) custody|\bdetenid[oa]s juntos\b", re.IGNORECASE
)
LONGEST = 20_000
"""So much of a text is searched, and so much of what stands before a word; a text can be made to take for ever otherwise."""
NEAR = 80
WORD = re.compile(r"\S+")
SENTENCES = re.compile(r"(?<=[.!?])\s+|\n+")


@lru_cache(maxsize=65_536)
def claims_in(text: str, where: str) -> tuple[Claim, ...]:
    """What a passage of free text claims of kin, in its order, each kin once. `where` is the column."""
    found: dict[tuple[str, str, str], Claim] = {}
    for sentence in SENTENCES.split(text[:LONGEST]):
        for claim in _claims_of(sentence.strip(), where):
            found.setdefault((claim.relation, folded(claim.name), claim.a_number), claim)
    named = {claim.relation for claim in found.values() if claim.name or claim.a_number}
    return tuple(claim for claim in found.values() if claim.name or claim.a_number or claim.relation not in named)


def _claims_of(sentence: str, where: str) -> list[Claim]:
    if ALONE.search(sentence):
        return [Claim("none", where=where, words=sentence)]
    kin = list(KIN_WORD.finditer(sentence))
    ends = [*(match.start() for match in kin[1:]), len(sentence)]
    return [claim for match, end in zip(kin, ends, strict=False) if (claim := _claim(sentence, match, end, where))]


def _claim(sentence: str, kin: re.Match[str], end: int, where: str) -> Claim | None:
    rest = sentence[kin.end() : end].lstrip(" (:,-")
    numbers = find_a_numbers(rest)
    name = tidy_name(rest[: length_of_name(rest)])
    together = _together(sentence[max(0, kin.start() - NEAR) : kin.start()], rest)
    if not name and not numbers and together != "yes":
        return None
    relation = code_list("relations").find(kin[0]) or "other_kin"
    return Claim(relation, name, numbers[0][0] if numbers else "", where=where, words=sentence, together=together)


def _together(before: str, after: str) -> str:
    if ELSEWHERE.search(after):
        return "no"
    return "yes" if TOGETHER_BEFORE.search(before) or TOGETHER_AFTER.search(after) else ""


def length_of_name(text: str) -> int:
    """So many letters of a text are the name that it begins with: capitalised words and the particles between them."""
    cut = min([len(text), *(match.start() for match in (STOP.search(text), A_NUMBER.search(text)) if match)])
    end = 0
    for word in WORD.finditer(text, 0, cut):
        is_particle = PARTICLE.fullmatch(word[0]) is not None
        if not (word[0][:1].isupper() or (end and is_particle)):
            break
        end = end if is_particle else word.end()
    return end
