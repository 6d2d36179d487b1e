"""Programs are told of what they may know of, signed, at least once, and of nothing else."""

import os
import re
import signal
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kinkeeper.domain.access.accounts import ENFORCES, ROLES_OF
from kinkeeper.domain.access.hooks import may_reach, networks_of, target_of, wait_after
from kinkeeper.domain.errors import NotAllowed, Refused
from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.placements import Placement, ReportPlacement
from kinkeeper.domain.records import ReceiveRecords, Record, Stay
from kinkeeper.domain.separations import RaiseSeparations, Separation, WithdrawSeparations
from kinkeeper.domain.ties import AssessTies, Evidence, Tie
from kinkeeper.gateway import clock
from kinkeeper.site.database import Database, environment_of
from tests.access.planted import CANARY, SPONSOR, planted
from tests.cli.test_verify import address as address_of
from tests.figures import Figure
from tests.jobs.receiver import Receiver, a_receiver, is_signed
from tests.web.browsing import AT_THE_COMPUTER, somebody
from tests.web.scene import ALBERTO, FAMILY, KEVIN, MAITE, YAMILET, history, play

LOOPBACK = "127.0.0.0/8 ::1/128"


@pytest.fixture
def world(database: Database) -> Iterator[Database]:
    """Where this computer's own addresses may be sent to."""
    from django.test import override_settings

    with override_settings(KINKEEPER_HOOK_NETWORKS=LOOPBACK):
        yield database


def hook(receiver: Receiver, role: str = "coordinator", agency: str = "", purpose: str = "") -> Any:
    """A new hook of the account of this role: it and its secret."""
    from kinkeeper.gateway.programs.hooks import make_hook

    return make_hook(somebody(role, agency).pk, f"{receiver.address}/told?of=us", "tests", purpose, actor=AT_THE_COMPUTER)


def send() -> int:
    from kinkeeper.jobs.hooks.sending import send_waiting

    return send_waiting()


def state() -> Any:
    from kinkeeper.queries.access.hooks import list_hooks

    [one] = list_hooks(AT_THE_COMPUTER)
    return one


def size() -> int:
    from kinkeeper.queries.moments import ledger_size

    return ledger_size()


