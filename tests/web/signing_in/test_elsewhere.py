"""Signing in by an agency's own provider: whom an administrator named comes in, and nobody else, whatever the provider sends."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.identities import Identity
from kinkeeper.domain.access.providers import parse_providers
from kinkeeper.domain.errors import BadExtract, NotAllowed, Refused
from kinkeeper.site.database import Database
from tests.web.browsing import AT_THE_COMPUTER, client, somebody, words
from tests.web.signing_in.issuer import ANOTHER, CLIENT, RSA, Issuer, issuing, pem
from tests.web.signing_in.test_signing_in import knock, with_app

NAME = "kk.caseworker.orr"
START = "/sign/elsewhere/agency/"


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    with issuing() as one:
        yield one


@pytest.fixture
def settled(database: Database, issuer: Issuer, tmp_path: Path, settings_file: Callable[..., None]) -> Issuer:
    """A provider that speaks for ORR, and a caseworker who is known there by her address."""
    somebody("caseworker")
    settings_file(issuer)
    known(email="R.Delgado@orr.example.gov ")
    return issuer


@pytest.fixture
def settings_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Writes the file of providers, and the file of the secret."""
    from django.conf import settings

    secret = tmp_path / "secret"
    secret.touch(mode=0o600)
    secret.write_text("first-secret\n")

    def write(of: Issuer, **more: str) -> None:
        told = {"label": "Sign-in of ORR", "issuer": of.address, "client_id": CLIENT, "secret_file": str(secret)} | more
        lines = [f'{name} = "{value}"' for name, value in told.items() if value]
        file = tmp_path / "providers.toml"
        file.write_text("\n".join(["[agency]", 'agencies = ["ORR"]', *lines]) + "\n")
        monkeypatch.setattr(settings, "KINKEEPER_PROVIDERS", str(file))

    return write


def known(name: str = NAME, actor: Actor = AT_THE_COMPUTER, **by: str) -> None:
    from kinkeeper.gateway.access.identities import name_identity, provider_of

    name_identity(Identity(name, "agency", **by), provider_of("agency"), actor=actor)


class _Stays(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """A redirect is looked at, not followed."""


def sent_back(address: str) -> str:
    """Where the provider sends somebody who has signed in there: path and query at our side."""
    try:
        urllib.request.build_opener(_Stays).open(address, timeout=5)
    except urllib.error.HTTPError as error:
        with error:
            parts = urlsplit(error.headers["Location"])
            return f"{parts.path}?{parts.query}"
    raise AssertionError("not sent back")


def come(browser: Any = None, start: str = START) -> Any:
    """What our side answers to somebody who has gone to the provider and come back."""
    browser = browser or client(role="")
    answer = browser.get(start)
    assert answer.status_code == 302, words(answer)
    answer = browser.get(sent_back(answer["Location"]))
    answer.browser = browser
    return answer


def is_in(answer: Any) -> bool:
    return bool(answer.browser.get("/families/").status_code == 200)


def log(kind: str) -> list[dict[str, Any]]:
    import json

    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT convert_from(body, 'UTF8') FROM access_entry ORDER BY seq")
        found = [json.loads(body) for (body,) in cursor.fetchall()]
    return [one["said"] for one in found if one["kind"] == kind]


def test_whom_an_administrator_named_comes_in_and_is_known_by_the_number_from_then_on(settled: Issuer) -> None:
    assert "Sign in with Sign-in of ORR" in words(client(role="").get("/sign/in/"))
    answer = come(start=START + "?next=/families/")
    assert answer["Location"] == "/families/" and is_in(answer)
    assert log("account.entered")[-1] == {"name": NAME, "by": "agency"}
    assert log("identity.bound") == [{"name": NAME, "provider": "agency", "subject": "s-1"}]
    settled.person = {"sub": "s-1", "email": "married.name@orr.example.gov", "email_verified": True}
    assert is_in(come()) and len(log("identity.bound")) == 1


def test_what_is_asked_bears_a_nonce_a_state_and_a_challenge_and_each_serves_once(settled: Issuer) -> None:
    browser = client(role="")
    ways = [parse_qs(urlsplit(browser.get(START)["Location"]).query) for _ in range(2)]
    assert all(len(way[name][0]) >= 43 for way in ways for name in ("state", "nonce", "code_challenge"))
    assert all(ways[0][name] != ways[1][name] for name in ("state", "nonce", "code_challenge"))
    assert ways[0]["code_challenge_method"] == ["S256"] and ways[0]["response_type"] == ["code"]
    there = sent_back(browser.get(START)["Location"])
    assert browser.get(there).status_code == 302
    assert browser.get("/sign/out/").status_code == 200
    again = browser.get(there)
    assert again.status_code == 503 and "does not prove who you are" in words(again)


def hmac_with_the_public_key(claims: dict[str, Any]) -> str:
    """The trick by which a public key is taken for a secret."""
    import base64
    import hmac
    import json

    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public = RSA.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    parts = [json.dumps(one).encode() for one in ({"alg": "HS256", "kid": "k1", "typ": "JWT"}, claims)]
    text = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    return (text + b"." + base64.urlsafe_b64encode(hmac.digest(public, text, "sha256")).rstrip(b"=")).decode()


def with_its_own_key(claims: dict[str, Any]) -> str:
    """The key itself in the head of the token, and where to fetch it."""
    import json

    own = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(ANOTHER.public_key()))
    return jwt.encode(claims, ANOTHER, "RS256", headers={"kid": "k1", "jwk": own, "jku": "https://elsewhere.example/keys"})


