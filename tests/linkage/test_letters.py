"""However a name is typed it is the same name; a word of two alphabets that look alike is marked."""

import random
import unicodedata

from kinkeeper.extracts.files.damage import WHY_TWO_ALPHABETS, is_harmed, mended
from kinkeeper.linkage.features.names import NO_NAME, PARTICLES, words
from tests.figures import Figure

LETTERS = "abcdefghijklmnopqrstuvwxyzáéíóúüñçàâêôõ"
LOOK_ALIKE = dict(zip("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ", strict=True))
"""Latin letter -> the Cyrillic one that looks like it."""
NAMES = 10_000


def a_name(chance: random.Random) -> str:
    return " ".join("".join(chance.choices(LETTERS, k=chance.randint(3, 9))) for _ in range(chance.randint(2, 4)))


def test_a_name_is_the_same_however_it_is_typed(figure: Figure) -> None:
    """In any case, with accents as letters of their own or set upon, without them, with blanks or hyphens, in any order."""
    chance, other = random.Random(40), 0
    for _ in range(NAMES):
        name = " ".join(word for word in a_name(chance).split() if not set(words(word)) & (PARTICLES | NO_NAME)) or "maría"
        apart = unicodedata.normalize("NFD", name)
        bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
        shuffled = name.split()
        chance.shuffle(shuffled)
        typed = (name.upper(), name.title(), apart, bare, name.replace(" ", "  "), name.replace(" ", "-"), " ".join(shuffled))
        other += any(sorted(words(one)) != sorted(words(name)) for one in typed)
    figure(40, "{} names typed in {} ways, {} of them another name", NAMES, 7, other)
    assert other == 0


def test_a_word_of_two_alphabets_is_marked(figure: Figure) -> None:
    chance, marked, tried = random.Random(41), 0, 0
    while tried < NAMES:
        word = a_name(chance).split()[0].title()
        at = chance.randrange(len(word))
        if word[at] not in LOOK_ALIKE:
            continue
        mixed = word[:at] + LOOK_ALIKE[word[at]] + word[at + 1 :]
        tried += 1
        marked += is_harmed(mixed) and mended(mixed) == (mixed, WHY_TWO_ALPHABETS)
    figure(40, "{} words with a Cyrillic letter that looks Latin, {} marked", tried, marked)
    assert marked == tried