def written(kind: str) -> list[dict[str, Any]]:
    """The entries of the access log of a kind."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT convert_from(body, 'UTF8') FROM access_entry ORDER BY seq")
        return [told for (body,) in cursor.fetchall() if (told := msgspec.json.decode(body))["kind"] == kind]


def more(number: int) -> None:
    """Something more becomes known."""
    stay = Stay("ORR", "Harlingen, Texas", f"2018-06-{number + 10}")
    play([ReportPlacement(Placement(f"more {number}", KEVIN, stay))], name=f"more {number}")


def let_it_be_tried(admin: Any) -> None:
    """As if the waiting were over."""
    admin.execute("UPDATE hook SET next_at = now() - interval '1 second'")


def test_what_became_known_is_told_signed_and_looked_at_on_record(world: Database) -> None:
    with a_receiver() as receiver:
        given = hook(receiver)
        play(history())
        assert send() == 1
        [(headers, body)] = receiver.got
        [told] = receiver.told()
        assert is_signed(given.secret, headers, body) and not is_signed(given.secret, headers, body + b" ")
        assert not is_signed("another", headers, body) and headers["Kinkeeper-Timestamp"] == told["timestamp"]
        assert set(told) == {"id", "hook", "position", "timestamp", "events"} and told["position"] == size()
        assert {one["kind"] for one in told["events"]} == {"person", "tie", "family", "custody", "separation"}
        assert {person for one in told["events"] for person in one["persons"]} == {MAITE, YAMILET, KEVIN, ALBERTO}
        assert all(set(one) == {"position", "kind", "persons"} for one in told["events"])
        assert not re.search("Xitumul|Yamilet|Maite|2018|20197|Harlingen", re.sub("P(maite|yamilet|kevin|alberto)", "", body.decode()))
        [look] = [one for one in written("person.read") if one["said"]["door"] == f"hook {given.hook.hook_id}"]
        assert set(look["said"]["persons"]) == {MAITE, YAMILET, KEVIN, ALBERTO} and look["purpose"] == "reunification"
        assert set(look["said"]["groups"]) == {"identity", "kinship", "custody"}
        assert send() == 0 and len(receiver.got) == 1 and state().position == size()
    assert given.secret not in str(written("hook.made")) and len(written("hook.made")) == 1


def test_what_is_not_taken_is_sent_again_under_the_same_number_and_the_position_waits(world: Database, _laid: Any) -> None:
    with a_receiver(500, 301, 404) as receiver:
        hook(receiver)
        play(history())
        for tries, words in enumerate(("It answered 500.", "It answered 301.", "It answered 404."), 1):
            assert send() == 0 and send() == 0, "it waits"
            assert (state().failed, state().said, state().position) == (tries, words, 0)
            more(tries)
            let_it_be_tried(_laid.admin)
        assert send() == 2
        assert len({one["id"] for one in receiver.told()[:4]}) == 1 and len(receiver.got) == 5 and state().failed == 0
        assert state().position == size() and all("/elsewhere" not in headers for headers, _ in receiver.got)
        port = int(receiver.address.rpartition(":")[2])
    more(9)
    assert send() == 0 and state().said.startswith("It did not answer") and state().failing_since
    let_it_be_tried(_laid.admin)
    with a_receiver(port=port) as receiver:
        assert send() == 1 and receiver.events() and state().position == size() and not state().failing_since


def test_one_that_takes_nothing_for_a_week_ends_and_so_does_one_whose_account_is_closed(world: Database, _laid: Any) -> None:
    from kinkeeper.gateway.accounts import close_account

    with a_receiver(500) as receiver:
        hook(receiver)
        play(history())
        send()
        _laid.admin.execute("UPDATE hook SET failing_since = now() - interval '8 days', failed = 30")
        receiver.answers.append(500)
        let_it_be_tried(_laid.admin)
        send()
        assert state().ended_at and [one["said"]["why"] for one in written("hook.ended")] == ["it took nothing for 7 days"]
        [(secret,)] = _laid.admin.execute("SELECT secret FROM hook").fetchall()
        assert secret == b""
        let_it_be_tried(_laid.admin)
        assert send() == 0 and len(receiver.got) == 2
        other = hook(receiver, "caseworker")
        close_account(other.hook.account, actor=AT_THE_COMPUTER)
        more(9)
        assert send() == 0 and len(receiver.got) == 2 and written("hook.ended")[-1]["said"]["why"] == "its account is closed"


def test_a_killed_job_loses_nothing(world: Database) -> None:
    """Killed while the receiver has it and has not answered: it comes again, and what came after it too."""
    environment = environment_of(None) | {"DATABASE_URL": address_of(world.app), "DATABASE_OWNER_URL": address_of(world.owner)}
    environment |= {"KINKEEPER_HOOK_NETWORKS": LOOPBACK, "KINKEEPER_KEYS": " ".join(world.keys)}
    with a_receiver(holds=threading.Event()) as receiver:
        hook(receiver)
        play(history())
        words = [sys.executable, "-m", "kinkeeper.cli", "hooks", "send"]
        with subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as job:
            came = receiver.came.wait(20)
            os.kill(job.pid, signal.SIGKILL)
            assert came, job.communicate()
        first = receiver.events()
        assert first and state().position == 0 and state().sending == size()
        more(9)
        assert receiver.holds
        receiver.holds.set()
        until = time.monotonic() + 10  # the server learns that the killed one is gone, and gives its turn to another
        while state().position < size() and time.monotonic() < until:
            send()
        assert receiver.told()[0]["id"] == receiver.told()[1]["id"] and set(first) < set(receiver.events())
        assert state().position == size()


@pytest.mark.parametrize("agency", sorted(ENFORCES))
def test_an_agency_that_arrests_is_told_nothing_of_a_sponsor_and_nothing_is_sent_for_enforcement(
    world: Database, agency: str, figure: Figure
) -> None:
    with a_receiver() as receiver:
        with pytest.raises(Refused, match="Nothing is sent for enforcement"):
            hook(receiver, "officer", agency)
        readers = [role for role in ("caseworker", "data_officer", "records_officer") if role in ROLES_OF[agency]]
        for role in readers:
            hook(receiver, role, agency)
        with a_receiver() as open_to_all:
            hook(open_to_all, "caseworker", "ORR")
            play(planted())
            send()
            assert SPONSOR in open_to_all.everything(), "where it may it is told"
            assert CANARY not in open_to_all.everything() and FAMILY not in open_to_all.everything()
        told = receiver.everything()
        assert CANARY not in told and SPONSOR not in told and len(readers) >= 2
        assert YAMILET in told
        known = [receiver.events()]
        for outcome in ("reunited", "released_to_other"):
            went = Separation(MAITE, YAMILET, "2018-05-21", CANARY, "", "recorded", "0.9700", CANARY, "", outcome, "2018-07-01")
            words = (Evidence("named", f"tía {CANARY} {outcome}", "9.9"),)
            tie = Tie(KEVIN, YAMILET, "parent", "suggested", "0.9800", "recovered", words)
            play([RaiseSeparations(outcome, (went,)), AssessTies(outcome, (tie,))], name=outcome)
            send()
            known.append(receiver.events())
        assert [kind for _, kind, _ in known[1][len(known[0]) :]] == ["separation"], "that she is in custody no longer, they are told"
        assert known[1] == known[2], "to whom a child went, and why a tie is held, does not show by that it changed"
        figure(20, "{} deliveries of {} events, no byte of the canary", len(receiver.got), len(receiver.events()))


def test_a_separation_that_is_known_no_more_is_told_to_who_knew_of_it(world: Database) -> None:
    with a_receiver() as receiver, a_receiver() as stranger:
        play(history())
        hook(receiver)
        hook(stranger, "counsel")
        play([WithdrawSeparations("again", ((MAITE, YAMILET),))], name="again")
        assert send() == 1 and stranger.got == []
        assert [(kind, persons) for _, kind, persons in receiver.events()] == [("separation", (MAITE, YAMILET))]
        assert send() == 0, "once"


def test_each_agency_is_told_of_its_own_alone(world: Database) -> None:
    def one(number: int, layout: str) -> Record:
        return Record(f"q{number}", f"y{layout}", f"{layout}.csv#{number}", layout, number, given="A", surnames="B")

    with a_receiver() as of_ice, a_receiver() as of_orr, a_receiver() as of_counsel:
        hook(of_ice, "caseworker", "ICE")
        hook(of_orr, "caseworker", "ORR")
        hook(of_counsel, "counsel")
        people = (Person("Phers", ("q1",)), Person("Phis", ("q2",)), Person("Pboth", ("q3", "q4")))
        records = (one(1, "ice_detention"), one(2, "orr_children"), one(3, "ice_detention"), one(4, "orr_children"))
        apart = Separation("Phis", "Phers", "2018-05-21", "", "", "recorded", "0.9700", "", "", "apart", "")
        play([ReceiveRecords(records), IdentifyPeople("one", people), RaiseSeparations("one", (apart,))])
        assert send() == 2
        assert {persons for _, _, persons in of_ice.events()} == {("Phers",), ("Pboth",)}
        assert {persons for _, _, persons in of_orr.events()} == {("Phis",), ("Pboth",)}
        assert "Phis" not in of_ice.everything() and "Phers" not in of_orr.everything() and of_counsel.got == []


def test_an_agency_s_administrator_makes_and_ends_its_own(world: Database) -> None:
    from kinkeeper.domain.access import Actor
    from kinkeeper.gateway.programs.hooks import end_hook, make_hook
    from kinkeeper.queries.access.hooks import list_hooks

    mine, other = (Actor("adm", agency, "administrator", "administration") for agency in ("ORR", "ICE"))
    name = somebody("caseworker").pk
    given = make_hook(name, "https://portal.example.gov/told", "portal", actor=mine)
    assert [one.hook_id for one in list_hooks(mine)] == [given.hook.hook_id] and list_hooks(other) == []
    for not_mine in (lambda: make_hook(name, "https://x.example/", "x", actor=other), lambda: end_hook(given.hook.hook_id, actor=other)):
        with pytest.raises(NotAllowed, match="own agency"):
            not_mine()
    end_hook(given.hook.hook_id, actor=mine, why="changed over")
    with pytest.raises(Refused, match="has ended"):
        end_hook(given.hook.hook_id, actor=mine)


def test_nothing_is_sent_to_private_addresses_unless_the_operator_says_so(database: Database, _laid: Any, figure: Figure) -> None:
    from django.test import override_settings

    with a_receiver() as receiver:
        with override_settings(KINKEEPER_HOOK_NETWORKS=LOOPBACK):
            hook(receiver)
        play(history())
        for networks, words in (("", "Give an address that begins with https"), ("10.0.0.0/8", "Nothing is sent there")):
            let_it_be_tried(_laid.admin)
            with override_settings(KINKEEPER_HOOK_NETWORKS=networks):
                assert send() == 0 and state().said.startswith(words)
        for name in ("localhost", "127.0.0.1", "[::1]", "0.0.0.0", "2130706433", "[::ffff:127.0.0.1]"):
            _laid.admin.execute("UPDATE hook SET address = %s", [f"https://{name}:{receiver.address.rpartition(':')[2]}/"])
            let_it_be_tried(_laid.admin)
            assert send() == 0 and re.match("Nothing is sent there|Its name is not known", state().said), name
        assert receiver.got == [] and state().position == 0
    figure(37, "{} spellings of this computer, nothing reached the listener", 6)


def certificate(folder: Path) -> Path:
    """A certificate of localhost that nobody has signed but itself, with its key, in a file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), clock.instant()
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    signed = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = folder / "certificate.pem"
    path.write_bytes(signed + private)
    return path


