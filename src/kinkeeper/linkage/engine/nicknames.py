"""Nicknames as the kernel looks them up: each first name that has some by a number, and which two numbers belong together."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kinkeeper.linkage.engine.coding import Texts, may_begin, texts_of
from kinkeeper.linkage.features.nicknames import all_called

Numbers = NDArray[np.uint16]


@lru_cache(maxsize=1)
def _names() -> Mapping[bytes, int]:
    """The number of each name, from 1 on, by its letters."""
    return {letters: nth for nth, letters in enumerate(_letters(texts_of(sorted(all_called()))), start=1)}


def _letters(texts: Texts) -> list[bytes]:
    return [word.tobytes() for word in texts["word"]]


@lru_cache(maxsize=1)
def called() -> NDArray[np.uint8]:
    """By two numbers whether one is a nickname of the other."""
    place = {name: nth for nth, name in enumerate(sorted(all_called()), start=1)}
    both = np.zeros((len(place) + 1, len(place) + 1), dtype=np.uint8)
    for name, others in all_called().items():
        both[place[name], [place[other] for other in others]] = 1
    return both


def number_of(letters: bytes) -> int:
    """The number of a folded name; 0 where it has no nickname and is none."""
    return _names().get(letters, 0)


def numbers_of(texts: Texts) -> Numbers:
    """The same of each text."""
    starts = np.frombuffer(b"".join(letters[:8] for letters in _names()), dtype=np.uint64)
    found = np.zeros(len(texts), dtype=np.uint16)
    maybe = may_begin(texts, starts)
    found[maybe] = [number_of(letters) for letters in _letters(texts[maybe])]
    return found


def meet(numbers: Numbers) -> bool:
    """Whether two of these names belong together, so that it is worth looking at each pair."""
    here = np.flatnonzero(np.bincount(numbers, minlength=len(called())))
    return bool(called()[np.ix_(here, here)].any())
