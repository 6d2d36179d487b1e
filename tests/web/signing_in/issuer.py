"""A provider of proof (OpenID Connect) on the loopback address, over real HTTP, with keys of its own; it lies where a test tells it to."""

import base64
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT = "kinkeeper"
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
ANOTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Issuer:
    """Who is signed in there, what is lied about, and what it was asked."""

    address: str = ""
    person: dict[str, Any] = field(default_factory=lambda: {"sub": "s-1", "email": "r.delgado@orr.example.gov", "email_verified": True})
    secrets: set[str] = field(default_factory=lambda: {"first secret".replace(" ", "-")})
    client_key: Any = None
    """The public key of a client that shows signed assertions."""
    claims: dict[str, Any] = field(default_factory=dict)
    """What stands otherwise in the token; None: it is missing."""
    sign: Callable[[dict[str, Any]], str] = lambda claims: jwt.encode(claims, RSA, "RS256", headers={"kid": "k1"})
    document: dict[str, Any] = field(default_factory=dict)
    in_userinfo: bool = False
    userinfo_subject: str = ""
    algorithm: str = "RS256"
    answer: tuple[int, bytes] | None = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def configuration(self) -> dict[str, Any]:
        """What it says of itself."""
        of = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/keys", "userinfo_endpoint": "/userinfo"}
        return {"issuer": self.address, **{name: self.address + path for name, path in of.items()}} | self.document

    def keys(self) -> dict[str, Any]:
        """Its public keys."""
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(RSA.public_key()))
        return {"keys": [public | {"kid": "k1", "use": "sig", "alg": self.algorithm}]}

    def authorize(self, query: str) -> str:
        """The address to which somebody who has signed in here is sent back."""
        told = dict(parse_qsl(query))
        code = f"code-{len(self.codes)}"
        self.codes[code] = told
        return f"{told['redirect_uri']}?{urlencode({'code': code, 'state': told['state']})}"

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """A token for a code: once, for who asked, by who can show the verifier."""
        asked = self.codes.pop(form.get("code", ""), None)
        if not self.knows(form):
            self.codes |= {form["code"]: asked} if asked else {}
            return 401, {"error": "invalid_client"}
        challenge = base64.urlsafe_b64encode(sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        if asked is None or asked["redirect_uri"] != form.get("redirect_uri") or asked["code_challenge"] != challenge:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        said = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"], "sub": self.person["sub"]}
        said |= ({} if self.in_userinfo else self.person) | ({"acr": asked["acr_values"]} if "acr_values" in asked else {})
        claims = {name: value for name, value in (said | self.claims).items() if value is not None}
        return 200, {"access_token": "a-1", "token_type": "Bearer", "id_token": self.sign(claims)}

    def knows(self, form: dict[str, str]) -> bool:
        """Whether that is the client."""
        if self.client_key is None:
            return form.get("client_id") == CLIENT and form.get("client_secret") in self.secrets
        jwt.decode(form["client_assertion"], self.client_key, ["RS256"], audience=f"{self.address}/token", issuer=CLIENT)
        return True


class _Page(BaseHTTPRequestHandler):
    server: Any

    def do_GET(self) -> None:
        issuer: Issuer = self.server.issuer
        parts = urlsplit(self.path)
        issuer.asked.append(parts.path)
        if issuer.answer and parts.path != "/authorize":
            self._send(*issuer.answer)
        elif parts.path == "/authorize":
            self._send(302, b"", {"Location": issuer.authorize(parts.query)})
        elif parts.path == "/keys":
            self._send(200, json.dumps(issuer.keys()).encode())
        elif parts.path == "/userinfo" and self.headers["Authorization"] == "Bearer a-1":
            self._send(200, json.dumps(issuer.person | {"sub": issuer.userinfo_subject or issuer.person["sub"]}).encode())
        elif parts.path.endswith("/.well-known/openid-configuration"):
            self._send(200, json.dumps(issuer.configuration()).encode())
        else:
            self._send(404, b"{}")

    def do_POST(self) -> None:
        issuer: Issuer = self.server.issuer
        issuer.asked.append(self.path)
        form = {name: values[0] for name, values in parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()).items()}
        status, said = issuer.token(form)
        self._send(status, json.dumps(said).encode())

    def _send(self, status: int, body: bytes, more: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in ({"Content-Type": "application/json", "Content-Length": str(len(body))} | (more or {})).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """The tests say what went wrong."""


@contextmanager
def issuing() -> Iterator[Issuer]:
    """A provider that listens until the context ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Page)
    server.daemon_threads = True
    server.issuer = Issuer(f"http://127.0.0.1:{server.server_port}")  # type: ignore[attr-defined]
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.issuer  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def pem(key: Any) -> bytes:
    """A private key as it is kept in a file."""
    return bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
