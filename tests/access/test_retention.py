"""What is held longer than its rule says is listed, then done by the worker, and each thing done is an entry."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.log import KIND_OF, HeldNoLonger, PersonsRead
from kinkeeper.domain.access.retention import RULES, Decides
from kinkeeper.domain.sealings import ApproveSealing, ProposeSealing
from kinkeeper.gateway import clock
from kinkeeper.site.database import Database
from tests.signing import a_signer
from tests.web.browsing import AT_THE_COMPUTER, client, somebody
from tests.web.scene import history, play

PRIVACY = Path(__file__).parents[2] / "docs" / "privacy.md"
ANOTHER = Actor("another", "", "operator")


def due() -> dict[str, tuple[int, tuple[str, ...]]]:
    from kinkeeper.queries.access.retention import list_due

    return {one.rule.name: (one.count, one.which) for one in list_due(AT_THE_COMPUTER, clock.today().isoformat()) if one.count}


def made_old(admin: Any) -> None:
    """An account unused for 91 days, a session that ended, a count and a code that are over, a file that lies there since spring."""
    somebody("caseworker")
    client()
    admin.execute("UPDATE sign_in SET last_login = now() - interval '91 days' WHERE name = 'kk.caseworker.orr'")
    admin.execute("UPDATE sign_in SET last_login = now() WHERE name <> 'kk.caseworker.orr'")
    admin.execute("UPDATE django_session SET expire_date = now() - interval '1 minute'")
    admin.execute("INSERT INTO tried VALUES ('families:x', 3, now() - interval '1 minute'), ('families:y', 3, now() + interval '1 hour')")
    admin.execute("INSERT INTO cached (cache_key, value, expires) VALUES ('used', 'x', now() - interval '1 minute')")


def test_it_is_listed_before_it_is_done_and_written_down_after(database: Database, _laid: Any) -> None:
    from django.db import connection

    from kinkeeper.jobs.retention import hold_no_longer

    play(history())
    made_old(_laid.admin)
    listed = due()
    assert listed == {"accounts": (1, ("kk.caseworker.orr",)), "sessions": (1, ()), "tries": (1, ()), "codes": (1, ())}
    assert due() == listed, "listing does nothing"
    assert {one.rule.name for one in hold_no_longer(actor=AT_THE_COMPUTER)} == set(listed)
    assert due() == {} and hold_no_longer(actor=AT_THE_COMPUTER) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT convert_from(body, 'UTF8') FROM access_entry ORDER BY seq")
        told = [msgspec.json.decode(body) for (body,) in cursor.fetchall()]
        cursor.execute("SELECT what FROM tried")
        assert ("families:y",) in cursor.fetchall()
    written = [(one["said"]["rule"], one["said"]["count"]) for one in told if one["kind"] == KIND_OF[HeldNoLonger]]
    assert sorted(written) == [("codes", 1), ("sessions", 1), ("tries", 1)]
    assert [one["said"]["name"] for one in told if one["kind"] == "account.expired"] == ["kk.caseworker.orr"]


def test_an_expungement_waits_for_its_day_and_for_two_persons(database: Database, still: None, _laid: Any) -> None:
    from kinkeeper.jobs.retention import hold_no_longer
    from kinkeeper.queries.access.retention import list_due

    def of(day: str) -> int:
        return next(one.count for one in list_due(AT_THE_COMPUTER, day) if one.rule.name == "expungements")

    play(history())
    play([ProposeSealing("S-1", "expunge", (1,), "W.D. Tex., 1:26-cv-1", "expunge", "R. Delgado")], name="propose")
    in_time = (clock.today() + timedelta(days=15)).isoformat()
    assert of(in_time) == 0, "one person alone"
    play([ApproveSealing("S-1", "another")], name="approve", actor=ANOTHER)
    assert of(clock.today().isoformat()) == 0 and of(in_time) == 1
    assert hold_no_longer(actor=AT_THE_COMPUTER) == [], "not before its day"


def test_one_that_is_due_is_carried_out_and_on_the_ledger(database: Database, _laid: Any) -> None:
    from django.db import connection

    from kinkeeper.jobs.retention import hold_no_longer

    scrubbed: list[int] = []
    play(history())
    play([ProposeSealing("S-2", "expunge", (1,), "W.D. Tex., 1:26-cv-2", "expunge", "R. Delgado")], name="propose")
    play([ApproveSealing("S-2", "another")], name="approve", actor=ANOTHER)
    _laid.admin.execute("UPDATE sealing SET due = '2026-01-01' WHERE proposal_id = 'S-2'")
    assert due() == {"expungements": (1, ("S-2",))}
    assert [one.which for one in hold_no_longer(actor=AT_THE_COMPUTER, scrub=lambda: scrubbed.append(1))] == [("S-2",)]
    assert scrubbed == [1] and due() == {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT body IS NULL, expunged_by IS NOT NULL FROM part WHERE seq = 1 AND k = 2")
        assert cursor.fetchall() == [(True, True)]


def test_what_the_access_log_s_tree_stands_for_outlives_a_retention_run(database: Database, _laid: Any, tmp_path: Path) -> None:
    """Looks at a person of whom something is destroyed, too: the log is whole, and whole by what was signed of it before."""
    from kinkeeper.gateway import access_log
    from kinkeeper.jobs.publish import publish
    from kinkeeper.jobs.retention import hold_no_longer
    from kinkeeper.queries.log.access import verify_access_log
    from kinkeeper.queries.log.which import ACCESS_LOG

    play(history())
    play([ProposeSealing("S-3", "expunge", (1,), "W.D. Tex., 1:26-cv-3", "expunge", "R. Delgado")], name="propose")
    play([ApproveSealing("S-3", "another")], name="approve", actor=ANOTHER)
    made_old(_laid.admin)
    access_log.write_down([PersonsRead("page person", ("identity",), ("Pmaite",))] * 300, AT_THE_COMPUTER, ["Pmaite"])
    with a_signer(tmp_path / "signer") as signer:
        signed = publish(signer.of_access, ACCESS_LOG)
    assert signed and signed.checkpoint.size >= 300
    before = kept(_laid.admin)
    _laid.admin.execute("UPDATE sealing SET due = '2026-01-01' WHERE proposal_id = 'S-3'")
    done = {one.rule.name for one in hold_no_longer(actor=AT_THE_COMPUTER)}
    assert done == {"expungements", "accounts", "sessions", "tries", "codes"}
    found = verify_access_log([signed.checkpoint])
    assert found.wrong == "" and found.size > signed.checkpoint.size
    after = kept(_laid.admin)
    assert all(after[table] >= rows for table, rows in before.items()), "nothing that was committed to went"


def kept(admin: Any) -> dict[str, set[Any]]:
    """Every row that the tree over the access log stands on, or that is signed of it."""
    tables = ("access_entry", "person_read", "access_tile", "access_checkpoint")
    return {table: set(admin.execute(f"SELECT {table}::text FROM {table}").fetchall()) for table in tables}


def test_the_rules_stand_in_the_docs() -> None:
    text = PRIVACY.read_text(encoding="utf-8")
    for rule in RULES:
        assert f"| {rule.of} | {rule.held} | {rule.then} | {rule.decides} |" in text, rule.name
    assert {rule.decides for rule in RULES} == set(Decides)


def test_the_worker_does_it_every_night() -> None:
    from kinkeeper.jobs.deliveries.queue import blueprint

    assert "time.night" in blueprint.tasks
