"""Sentences of evidence: English text that remembers its form and what it speaks of, so that a page can say it in another language."""

import re
from typing import Any

from kinkeeper.domain.ties import Evidence

CODES = frozenset({"kin", "source"})
"""Places for words of a closed list, kept as the list has them: what a source says somebody is, and whose list it is."""
_PLACES = re.compile(r"%\((\w+)\)s")


class Sentence(str):
    """English words made of a form with places and what stands in them."""

    __slots__ = ("form", "told")
    form: str
    told: tuple[str, ...]


def say(form: str, **told: object) -> Sentence:
    """The sentence of this form. `%(name)s` stands for what is told of `name`."""
    plain = {name: str(value) for name, value in told.items()}
    sentence = Sentence(form % {name: value.replace("_", " ") if name in CODES else value for name, value in plain.items()})
    sentence.form, sentence.told = form, tuple(plain[name] for name in places(form))
    return sentence


def places(form: str) -> list[str]:
    """The names of the places in a form, in their order."""
    return _PLACES.findall(form)


def evidence(kind: str, words: str, bits: float) -> Evidence:
    """A piece of evidence as it stands in the ledger: the English words and, where they are a sentence of ours, its form and places."""
    told: dict[str, Any] = {"form": words.form, "told": words.told} if isinstance(words, Sentence) else {}
    return Evidence(kind, str(words), f"{bits:.2f}", **told)