HOUR = 3600
LIES: dict[str, Callable[[Issuer], None]] = {
    "another issuer in the token": lambda one: one.claims.update(iss="https://elsewhere.example"),
    "for another client": lambda one: one.claims.update(aud="another"),
    "for several, and not authorized to us": lambda one: one.claims.update(aud=[CLIENT, "another"]),
    "authorized to another": lambda one: one.claims.update(azp="another"),
    "another nonce": lambda one: one.claims.update(nonce="another"),
    "no nonce": lambda one: one.claims.update(nonce=None),
    "expired": lambda one: one.claims.update(exp=int(time.time()) - HOUR),
    "no expiry": lambda one: one.claims.update(exp=None),
    "not yet": lambda one: one.claims.update(iat=int(time.time()) + HOUR),
    "no subject": lambda one: one.claims.update(sub=None),
    "an empty subject": lambda one: one.claims.update(sub=""),
    "algorithm none": lambda one: setattr(one, "sign", lambda claims: jwt.encode(claims, None, "none", headers={"kid": "k1"})),
    "hmac with the public key": lambda one: setattr(one, "sign", hmac_with_the_public_key),
    "another's key": lambda one: setattr(one, "sign", lambda claims: jwt.encode(claims, ANOTHER, "RS256", headers={"kid": "k1"})),
    "a key that the token brings": lambda one: setattr(one, "sign", with_its_own_key),
    "not before tomorrow": lambda one: one.claims.update(nbf=int(time.time()) + 24 * HOUR),
    "a key that there is not": lambda one: setattr(one, "sign", lambda claims: jwt.encode(claims, RSA, "RS256", headers={"kid": "k9"})),
    "no token at all": lambda one: setattr(one, "sign", lambda claims: None),
    "no JSON web token": lambda one: setattr(one, "sign", lambda claims: "a.b"),
    "another issuer in the document": lambda one: one.document.update(issuer="https://elsewhere.example"),
    "a token endpoint without TLS": lambda one: one.document.update(token_endpoint="http://elsewhere.example/token"),
    "keys from a place without TLS": lambda one: one.document.update(jwks_uri="http://elsewhere.example/keys"),
    "no token endpoint": lambda one: one.document.update(token_endpoint=None),
    "the address of another subject": lambda one: (setattr(one, "in_userinfo", True), setattr(one, "userinfo_subject", "s-2"))[0],
    "an address that is not verified": lambda one: one.person.update(email_verified=False),
    "an address of which nothing is said": lambda one: one.person.pop("email_verified"),
    "verified in words": lambda one: one.person.update(email_verified="true"),
    "an address that nobody here has": lambda one: one.person.update(email="somebody@orr.example.gov"),
    "an address that looks alike": lambda one: one.person.update(email="r.delgadо@orr.example.gov"),
    "no address": lambda one: one.person.pop("email"),
    "a redirect": lambda one: setattr(one, "answer", (302, b"")),
    "no JSON": lambda one: setattr(one, "answer", (200, b"<html>")),
    "a list": lambda one: setattr(one, "answer", (200, b"[]")),
    "half a million letters": lambda one: setattr(one, "answer", (200, b'{"a": "' + b"x" * 500_000 + b'"}')),
    "a fault": lambda one: setattr(one, "answer", (500, b"{}")),
    "no secret that it knows": lambda one: setattr(one, "secrets", {"another"}),
}


