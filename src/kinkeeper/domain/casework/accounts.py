"""An account: what staff write down when a child is taken from an adult, and how complete it is.

The reason stands verbatim beside the code it was sorted under, with the facts, the evidence, the officer who decided and the
supervisor who agreed (F-11, F-12). Whether the rule of the day permits the reason is judged, never typed (F-13). An account that
rests on doubt about parentage is not complete before a test, or before it is documented why there could be none (F-14).
A correction is a later version of the account: reports made before it stay as they were.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kinkeeper.domain.court.regimes import TESTED, Judged, Regime, Verdict, judge
from kinkeeper.domain.dates import Moment, is_moment
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact

ASKED = ("adult", "separated_on", "place", "reason_as_recorded", "reason_code", "facts", "evidence", "deciding_officer", "supervisor")
"""What an account must hold to be complete."""


class Account(Fact, frozen=True):
    """What an agency says of one separation of a child from one adult: parent, guardian or other kin alike."""

    account_id: str
    child: str
    adult: str = ""
    separated_on: Moment = ""
    place: str = ""
    agency: str = ""
    reason_as_recorded: str = ""
    """The reason in the words of who gave it."""
    reason_code: str = ""
    facts: str = ""
    """What happened, so that a reader can judge the reason."""
    evidence: str = ""
    deciding_officer: str = ""
    supervisor: str = ""
    looked_into: str = ""
    """Of a doubt about parentage: `tested`, `impossible` or `refused`."""
    looked_into_words: str = ""
    """The test's laboratory and date, or why there could be none."""
    finding: str = ""
    """The finding that the adult is unfit or a danger, where the reason needs one."""
    second_reader: str = ""
    """Who read the reason again and agreed with its code."""
    corrects: str = ""
    """Why this version differs from the one before it."""


@dataclass(frozen=True, slots=True)
class RecordAccount:
    """Write down a separation; said again under the same id, it is a correction and says why."""

    account: Account

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.account.account_id,),)


class AccountRecorded(Fact, frozen=True):
    """An agency wrote down a separation, or corrected what it wrote."""

    account: Account

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.account.account_id,)


@dataclass(slots=True)
class AccountState:
    """The accounts as they stand, by id."""

    accounts: dict[tuple[str, ...], Account] = field(default_factory=dict)


def decide(state: AccountState, command: RecordAccount) -> Iterable[AccountRecorded]:
    """The account, unless it is known. An incomplete one is taken and counted as such.

    :raises Refused: where it names no child, a moment that is none, or corrects without saying why.
    """
    one = command.account
    known = state.accounts.get((one.account_id,))
    if not one.child:
        raise Refused("An account of a separation names the child.")
    if one.separated_on and not is_moment(one.separated_on):
        raise Refused("Say when they were separated, as 2018-05-17T06:13; a day is enough.")
    if one.looked_into and one.looked_into not in TESTED:
        raise Refused(
            "'%(looked_into)s' is no way to look into parentage. Known: %(known)s.",
            looked_into=one.looked_into,
            known=", ".join(sorted(TESTED)),
        )
    if one.looked_into and not one.looked_into_words.strip():
        raise Refused("Say which test it was, or why there could be none.")
    if known == one:
        return []
    if known and not one.corrects.strip():
        raise Refused("A correction says why the account is corrected.")
    return [AccountRecorded(one)]


def evolve(state: AccountState, entry: AccountRecorded) -> AccountState:
    """The state after an entry."""
    state.accounts[entry.key] = entry.account
    return state


@dataclass(frozen=True, slots=True)
class Completeness:
    """How complete an account is: what is missing, of how much, and what the rule of its day says of the reason."""

    missing: tuple[str, ...]
    judged: Judged

    @property
    def score(self) -> int:
        """Hundredths of what is asked that are there; whole numbers, rounded down, so that 100 means everything."""
        return 100 * (len(ASKED) + 1 - len(self.missing)) // (len(ASKED) + 1)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def completeness(one: Account, regimes: Iterable[Regime]) -> Completeness:
    """What an account lacks. A test or a finding that the rule of the day asks for is one of the things it must hold."""
    judged = judge(one.reason_code, one.separated_on, regimes, looked_into=one.looked_into, found=one.finding)
    missing = tuple(name for name in ASKED if not getattr(one, name).strip())
    needs = {Verdict.NEEDS_TEST: ("looked_into",), Verdict.NEEDS_FINDING: ("finding",)}
    return Completeness(missing + needs.get(judged.verdict, ()), judged)
