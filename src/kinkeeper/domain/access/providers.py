"""Where staff may prove who they are besides here: an agency's own sign-in (OpenID Connect), as a file says that the operator wrote.

A provider says who somebody is. It opens no account, gives no role, and speaks only for the agencies that the file names.
"""

import re
import tomllib
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from kinkeeper.domain.access.agencies import Agency
from kinkeeper.domain.errors import BadExtract

KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,38}[a-z0-9]")
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
MATCHES = ("email", "subject")
TEXTS = ("label", "issuer", "client_id", "match", "acr", "secret_file", "secret_variable", "key_file", "key_id")


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider of proof. Of what it is known by there, this holds only where it is kept: it is read when it is needed."""

    key: str
    label: str
    issuer: str
    client_id: str
    agencies: frozenset[str]
    match: str = "email"
    """What an administrator names of somebody: the e-mail address that the provider has verified, or the provider's own number of them."""
    acr: str = ""
    """How strong the proof has to be (`acr_values`); asked for, and found in the answer."""
    secret_file: str = ""
    """Secrets, one a line: the first, and while it is changed the others."""
    secret_variable: str = ""
    key_file: str = ""
    """A private key in PEM, where the provider takes signed assertions instead of a secret (RFC 7523)."""
    key_id: str = ""


def parse_providers(text: str) -> dict[str, Provider]:
    """
    What the file says, by the key of each.

    :raises BadExtract: naming the provider and what is wrong with it.
    """
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadExtract(f"The file of providers is not TOML: {error}.") from error
    return {key: _provider(key, one) for key, one in told.items()}


def _provider(key: str, told: Any) -> Provider:
    wrong = f"The provider [{key}]"
    _refuse_shape(wrong, key, told)
    texts = {"label": key} | {name: told[name] for name in TEXTS if name in told}
    given = Provider(key=key, agencies=frozenset(told["agencies"]), **texts)
    if given.match not in MATCHES:
        raise BadExtract(f"{wrong} matches by 'email' or by 'subject', not by '{given.match}'.")
    if sum(map(bool, (given.secret_file, given.secret_variable, given.key_file))) != 1:
        raise BadExtract(f"{wrong} needs one of secret_file, secret_variable and key_file.")
    if not is_private(given.issuer):
        raise BadExtract(f"{wrong}: the issuer is an address that begins with https://.")
    return given


def _refuse_shape(wrong: str, key: str, told: Any) -> None:
    if not KEY.fullmatch(key) or not isinstance(told, dict):
        raise BadExtract(f"{wrong} is no table with a name of small letters, digits and hyphens.")
    unknown = sorted(told.keys() - {*TEXTS, "agencies"})
    if unknown:
        raise BadExtract(f"{wrong} has '{unknown[0]}', which is nothing here. There are: {', '.join(('agencies', *TEXTS))}.")
    if any(not isinstance(told.get(name, ""), str) for name in TEXTS):
        raise BadExtract(f"{wrong}: each of {', '.join(TEXTS)} is a text.")
    missing = next((name for name in ("issuer", "client_id", "agencies") if not told.get(name)), "")
    if missing:
        raise BadExtract(f"{wrong} has no '{missing}'.")
    if not isinstance(told["agencies"], list) or not set(map(str, told["agencies"])) <= set(Agency):
        raise BadExtract(f"{wrong}: agencies are a list of {', '.join(Agency)}.")


def is_private(address: str) -> bool:
    """Whether nobody on the way reads what is sent to an address: TLS, or this computer itself."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK))
