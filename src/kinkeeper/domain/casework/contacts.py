"""A contact point: a way to reach a person, by whose word, with which consent.

Numbers go stale: two years after the separations many of those handed over no longer worked (F-32). So every point has a date and the
result of each attempt, and the next best action follows from what was tried.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from kinkeeper.domain.dates import Moment, day, is_moment
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact

KINDS = ("phone", "messaging", "email", "address", "relative", "counsel", "consulate")
RESULTS = ("reached", "message_left", "no_answer", "wrong_person", "out_of_service", "refused")
DEAD = frozenset({"wrong_person", "out_of_service"})
CONSENTS = ("given", "not_asked", "refused")
RETRY_DAYS = 7
"""After how many days without an attempt a person who was not reached is due again."""
MOST_TRIES = 3
"""After how many attempts without an answer another way is looked for."""


class ContactPoint(Fact, frozen=True):
    """A way to reach a person."""

    contact_id: str
    person_id: str
    kind: str
    value: str
    source: str
    """Who gave it, and how it is known."""
    since: Moment
    consent: str = "not_asked"
    language: str = ""
    attempts: tuple[str, ...] = ()
    """Each attempt as `moment result words`, the first first."""
    withdrawn: str = ""


@dataclass(frozen=True, slots=True)
class RecordContact:
    """Keep a way to reach a person, or an attempt to use it, which is added to those before."""

    contact: ContactPoint

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.contact.contact_id,),)


class ContactRecorded(Fact, frozen=True):
    """There is a way to reach a person, or it was tried."""

    contact: ContactPoint

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.contact.contact_id,)


@dataclass(slots=True)
class ContactState:
    """The contact points, by id."""

    contacts: dict[tuple[str, ...], ContactPoint] = field(default_factory=dict)


def decide(state: ContactState, command: RecordContact) -> Iterable[ContactRecorded]:
    """The contact point, unless it is known so.

    :raises Refused: for a kind or a consent that is none, without a source or a date, or where attempts would be lost.
    """
    one = command.contact
    if one.kind not in KINDS or one.consent not in CONSENTS:
        raise Refused("A contact point is one of %(known)s; consent one of %(known2)s.", known=", ".join(KINDS), known2=", ".join(CONSENTS))
    if not one.person_id or not one.value.strip() or not one.source.strip() or not is_moment(one.since):
        raise Refused("A contact point is a person's, has a value, and says who gave it and since when.")
    known = state.contacts.get((one.contact_id,))
    if known and one.attempts[: len(known.attempts)] != known.attempts:
        raise Refused("Attempts are added, never taken away or changed.")
    for attempt in one.attempts:
        read_attempt(attempt)
    return [] if state.contacts.get((one.contact_id,)) == one else [ContactRecorded(one)]


def evolve(state: ContactState, entry: ContactRecorded) -> ContactState:
    """The state after an entry."""
    state.contacts[entry.key] = entry.contact
    return state


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to reach a person."""

    at: Moment
    result: str
    words: str


def read_attempt(text: str) -> Attempt:
    """
    An attempt from its text.

    :raises Refused: where it does not begin with a moment and a result.
    """
    at, _, rest = text.partition(" ")
    result, _, words = rest.partition(" ")
    if not is_moment(at) or result not in RESULTS:
        raise Refused("Write an attempt as 2018-07-08T10:30 no_answer and words. Results: %(known)s.", known=", ".join(RESULTS))
    return Attempt(at, result, words)


@dataclass(frozen=True, slots=True)
class NextAction:
    """What to try next to reach a person, by which contact point, and since when it is due."""

    action: str
    contact: ContactPoint | None
    due: date


def next_action(contacts: Iterable[ContactPoint], today: date) -> NextAction:
    """
    The next best action: an untried point first (with consent before without, the newest first), then the one that answered last, then
    one that only did not answer; when all are dead, ask relatives, counsel or the consulate; at the end a search on the ground.
    """
    usable = [one for one in contacts if not one.withdrawn and one.consent != "refused"]
    untried = [one for one in usable if not one.attempts]
    if untried:
        best = max(untried, key=lambda one: (one.consent == "given", one.since, one.contact_id))
        return NextAction("try", best, day(best.since) or today)
    alive = [one for one in usable if _last(one).result not in DEAD and not _given_up(one)]
    if alive:
        best = max(alive, key=lambda one: (_last(one).result == "reached", _last(one).at, one.contact_id))
        return NextAction("call_again", best, (day(_last(best).at) or today) + timedelta(days=RETRY_DAYS))
    through = [one for one in usable if one.kind in ("relative", "counsel", "consulate")]
    if through:
        return NextAction("ask_for_new_number", through[0], today)
    return NextAction("search_on_the_ground" if usable else "find_first_contact", None, today)


def _last(one: ContactPoint) -> Attempt:
    return read_attempt(one.attempts[-1])


def _given_up(one: ContactPoint) -> bool:
    tried = [read_attempt(text).result for text in one.attempts[-MOST_TRIES:]]
    return len(tried) == MOST_TRIES and all(result == "no_answer" for result in tried)
