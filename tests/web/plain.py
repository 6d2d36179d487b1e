"""How plain a text is: Flesch and Kincaid's grade in English, Fernández Huerta's ease in Spanish. Syllables are counted roughly."""

import re
from collections.abc import Iterable
from pathlib import Path

SPANISH_VOWELS = "aeiouáéíóúü"
WORD = re.compile(r"[a-záéíóúüñ’']+")
PLACEHOLDER = re.compile(r"%\(\w+\)s|%%|<[^>]+>")
SENTENCES = re.compile(r"[.!?]+(?:\s|$)")


def parts(text: str) -> tuple[list[str], int]:
    """The words of a text and how many sentences they make. What is filled in later counts as one short word."""
    plain = PLACEHOLDER.sub("name", text)
    return WORD.findall(plain.lower()), max(len([one for one in SENTENCES.split(plain) if one.strip()]), 1)


def grade(texts: Iterable[str]) -> float:
    """The school year in which English texts are read with ease (Kincaid 1975)."""
    words, sentences, syllables = _counted(texts, _english)
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59


def ease(texts: Iterable[str]) -> float:
    """How easy Spanish texts are, from 0 to 100 (Fernández Huerta 1959, as corrected); 60 and more is plain."""
    words, sentences, syllables = _counted(texts, _spanish)
    return 206.84 - 60 * syllables / words - 1.02 * words / sentences


def _counted(texts: Iterable[str], syllables_of: object) -> tuple[int, int, int]:
    words = sentences = syllables = 0
    for text in texts:
        found, ends = parts(text)
        words += len(found)
        sentences += ends
        syllables += sum(syllables_of(word) for word in found)  # type: ignore[operator]
    return words, sentences, syllables


def _english(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word))
    return max(groups - (word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1), 1)


def _spanish(word: str) -> int:
    """Vowels that are not strong beside strong ones are one syllable with them."""
    return max(len(re.findall(r"[iuü]?[aeoáéó][iuy]?|[íú]|[iuü]+", word)), 1)


def said(po: Path) -> list[tuple[str, str]]:
    """Every text of the pages, English and Spanish, that is a sentence of at least six words."""
    blocks = po.read_text(encoding="utf-8").split("\n\n")[1:]
    pairs = []
    for block in blocks:
        english, spanish = re.search(r'^msgid "(.+)"$', block, re.MULTILINE), re.search(r'^msgstr(?:\[0\])? "(.+)"$', block, re.MULTILINE)
        if english and spanish and len(parts(english[1])[0]) >= 6:
            pairs.append((english[1], spanish[1]))
    return pairs


if __name__ == "__main__":
    told = said(Path(__file__).parents[2] / "src/kinkeeper/web/locale/es/LC_MESSAGES/django.po")
    print(f"{len(told)} sentences. English: grade {grade(one for one, _ in told):.1f}. Spanish: ease {ease(one for _, one in told):.1f}.")
    for english, _ in sorted(told, key=lambda pair: -grade([pair[0]]))[:15]:
        print(f"{grade([english]):5.1f}  {english}")
