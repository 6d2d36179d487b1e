"""The public page says in one of a few sentences how the ledger stands, and whether a receipt is good."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings

from kinkeeper.domain.access import Actor
from kinkeeper.jobs.follow import Follower, Showing
from kinkeeper.ledger.policy import parse_policy
from kinkeeper.ledger.receipt import Receipt
from kinkeeper.site.database import Database
from kinkeeper.witness.checks import check_receipt, trusting
from kinkeeper.witness.cosigner import Cosigner, make_witness
from kinkeeper.witness.memory import Memory
from tests.signing import OFFICER, ORIGIN, a_signer, record
from tests.web.browsing import client, words
from tests.witness.test_cosigner import serving


@pytest.fixture
def policy(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """300 entries, signed, and seen by the first two of three witnesses."""
    lines, keys = [], [make_witness(tmp_path / str(n), f"w{n}.example") for n in range(3)]
    record(0, 300)
    with a_signer(tmp_path / "signer") as signer:
        lines.append(f"log {signer.key()}")
        with (
            serving(Cosigner(Memory(tmp_path / "0"), [signer.key()])) as one,
            serving(Cosigner(Memory(tmp_path / "1"), [signer.key()])) as two,
        ):
            for name, key, at in zip(("The_court", "Counsel", "Inspector"), keys, (one, two, "http://127.0.0.1:1"), strict=True):
                lines.append(f"witness {name} {key.verifier} {at}")
            lines += ["group offices 2 The_court Counsel Inspector", "quorum offices"]
            text = "\n".join(lines).encode()
            Follower(signer, Showing(policy=parse_policy(text)), lambda words: None).once()
    (tmp_path / "policy").write_bytes(text)
    monkeypatch.setattr(settings, "KINKEEPER_POLICY", str(tmp_path / "policy"))
    return tmp_path / "policy"


@pytest.fixture
def admin(_laid: Any) -> psycopg.Connection:
    return _laid.admin  # type: ignore[no-any-return]


def inspect() -> None:
    from kinkeeper.gateway.inspections import keep_inspection
    from kinkeeper.queries.ledger import verify_ledger

    keep_inspection(verify_ledger(Actor("x", "", "inspector")))


def said(query: str = "") -> str:
    answer = client(role="").get(f"/proof/{query}")  # not signed in
    assert answer.status_code == 200
    return words(answer)


def test_all_in_place_is_said_with_who_signed_and_who_is_late(policy: Path) -> None:
    assert "Not checked yet." in said()
    inspect()
    page = said()
    assert "Entries in place, all there are: 300." in page and "Signed by 2 of 3 outside; needed: 2." in page
    assert "The court ✓ Signed this checkpoint" in page and "Inspector ! Has never signed" in page
    assert f"{ORIGIN} Whose ledger 300 How many entries" in page


def test_a_witness_that_is_late_is_shown_late_also_when_the_rest_is_good(policy: Path, admin: psycopg.Connection) -> None:
    inspect()
    admin.execute("UPDATE cosignature SET seen_at = seen_at - interval '11 minutes' WHERE key LIKE 'w1%'")
    page = said()
    assert "Entries in place, all there are: 300." in page and "Counsel ! Late: no signature for more than 10 minutes" in page


def test_too_few_witnesses_are_said(policy: Path, admin: psycopg.Connection) -> None:
    inspect()
    admin.execute("DELETE FROM cosignature WHERE key LIKE 'w1%'")
    assert "1 of 3 has signed; 2 are needed. The ledger is readable, not yet witnessed." in said()


def test_a_ledger_that_nobody_checked_for_long_is_said(policy: Path, admin: psycopg.Connection) -> None:
    inspect()
    admin.execute("UPDATE inspection SET at = at - interval '3 days'")
    assert "Not checked since" in said()


def test_what_does_not_agree_is_said_first(policy: Path, admin: psycopg.Connection) -> None:
    admin.execute("UPDATE part SET body = 'x' WHERE seq = 7 AND k = 2")
    inspect()
    page = said()
    assert "The ledger does not agree with what was signed. Do not rely on counts until this is cleared." in page
    assert "Entry 7: its part 2 is not what was recorded" in page


def test_an_alarm_stands_on_every_page(policy: Path) -> None:
    from kinkeeper.gateway.guard import set_alarm

    set_alarm("It has 300 entries, and its signer signed 320.")
    assert "does not agree with what was signed" in said() and "its signer signed 320." in said()
    assert "Nothing can be recorded now: the ledger is read-only. It has 300 entries" in words(client().get("/children-apart/"))


def test_a_ledger_without_witnesses_or_entries_says_so(database: Database, tmp_path: Path) -> None:
    assert "Nothing was signed yet. The first checkpoint comes within 2 seconds" in said()
    record(0, 1)
    with a_signer(tmp_path / "signer") as signer:
        Follower(signer, Showing(), print).once()
    inspect()
    page = said()
    assert "Entries in place, all there are: 1." in page and "No witness outside signs it yet" in page
    assert "No office is named as a witness" in page


# Receipts


def number(position: int) -> str:
    from kinkeeper.queries.log.receipts import make_receipt

    return str(make_receipt(Actor("x", "", "inspector"), position).number)


def test_a_receipt_is_found_by_its_number_however_it_is_typed(policy: Path) -> None:
    printed = number(123)
    for typed in (printed, printed.lower().replace("-", "+")):
        page = said(f"?receipt={typed}")
        assert "This receipt is good. Entry 123 was recorded on" in page and "It is unchanged and still in the ledger." in page
    assert "Xitumul" not in page


def test_a_receipt_that_is_not_found_is_serious_and_a_slip_is_a_slip(policy: Path) -> None:
    from kinkeeper.ledger.receipt_number import ReceiptNumber

    assert "This receipt is not found. Keep the paper." in said(f"?receipt={ReceiptNumber(123, 'AAAAAAAA')}")
    assert "This receipt is not found." in said(f"?receipt={ReceiptNumber(9_999, 'AAAAAAAA')}")
    printed = number(123)
    assert "One character does not fit." in said(f"?receipt={printed[:-1]}{'3' if printed[-1] != '3' else '4'}")
    assert "One character does not fit." in said("?receipt=<script>alert(1)</script>")
    record(300, 1)
    page = said(f"?receipt={unsigned(300)}")
    assert "Recorded, and not signed yet." in page
    assert client().get("/receipts/300/").status_code == 503
    assert client().get("/receipts/301/").status_code == 404


def unsigned(position: int) -> str:
    from django.db import connection

    from kinkeeper.ledger.receipt_number import number_of

    with connection.cursor() as cursor:
        cursor.execute("SELECT leaf FROM entry WHERE seq = %s", [position])
        return str(number_of(position, bytes(cursor.fetchone()[0])))


def test_a_receipt_as_a_file_proves_its_entry_and_shows_what_was_said(policy: Path) -> None:
    from kinkeeper.ledger.note import VerifierKey
    from kinkeeper.queries.log.receipts import make_receipt

    key = VerifierKey.parse(client().get("/log.key").content.decode().strip())
    answer = client().get("/receipts/123.tlog-proof")
    assert answer["Content-Disposition"] == f'attachment; filename="{number(123)}.tlog-proof"'
    text = answer.content.decode()
    assert check_receipt(text, trusting([key])).position == 123
    assert check_receipt(text, parse_policy(policy.read_bytes())).position == 123
    # Who did not make the statement reads nothing of it here, whatever else that role may read.
    assert all(isinstance(part, bytes) for part in Receipt.parse(text).parts)
    assert "with what was said" not in words(client().get("/receipts/123/"))
    [_, detail] = make_receipt(OFFICER, 123).receipt.parts
    [_, own] = make_receipt(replace(OFFICER, role="caseworker"), 123).receipt.parts
    assert detail == own and "Xitumul 123" in str(detail)
    nameless = client().get("/receipts/123.tlog-proof?names=no").content.decode()
    assert check_receipt(nameless, trusting([key])).position == 123 and all(
        isinstance(part, bytes) for part in Receipt.parse(nameless).parts
    )


def test_a_receipt_is_printed_without_a_name(policy: Path) -> None:
    page = words(client().get("/receipts/123/"))
    assert number(123) in page and "Entry 123 was recorded on" in page and "Xitumul" not in page


def test_nothing_is_handed_out_that_would_not_prove_its_entry(policy: Path, admin: psycopg.Connection) -> None:
    admin.execute("UPDATE tile SET hashes = set_byte(hashes, 40, get_byte(hashes, 40) # 1)")
    answer = client().get("/receipts/123/")
    assert answer.status_code == 503 and "No receipt can be made of entry 123" in words(answer)


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("docket/", "Checkpoint of the ledger, for the docket"),
        ("checkpoints/", "All checkpoints"),
        ("checkpoints/?before=300", "Nothing was signed yet."),
        ("checkpoints/300", ORIGIN),
        ("policy", "quorum offices"),
    ],
)
def test_what_the_page_links_to_is_there(policy: Path, path: str, says: str) -> None:
    answer = client(role="").get(f"/proof/{path}")
    assert answer.status_code == 200 and says in words(answer)


def test_the_checker_is_handed_out_and_what_is_not_there_is_not(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    from kinkeeper.witness.one_file import one_file

    assert client().get("/proof/kinkeeper-check.pyz").content == one_file()
    assert client().get("/proof/checkpoints/7").status_code == client().get("/proof/policy").status_code == 404
    monkeypatch.setattr(settings, "KINKEEPER_POLICY", "/nowhere")
    assert client().get("/proof/policy").status_code == 404 and client().get("/proof/").status_code == 200


def test_a_receipt_is_made_for_staff_alone(policy: Path) -> None:
    for path in ("/receipts/123/", "/receipts/123.tlog-proof"):
        assert client(role="").get(path).status_code == 302


def test_the_public_sees_every_order_with_its_days_and_nothing_of_what_it_is_about(database: Database) -> None:
    from kinkeeper.domain.sealings import ApproveSealing, ProposeSealing
    from tests.gateway.test_sealing import CANARY, DELGADO, RUIZ, carry_out, lay, send

    lay()
    assert "No order to seal or expunge has been presented." in said()
    order = f"In re {CANARY}, W.D. Tex., 3:18-cv-428"
    send("propose", ProposeSealing("S-1", "expunge", (0, 2), order, f"the record of {CANARY}", RUIZ.name), RUIZ)
    assert "S-1 3:18-cv-428 Destroys what 2 entries say of persons." in said() and "a second person has to approve it" in said()
    send("approve", ApproveSealing("S-1", DELGADO.name), DELGADO)
    assert "Approved; will be carried out from" in said()
    carry_out("seal", 3, name="S-2")
    page = said()
    assert "S-2 18-cv-1 Hides what 1 entry says of persons." in page and "Carried out." in page
    assert CANARY not in client(role="").get("/proof/").content.decode()
    assert "Destruye lo que 2 asientos dicen de personas." in words(client("es", role="").get("/proof/"))