def test_nobody_comes_in_by_a_lie(settled: Issuer) -> None:
    truth = settled.__dict__ | {"person": dict(settled.person)}
    browser, let_in = client(role=""), []
    for lie, tell in LIES.items():
        there = sent_back(browser.get(START)["Location"])
        tell(settled)
        answer = browser.get(there)
        if answer.status_code not in (403, 503) or "Nobody was let in" not in words(answer) or browser.get("/families/").status_code != 302:
            let_in.append(lie)
        fresh = {"person": dict(truth["person"]), "claims": {}, "document": {}, "codes": {}}
        settled.__dict__.update(truth | fresh)
    print(f"{len(LIES)} lies of a provider: {len(let_in)} let anybody in")
    assert let_in == [] and log("identity.bound") == [] and log("account.entered") == []
    assert is_in(come())


def test_the_next_holder_of_an_address_is_somebody_else(settled: Issuer) -> None:
    assert is_in(come())
    settled.person = {"sub": "s-2", "email": "r.delgado@orr.example.gov", "email_verified": True}
    answer = come()
    assert answer.status_code == 403 and "belonged to somebody else" in words(answer) and not is_in(answer)


NOT_ASKED = {
    "of another session": ({}, "gone"),
    "of another provider": ({"provider": "another"}, ""),
    "eleven minutes later": ({"at": time.time() - 661}, ""),
    "of the future": ({"at": time.time() + 661}, ""),
    "another state": ({}, "&state=another"),
    "a refusal": ({}, "&error=access_denied"),
    "another issuer": ({}, "&iss=https://elsewhere.example"),
}


def test_an_answer_to_a_question_that_this_session_did_not_ask_opens_nothing(settled: Issuer) -> None:
    browser = client(role="")
    for kept, more in NOT_ASKED.values():
        there = sent_back(browser.get(START)["Location"])
        session = browser.session
        session["elsewhere"] = session["elsewhere"] | kept
        session.save()
        answer = client(role="").get(there) if more == "gone" else browser.get(there + more)
        assert answer.status_code == 503 and "Nobody was let in" in words(answer) and "/token" not in settled.asked


def test_a_provider_opens_no_account_and_none_of_another_agency(settled: Issuer, settings_file: Callable[..., None]) -> None:
    from django.db import connection

    somebody("inspector")
    with pytest.raises(Refused, match="speaks for ORR, and not for OIG"):
        known("kk.inspector.oig", email="i@oig.example.gov")
    with connection.cursor() as cursor:  # a provider that spoke for OIG, and does so no more
        cursor.execute("INSERT INTO identity VALUES ('kk.inspector.oig', 'agency', 'i@oig.example.gov', '')")
    settled.person = {"sub": "s-9", "email": "i@oig.example.gov", "email_verified": True}
    answer = come()
    assert answer.status_code == 403 and "opens this account no more" in words(answer) and not is_in(answer)


def test_a_closed_account_and_one_that_is_ended_stay_closed(settled: Issuer) -> None:
    from kinkeeper.gateway.access.identities import end_identity
    from kinkeeper.gateway.accounts import close_account

    end_identity(NAME, "agency", actor=AT_THE_COMPUTER)
    assert not is_in(come())
    known(email="r.delgado@orr.example.gov")
    assert is_in(come())
    close_account(NAME, actor=AT_THE_COMPUTER)
    assert not is_in(come())


