"""The publisher as it runs beside the pages.

A checkpoint within two seconds of an entry, witnesses every minute, the whole ledger proven every hour.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kinkeeper.domain.errors import KinkeeperError
from kinkeeper.gateway import guard
from kinkeeper.jobs.mirror import mirror
from kinkeeper.jobs.publish import AsksSigner, Signed, publish, publishers_turn
from kinkeeper.jobs.witnessing import Witnessing
from kinkeeper.ledger.policy import Policy
from kinkeeper.queries.log.which import ACCESS_LOG

EVERY_SECONDS = 1.0
ACCESS_SECONDS = 30.0
"""The access log grows with every page that is looked at; a checkpoint of it every half minute is enough."""


@dataclass(frozen=True, slots=True)
class Showing:
    """Where checkpoints go: files, if a folder is named, and the witnesses of a policy."""

    folder: Path | None = None
    policy: Policy | None = None


@dataclass(slots=True)
class Follower:
    """Publishes as the ledger grows. Holds the publisher's turn while `follow` runs."""

    signer: AsksSigner
    showing: Showing
    say: Callable[[str], None]
    _said: str = field(default="", init=False)
    _access_due: float = field(default=0.0, init=False)

    def once(self) -> Signed | None:
        """Publish what there is, and wait for the witnesses.

        :raises KinkeeperError: whatever stands in the way.
        """
        with publishers_turn():
            witnessing = self._witnessing()
            try:
                return self._round(witnessing, settle=True)
            finally:
                if witnessing:
                    witnessing.close()

    def follow(self, goes_on: Callable[[float], bool]) -> None:
        """Publish for as long as `goes_on`, which waits that many seconds, says so.

        :raises AnotherPublishes: where another publisher is at work.
        """
        with publishers_turn():
            witnessing = self._witnessing()
            try:
                while True:
                    started = time.monotonic()
                    self._try(witnessing)
                    if not goes_on(max(0.0, EVERY_SECONDS - (time.monotonic() - started))):
                        break
            finally:
                if witnessing:
                    witnessing.close()

    def _witnessing(self) -> Witnessing | None:
        return Witnessing(self.showing.policy, self.say) if self.showing.policy else None

    def _round(self, witnessing: Witnessing | None, *, settle: bool = False) -> Signed | None:
        signed = publish(self.signer)
        self._sign_access(settle=settle)
        if witnessing:
            witnessing.settle() if settle else witnessing.round()
        if not witnessing or witnessing.all_are_known:
            # All who signed this ledger were asked, and it is the one that they signed.
            guard.set_alarm("")
        if self.showing.folder:
            mirror(self.showing.folder)
        return signed

    def _sign_access(self, *, settle: bool) -> None:
        if settle or time.monotonic() >= self._access_due:
            publish(self.signer.of_access, ACCESS_LOG)
            self._access_due = time.monotonic() + ACCESS_SECONDS

    def _try(self, witnessing: Witnessing | None) -> None:
        try:
            self._round(witnessing)
            self._said = ""
        except KinkeeperError as error:
            # Once, not every second: whoever reads the log should find it.
            if str(error) != self._said:
                self._said = str(error)
                self.say(self._said)


class Inspector:
    """Has the whole ledger proven now and then, by a process of its own, and the result kept for the page "Proof"."""

    def __init__(self, environment: Mapping[str, str], every: float = 3600.0) -> None:
        """Of the database that this environment names."""
        self._words = [sys.executable, "-m", "kinkeeper.cli", "verify", "--ledger-only", "--record"]
        self._environment = environment
        self._every = every
        self._due = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    def round(self) -> None:
        """Begin where it is time, unless one is at it."""
        if self._process and self._process.poll() is None:
            return
        if time.monotonic() >= self._due:
            self._due = time.monotonic() + self._every
            nothing = subprocess.DEVNULL
            self._process = subprocess.Popen(self._words, env=self._environment, stdin=nothing, stdout=nothing, stderr=nothing)

    def close(self) -> None:
        """End with what it does."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            self._process.wait()
