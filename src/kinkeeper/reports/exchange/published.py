"""Whom the public may be told of: those whose family's consent is recorded, by name, sex and year of birth; nothing else leaves here."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from hashlib import sha256

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.access.consents import Consent, holds_on, may_be_published
from kinkeeper.domain.dates import Moment, day
from kinkeeper.domain.terms import TieStatus
from kinkeeper.extracts.standards.pfif import Published
from kinkeeper.queries.findings import list_ties
from kinkeeper.queries.portraits import Portrait, get_portraits
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.queries.taken.consented import list_public_consents

SEXES = {"F": "female", "M": "male"}
USED_FROM = 0.9
"""From this probability on a tie is used without a person's word."""
NOTE = (
    "The family of this person agreed that they may be looked for. Do not write here where anybody is. / "
    "La familia de esta persona aceptó que se le busque. No escriba aquí dónde está nadie."
)


def published(viewer: Viewer, here: Standpoint, domain: str) -> list[Published]:
    """
    A record for each person who may be told of on the day, and four fields for each of whom no more may be told.

    :raises NotAllowed: if the viewer may not read.
    """
    consents: dict[str, list[Consent]] = defaultdict(list)
    for one in list_public_consents(viewer, here):
        if one.first_day[:10] <= here.as_of[:10]:
            consents[one.person_id].append(one)
    portraits, adults = get_portraits(viewer, consents, here), _tied(viewer, here, consents)
    return list(_records(consents, portraits, adults, (here.as_of, domain)))


def _records(
    consents: Mapping[str, list[Consent]], portraits: Mapping[str, Portrait], adults: Mapping[str, set[str]], of: tuple[Moment, str]
) -> Iterator[Published]:
    on, domain = of
    for person, own in consents.items():
        told = portraits.get(person) or Portrait(person)
        family = [one for adult in adults.get(person, ()) for one in consents.get(adult, ())]
        allows = may_be_published(own, family, age=told.age(on), on=on) if told.name else None
        for one in own:
            if one is allows:
                yield _whole(one, told, domain)
            elif not holds_on(one, on):
                yield Published(_id(one, domain), _instant(one.first_day), _ends(one))


def _whole(one: Consent, told: Portrait, domain: str) -> Published:
    surnames = told.name.removeprefix(told.given).strip() if told.given and told.name.startswith(told.given) else ""
    return Published(
        _id(one, domain),
        _instant(one.first_day),
        _ends(one),
        full_name=told.name,
        given_name=told.given if surnames else "",
        family_name=surnames,
        sex=SEXES.get(told.sex, ""),
        born_in=told.born[:4],
        note=NOTE,
    )


def _tied(viewer: Viewer, here: Standpoint, persons: Collection[str]) -> dict[str, set[str]]:
    """Child -> adults to whom it is tied so surely that the tie is used."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in list_ties(viewer, persons, known_at=here.known_at):
        if one.status != TieStatus.REFUTED and float(one.probability) >= USED_FROM:
            found[one.child].add(one.adult)
    return found


def _id(one: Consent, domain: str) -> str:
    """DOMAIN/LOCAL; the local part is made of the consent, so that it is the same each time and stands in no other list."""
    return f"{domain}/{sha256(f'pfif {one.consent_id} {one.person_id}'.encode()).hexdigest()[:20]}"


def _ends(one: Consent) -> str:
    if one.taken_back_on:
        return _instant(one.taken_back_on)
    last = day(one.last_day)
    assert last is not None  # the rule of consents has seen that it is a day
    return _instant((last + timedelta(days=1)).isoformat())


def _instant(on: Moment) -> str:
    return f"{on[:10]}T00:00:00Z"
