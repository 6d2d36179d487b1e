"""Every conversation with what keeps things, cut before it and after it: nothing is half done, and doing it again does it once."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from django.db import Error

from kinkeeper.domain.access import Actor
from kinkeeper.domain.errors import KinkeeperError
from kinkeeper.domain.records import Identifier, ReceiveRecords, Record, Stay
from kinkeeper.domain.requests import Receipt, Request
from kinkeeper.domain.sealings import ApproveSealing, ProposeSealing
from kinkeeper.domain.ties import VerifyTie
from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.site.database import Database
from kinkeeper.witness.asking import SignerClient
from tests.signing import a_signer

from .wire import Wire, wire

RUIZ, DELGADO = Actor("A. Ruiz", "HHS", "operator"), Actor("R. Delgado", "HHS", "operator")
COMMIT = b"COMMIT"
MOST = 200
"""More conversations than any of these commands has."""


@contextmanager
def through(database: Database, folder: Path, cut_at: int, *, done_unseen: bool, cut_on: bytes = b"") -> Iterator[Wire]:
    """The application's connection by way of a wire that is cut; a new one afterwards."""
    from django.db import connection

    usual = Path(database.app.host)
    name = f".s.PGSQL.{database.app.port}"
    connection.close()
    with wire(usual / name, folder / name, cut_at, done_unseen=done_unseen, cut_on=cut_on) as between:
        connection.settings_dict["HOST"] = str(folder)
        try:
            yield between
        finally:
            connection.close()
            connection.settings_dict["HOST"] = str(usual)


def record(number: int) -> Record:
    stay = Stay("ORR", "Chicago", "2018-05-17")
    return Record(
        f"r{number}", "e", f"f.csv#{number}", "layout", number, given="Ana", identifiers=(Identifier("a", "1", "A1"),), stays=(stay,)
    )


def give(request_id: str, command: Any, actor: Actor = DELGADO) -> Receipt:
    from kinkeeper.gateway import submit

    return submit([Request(request_id, command)], actor=actor)[0]


def sizes() -> tuple[int, ...]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT size FROM head), (SELECT count(*) FROM entry), (SELECT count(*) FROM part) / 2, "
            "(SELECT coalesce(sum(count), 0) FROM request)"
        )
        return tuple(int(one) for one in cursor.fetchone())


def refuse_half_done() -> None:
    from kinkeeper.gateway import rebuild
    from kinkeeper.queries.ledger import verify_ledger

    assert len(set(sizes())) == 1
    assert verify_ledger(DELGADO).fault is None
    assert rebuild.check() == []


COMMANDS: dict[str, Any] = {
    "a few records": (DELGADO, lambda turn: ReceiveRecords((record(turn),))),
    "many records": (DELGADO, lambda turn: ReceiveRecords(tuple(record(turn * 100 + at) for at in range(40)))),
    "a tie": (DELGADO, lambda turn: VerifyTie(f"P{turn}", "P0", "parent", "birth certificate")),
}


@pytest.mark.parametrize("done_unseen", [False, True], ids=["not done", "done unseen"])
@pytest.mark.parametrize(
    "name", ["a few records", *(pytest.param(name, marks=pytest.mark.long) for name in COMMANDS if name != "a few records")]
)
def test_a_statement_is_there_whole_or_not_at_all_wherever_its_connection_is_cut(
    database: Database, tmp_path: Path, name: str, done_unseen: bool
) -> None:
    actor, make = COMMANDS[name]
    for cut_at in range(MOST):
        before, command, acknowledged = sizes()[0], make(cut_at + 1), False
        with through(database, tmp_path, cut_at, done_unseen=done_unseen) as between, suppress(Error):
            give(f"r{cut_at}", command, actor)
            acknowledged = True
        after = sizes()
        assert len(set(after)) == 1, f"cut at {cut_at}: head, entries, parts and requests are {after}"
        committed = acknowledged or (done_unseen and COMMIT in between.cut_off)
        assert (after[0] > before) == committed, f"cut at {cut_at}, {between.cut_off[:40]!r}"
        again = give(f"r{cut_at}", command, actor)
        assert sizes()[0] == before + again.count, f"cut at {cut_at}: recorded twice"
        if not between.is_cut:
            break
    else:
        pytest.fail("there is no end")
    assert cut_at > 8
    refuse_half_done()