def test_nothing_is_sent_where_the_certificate_does_not_hold(
    world: Database, _laid: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = certificate(tmp_path)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(path)
    with a_receiver(tls=tls) as receiver:
        hook(receiver)
        play(history())
        assert send() == 0 and state().said.startswith("TLS with it failed") and receiver.got == []
        monkeypatch.setenv("SSL_CERT_FILE", str(path))  # as the operator says whom to trust
        _laid.admin.execute("UPDATE hook SET address = replace(address, 'localhost', '127.0.0.1')")
        let_it_be_tried(_laid.admin)
        assert send() == 0 and state().said.startswith("TLS with it failed") and receiver.got == [], "the name is another"
        _laid.admin.execute("UPDATE hook SET address = replace(address, '127.0.0.1', 'localhost')")
        let_it_be_tried(_laid.admin)
        assert send() == 1 and receiver.got[0][0]["Host"] == receiver.address.removeprefix("https://")


@pytest.mark.long
def test_a_receiver_that_never_ends_is_left_after_five_seconds(world: Database) -> None:
    with a_receiver(drips=True) as receiver:
        hook(receiver)
        play(history())
        began = time.monotonic()
        assert send() == 0 and state().said.startswith("It did not answer")
        assert 4 < time.monotonic() - began < 8
        receiver.drips = False


PRIVATE = ("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "240.0.0.1")
PRIVATE += ("::1", "::", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1")


@pytest.mark.parametrize("number", PRIVATE)
def test_an_address_that_is_not_public_is_refused_beside_a_public_one_too(number: str, figure: Figure) -> None:
    target = target_of("https://portal.example.gov/told")
    assert may_reach(["93.184.216.34"], target) and may_reach(["2606:2800:220:1::1"], target)
    assert not may_reach([number], target) and not may_reach(["93.184.216.34", number], target) and not may_reach([], target)
    figure(37, "{} addresses that are not public, all refused", 1)


@pytest.mark.parametrize(
    "address",
    [
        *(
            "http://portal.example.gov/",
            "ftp://x/",
            "https://",
            "https://a:b@x.example/",
            "https://x.example/#y",
            "https://x.example:99999/",
        ),
        *("https://x.example/a b", "https://x.example/\r\nHost: y", "https://ü.example/", "javascript:1", "https://x.example:0/"),
        "https://[::1/",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(Refused, match="https://"):
        target_of(address)


def test_without_tls_only_into_networks_that_are_named() -> None:
    named = networks_of("127.0.0.0/8 10.1.0.0/16")
    target = target_of("http://10.1.2.3:8080/told", named)
    assert may_reach(["10.1.2.3"], target, named) and not may_reach(["10.2.2.3"], target, named)
    assert not may_reach(["93.184.216.34"], target, named) and target.named == "10.1.2.3:8080"
    with pytest.raises(Refused, match="KINKEEPER_HOOK_NETWORKS"):
        networks_of("portal.example.gov")


def test_it_waits_twice_as_long_each_time_and_six_hours_at_most() -> None:
    waits = [wait_after(failed) for failed in range(1, 41)]
    assert waits[:4] == [timedelta(minutes=some) for some in (1, 2, 4, 8)] and waits == sorted(waits) and waits[-1] == timedelta(hours=6)
