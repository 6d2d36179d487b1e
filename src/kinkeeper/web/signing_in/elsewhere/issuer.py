"""The conversation with a provider: where its pages are, what a code stands for, and who has come."""

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kinkeeper.domain.access.identities import Told
from kinkeeper.domain.access.providers import Provider, is_private
from kinkeeper.domain.errors import Unavailable
from kinkeeper.web.signing_in.elsewhere.asking import SaidNo, ask
from kinkeeper.web.signing_in.elsewhere.tokens import NotProven, assertion, claims_of

BY_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
REFUSALS = frozenset({400, 401})
"""What a provider answers to a secret that it does not know (RFC 6749, 5.2)."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """A provider, and what it says of itself (OpenID Connect Discovery 1.0)."""

    provider: Provider
    says: Mapping[str, Any]

    @classmethod
    def of(cls, provider: Provider) -> "Issuer":
        """
        What the provider says of itself now.

        :raises Unavailable: where it does not answer, or speaks for another.
        """
        says = ask(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
        if says.get("issuer") != provider.issuer:
            raise Unavailable(f"What stands at the address of {provider.label} is of another issuer. Nobody is sent there.")
        return cls(provider, says)

    def address(self, name: str) -> str:
        """
        One of its addresses.

        :raises Unavailable: where it has none, or one without TLS.
        """
        found = self.says.get(name)
        if not isinstance(found, str) or not is_private(found):
            raise Unavailable(f"{self.provider.label} does not say its '{name}', or one without TLS.")
        return found

    def who(self, code: str, *, back: str, verifier: str, nonce: str) -> Told:
        """
        Whom a code stands for.

        :raises NotProven: where the token that is given for it proves nothing.
        :raises Unavailable: where the provider does not answer, or with no token.
        """
        given = self._exchange({"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier})
        if not isinstance(given.get("id_token"), str):
            raise NotProven("no_token")
        claims = claims_of(given["id_token"], ask(self.address("jwks_uri")), self.provider, nonce)
        if self.provider.match == "email" and "email" not in claims:
            claims |= self._more(str(given.get("access_token", "")), claims["sub"])
        return Told(claims["sub"], str(claims.get("email", "")), claims.get("email_verified") is True)

    def _more(self, access: str, subject: str) -> dict[str, Any]:
        """The address, where it stands in no token (OpenID Connect Core 1.0, 5.3.2: of the same subject, or of nobody)."""
        said = ask(self.address("userinfo_endpoint"), headers={"Authorization": f"Bearer {access}"})
        if said.get("sub") != subject:
            raise NotProven("other_userinfo")
        return {name: said[name] for name in ("email", "email_verified") if name in said}

    def _exchange(self, form: Mapping[str, str]) -> dict[str, Any]:
        """With the first secret that the provider knows: while it is changed there are two."""
        endpoint = self.address("token_endpoint")
        refusal: SaidNo | None = None
        for proof in _proofs(self.provider, endpoint):
            try:
                return ask(endpoint, form={**form, "client_id": self.provider.client_id, **proof})
            except SaidNo as error:
                if error.status not in REFUSALS:
                    raise
                refusal = error
        raise refusal or Unavailable(f"The secret for {self.provider.label} is empty.")


def _proofs(provider: Provider, endpoint: str) -> Iterator[dict[str, str]]:
    if provider.key_file:
        signed = assertion(provider, _secret(Path(provider.key_file)), endpoint)
        yield {"client_assertion_type": BY_ASSERTION, "client_assertion": signed}
        return
    kept = _secret(Path(provider.secret_file)) if provider.secret_file else os.environ.get(provider.secret_variable, "")
    for secret in kept.split():
        yield {"client_secret": secret}


def _secret(path: Path) -> str:
    try:
        if path.stat().st_mode & stat.S_IRWXO:
            raise Unavailable(f"Everybody on this computer may read {path}. Take that right away (chmod o= {path}).")
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Unavailable(f"The file {path} of a provider's secret cannot be read.") from error