@pytest.mark.parametrize("done_unseen", [False, True], ids=["not done", "done unseen"])
def test_its_commit_alone_makes_a_statement_stand(database: Database, tmp_path: Path, done_unseen: bool) -> None:
    with through(database, tmp_path, -1, done_unseen=done_unseen, cut_on=COMMIT), pytest.raises(Error):
        give("1", ReceiveRecords((record(1),)))
    assert sizes() == (int(done_unseen),) * 4
    assert give("1", ReceiveRecords((record(1),))).count == 1
    assert sizes() == (1,) * 4


@pytest.mark.long
def test_an_expungement_is_done_whole_or_not_at_all(database: Database, tmp_path: Path) -> None:
    from django.db import connection

    def gone() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM part WHERE body IS NULL")
            return int(cursor.fetchone()[0])

    give("records", ReceiveRecords(tuple(record(at) for at in range(200))))
    # The first dozens are the connection; the last are the commit. In between the read tables are made anew.
    for cut_at in (*range(4, 40, 3), *range(40, MOST, 8)):
        before = gone()
        give(f"p{cut_at}", ProposeSealing(f"S-{cut_at}", "expunge", (cut_at,), "18-cv-1", "as ordered", RUIZ.name), RUIZ)
        with through(database, tmp_path, cut_at, done_unseen=cut_at % 2 == 0) as between, suppress(Error):
            give(f"a{cut_at}", ApproveSealing(f"S-{cut_at}", DELGADO.name, "forthwith"))
        assert gone() - before == len([one for one in [sizes()[0]] if done(f"S-{cut_at}")])
        give(f"a{cut_at}", ApproveSealing(f"S-{cut_at}", DELGADO.name, "forthwith"))
        assert gone() == before + 1
        if not between.is_cut:
            break
    refuse_half_done()


def done(proposal: str) -> bool:
    from kinkeeper.queries.sealings import list_sealings

    return next(one.standing for one in list_sealings(DELGADO) if one.proposal_id == proposal) == "done"


@pytest.mark.parametrize("done_unseen", [False, True], ids=["not done", "done unseen"])
@pytest.mark.parametrize("between_which", [pytest.param("database", marks=pytest.mark.long), "signer"])
# Of cursors on a connection that was cut, nothing but the warning is left.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_publisher_that_is_cut_anywhere_is_followed_by_one_that_goes_on(
    database: Database, tmp_path: Path, between_which: str, done_unseen: bool
) -> None:
    """Full tiles, the signer's memory, the checkpoint: each not done, and each done unseen. Never two histories."""
    from kinkeeper.jobs.publish import publish

    (tmp_path / "w").mkdir()
    with a_signer(tmp_path / "signer") as signer:
        for cut_at in range(MOST):
            give(f"r{cut_at}", ReceiveRecords(tuple(record(cut_at * 300 + at) for at in range(260 if cut_at == 0 else 1))))
            cutting = cut(database, signer, tmp_path / "w", between_which, cut_at, done_unseen=done_unseen)
            with cutting as (between, asked):
                try:
                    publish(asked)
                except (Error, KinkeeperError):
                    assert between.is_cut, "it fails by itself"
            signed = publish(signer)
            assert signed and signed.checkpoint.size == sizes()[0]
            if not between.is_cut:
                break
        else:
            pytest.fail("there is no end")
        assert cut_at > (8 if between_which == "database" else 2)
        refuse_what_was_not_kept()


@contextmanager
def cut(
    database: Database, signer: SignerClient, folder: Path, which: str, cut_at: int, *, done_unseen: bool
) -> Iterator[tuple[Wire, SignerClient]]:
    if which == "database":
        with through(database, folder, cut_at, done_unseen=done_unseen) as between:
            yield between, signer
    else:
        with wire(signer.place, folder / "s", cut_at, done_unseen=done_unseen) as between:
            yield between, SignerClient(folder / "s")


def refuse_what_was_not_kept() -> None:
    """Every checkpoint that was ever kept is of this ledger."""
    from django.db import connection

    from kinkeeper.ledger.note import parse_note
    from kinkeeper.queries.ledger import verify_ledger

    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM checkpoint")
        saved = [Checkpoint.parse(parse_note(note).text) for (note,) in cursor.fetchall()]
    assert len(saved) > 2
    assert verify_ledger(DELGADO, saved).fault is None
