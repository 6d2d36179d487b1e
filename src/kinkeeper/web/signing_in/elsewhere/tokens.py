"""The token by which a provider says who somebody is (OpenID Connect Core 1.0, 3.1.3.7): anybody's, until its signature is checked."""

import secrets
from collections.abc import Mapping
from hmac import compare_digest
from typing import Any

import jwt

from kinkeeper.domain.access.providers import Provider
from kinkeeper.domain.errors import Unavailable
from kinkeeper.gateway import clock

ALGORITHMS = ("RS256", "PS256", "ES256", "ES384", "EdDSA")
"""With a public key alone. Neither `none`, nor HMAC, for which a public key could be taken as the secret."""
SKEW = 60
LONGEST_PROOF = 300


class NotProven(Unavailable):
    """A token is not this provider's, not for us, not for this sign-in, or too old. `reason` is for the log."""

    code = "not_proven"

    def __init__(self, reason: str) -> None:
        super().__init__("What the provider sent does not prove who you are. Nobody was let in. Try again, or sign in with your password.")
        self.reason = reason


def claims_of(token: str, keys: Mapping[str, Any], provider: Provider, nonce: str) -> dict[str, Any]:
    """
    What a token says, once it is proven to be said by this provider, to us, now, in answer to this question.

    :raises NotProven: where it is not.
    """
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            _key(token, keys),
            algorithms=list(ALGORITHMS),
            issuer=provider.issuer,
            audience=provider.client_id,
            leeway=SKEW,
            options={"require": ["iss", "sub", "aud", "exp", "iat", "nonce"]},
        )
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise NotProven(type(error).__name__) from error
    if not compare_digest(str(claims["nonce"]), nonce):
        raise NotProven("nonce")
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if several else provider.client_id) != provider.client_id:
        raise NotProven("azp")
    if provider.acr and claims.get("acr") not in provider.acr.split():
        raise NotProven("acr")
    if not isinstance(claims["sub"], str) or not claims["sub"]:
        raise NotProven("sub")
    return claims


def _key(token: str, keys: Mapping[str, Any]) -> Any:
    """The key of the provider that a token names, of the kind that its algorithm needs."""
    header = jwt.get_unverified_header(token)
    if header.get("alg") not in ALGORITHMS:
        raise NotProven("algorithm")
    known = [one for one in jwt.PyJWKSet.from_dict(dict(keys)).keys if one.public_key_use in (None, "sig")]
    fitting = [one for one in known if header.get("kid") in (None, one.key_id)]
    if len(fitting) != 1:
        raise NotProven("key")
    return fitting[0]


def assertion(provider: Provider, private_key: str, endpoint: str) -> str:
    """What we show a provider instead of a secret (RFC 7523, 2.2): signed, for this endpoint, for five minutes, once."""
    now = int(clock.instant().timestamp())
    said = {
        "iss": provider.client_id,
        "sub": provider.client_id,
        "aud": endpoint,
        "jti": secrets.token_urlsafe(32),
        "iat": now,
        "exp": now + LONGEST_PROOF,
    }
    return jwt.encode(said, private_key, algorithm="RS256", headers={"kid": provider.key_id} if provider.key_id else None)