def test_only_an_administrator_of_the_agency_names_and_nobody_twice(settled: Issuer) -> None:
    somebody("inspector")
    ours = Actor("a.orr", "ORR", "administrator", "administration")
    with pytest.raises(NotAllowed):
        known(actor=Actor("a.cbp", "CBP", "administrator", "administration"), email="x@cbp.example.gov")
    with pytest.raises(NotAllowed):
        known(actor=Actor("c.orr", "ORR", "caseworker", "reunification"), email="x@orr.example.gov")
    with pytest.raises(Refused, match="matched by --email"):
        known(actor=ours, subject="s-1")
    with pytest.raises(Refused, match="no e-mail address"):
        known(actor=ours, email="r.delgadо@orr.example.gov")
    known(actor=ours, email="new@orr.example.gov")
    assert log("identity.named")[-1]["email"] == "new@orr.example.gov"


def test_where_the_number_is_named_an_address_opens_nothing(settled: Issuer, settings_file: Callable[..., None]) -> None:
    settings_file(settled, match="subject")
    known(subject="s-7")
    assert not is_in(come())
    settled.person = {"sub": "s-7"}
    assert is_in(come())


def test_a_second_factor_is_still_asked_for_and_the_provider_is_none(settled: Issuer) -> None:
    browser = client(role="")
    knock(browser, NAME)
    with_app(browser)
    answer = come()
    assert answer["Location"] == "/sign/factors/authenticate/" and not is_in(answer)


def test_proof_by_the_provider_alone_gives_no_file_out(settled: Issuer) -> None:
    answer = come()
    assert answer.browser.get("/children-apart/export.csv")["Location"].startswith("/sign/factors/totp/activate/")


def test_a_secret_is_changed_without_a_stop(settled: Issuer, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("second-secret\nfirst-secret\n")
    assert is_in(come())
    settled.secrets = {"second-secret"}
    assert is_in(come())
    (tmp_path / "secret").chmod(0o644)
    answer = come()
    assert answer.status_code == 503 and "Everybody on this computer may read" in words(answer)


def test_a_provider_that_takes_signed_assertions_and_tells_the_address_apart(
    settled: Issuer, tmp_path: Path, settings_file: Callable[..., None]
) -> None:
    """As Login.gov does: `private_key_jwt`, the strength of the proof asked for, the address at the userinfo endpoint."""
    key = tmp_path / "key.pem"
    key.touch(mode=0o600)
    key.write_bytes(pem(ANOTHER))
    settings_file(settled, secret_file="", key_file=str(key), acr="http://idmanagement.gov/ns/assurance/aal/2")
    settled.client_key, settled.in_userinfo = ANOTHER.public_key(), True
    assert is_in(come()) and "/userinfo" in settled.asked
    settled.claims = {"acr": "http://idmanagement.gov/ns/assurance/aal/1"}
    assert not is_in(come())


def test_a_provider_that_is_away_keeps_out_nobody_who_has_a_password(database: Database, issuer: Issuer, settings_file: Any) -> None:
    somebody("caseworker")
    settings_file(issuer, issuer="http://127.0.0.1:1")
    answer = client(role="").get(START)
    assert answer.status_code == 503 and "sign in with your password" in words(answer)
    assert client(role="").get("/sign/elsewhere/another/").status_code == 404
    assert knock(client(role=""), NAME)["Location"] == "/"


GOOD = '[a1]\nissuer = "https://x.example"\nclient_id = "k"\nagencies = ["ORR"]\nsecret_variable = "S"\n'
BAD = {
    "not TOML": "[a1",
    "no table with a name": "a1 = 3",
    "has no 'issuer'": "[a1]\nclient_id = 'k'",
    "begins with https": GOOD.replace("https://", "http://"),
    "which is nothing here": GOOD + "jwks = 'x'\n",
    "needs one of": GOOD + "key_file = 'x'\n",
    "agencies are a list": GOOD.replace('"ORR"', '"FBI"'),
    "matches by": GOOD + "match = 'name'\n",
    "is a text": GOOD + "label = 3\n",
}


@pytest.mark.parametrize("said", BAD)
def test_a_file_that_cannot_be_used_is_refused_by_name(said: str) -> None:
    assert parse_providers(GOOD)["a1"].match == "email"
    with pytest.raises(BadExtract, match=said):
        parse_providers(BAD[said])
