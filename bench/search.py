"""How often a person is found who is written wrongly: python bench/search.py DATABASE [QUERIES [SEED]] (1,000 1)

DATABASE is the database of a reconciled season, as `kinkeeper demo --no-serve --size 3600 --out DIR` leaves it in DIR/found/database. Of
persons drawn by lot the name that most sources bear out is typed as people mistype: one or two letters dropped, doubled or
put in each other's place, b for v, s for z, ll for y, an h too many or too few, the words in another order; one in five without the second
surname, and then with the year of birth, as who asks at a desk is told to. Found is who stands among the first five.
"""

import re
import statistics
import sys
import time
from collections import Counter
from random import Random

from kinkeeper.cli.session import session

FIRST = 5
HEARD = (("b", "v"), ("s", "z"), ("c", "s"), ("ll", "y"), ("j", "g"), ("i", "y"), ("qu", "k"))
"""Letters that are written for each other by ear."""


def misspelt(word: str, chance: Random) -> str:
    """A word as somebody mistypes it; a short one as it is."""
    if len(word) < 4:
        return word
    at = chance.randrange(1, len(word) - 1)
    swaps = [(one, other) for pair in HEARD for one, other in (pair, pair[::-1]) if one in word]
    match chance.randrange(6):
        case 0:
            return word[:at] + word[at + 1 :]
        case 1:
            return word[: at + 1] + word[at] + word[at + 1 :]
        case 2:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case 3 if "h" in word:
            return word.replace("h", "", 1)
        case 3 if word[0] in "aeiou":
            return "h" + word
        case _ if swaps:
            return word.replace(*chance.choice(swaps), 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def typed(given: str, surnames: str, born: str, chance: Random) -> tuple[str, str]:
    """What is typed for a person, and of which kind it is."""
    first, last, kind = given.lower().split(), surnames.lower().split(), "whole name"
    if len(last) > 1 and born and chance.random() < 0.2:
        last, kind = last[:1], "no second surname, year of birth"
    words = [*first, *last]
    long_ones = [at for at, word in enumerate(words) if len(word) > 3]
    for at in chance.sample(long_ones, min(len(long_ones), chance.choice((1, 1, 2)))):
        words[at] = misspelt(words[at], chance)
    if chance.random() < 0.3:
        words, kind = [*words[len(first) :], *words[: len(first)]], kind + ", surnames first"
    return " ".join([*words, *([born[:4]] if "year" in kind else [])]), kind


def main() -> None:
    queries, seed = (int(word) for word in (*sys.argv[2:], *("1000", "1")[len(sys.argv) - 2 :]))
    with session(sys.argv[1]) as actor:
        from django.db import connection

        from kinkeeper.queries.portraits import get_portraits
        from kinkeeper.queries.searching.everything import find
        from kinkeeper.queries.standpoint import find_standpoint

        chance, here = Random(seed), find_standpoint(actor, today="2018-10-01")
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT person_id FROM person WHERE until IS NULL ORDER BY md5(person_id || %s) LIMIT %s", [str(seed), 2 * queries]
            )
            drawn = [person for (person,) in cursor.fetchall()]
        portraits, asked, found, took = get_portraits(actor, drawn, here), Counter[str](), Counter[str](), []
        missed = []
        for person in drawn:
            one = portraits.get(person)
            surnames = one.name.removeprefix(one.given).strip() if one else ""
            if one is None or not one.given or not surnames or not re.search(r"\w{4}", surnames) or asked.total() == queries:
                continue
            text, kind = typed(one.given, surnames, one.born, chance)
            started = time.perf_counter()
            among = [each.portrait for each in find(actor, text, here, most=FIRST).persons]
            took.append((time.perf_counter() - started) * 1_000)
            asked[kind] += 1
            if person in {each.person_id for each in among}:
                found[kind] += 1
            else:
                missed.append((text, one.name, one.born, [each.name for each in among]))
        print(f"| typed | asked | found among the first {FIRST} |\n| --- | --- | --- |")
        for kind, count in sorted(asked.items()):
            print(f"| {kind} | {count} | {found[kind] / count:.1%} |")
        print(f"| all | {asked.total()} | {found.total() / asked.total():.1%} |")
        took.sort()
        print(f"milliseconds: median {statistics.median(took):.0f}, 95 of 100 {took[int(len(took) * 0.95)]:.0f}, longest {took[-1]:.0f}")
        for text, name, born, names in missed[:20]:
            print(f"  missed: {text!r} for {name}, {born}: {names}")


if __name__ == "__main__":
    main()
