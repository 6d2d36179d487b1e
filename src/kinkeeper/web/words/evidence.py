"""Evidence in the reader's language, made of its form and what it speaks of; entries from before forms are quoted in English."""

from collections.abc import Callable
from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kinkeeper.domain.ties import Evidence
from kinkeeper.linkage.sentences import places
from kinkeeper.web.words.kin import CLAIMED, KIN_NOT_SAID
from kinkeeper.web.words.names import shown
from kinkeeper.web.words.sources import LAYOUTS

LONGEST = 200


class Told(NamedTuple):
    """A sentence, and its language where it is not the page's."""

    words: str
    language: str = ""


def _kin(code: str) -> str:
    told = str(CLAIMED.get(code, KIN_NOT_SAID))
    return told[:1].lower() + told[1:]


_OF_A_LIST: dict[str, Callable[[str], str]] = {
    "kin": _kin,
    "source": lambda code: str(LAYOUTS.get(code, code)),
    "whose": lambda words: _(words),
    "rarity": lambda words: _(words),
}
"""Places whose words are of a closed list: they are said in the reader's language as well."""


def told(evidence: Evidence) -> Told:
    """What a piece of evidence says."""
    names = places(evidence.form)
    if not evidence.form or len(names) != len(evidence.told):
        return Told(shown(evidence.words, LONGEST), "" if (get_language() or "en").startswith("en") else "en")
    values = {name: _OF_A_LIST.get(name, shown)(value) for name, value in zip(names, evidence.told, strict=True)}
    return Told(shown(_(evidence.form) % values, LONGEST))
