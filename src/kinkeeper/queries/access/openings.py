"""What opens fields beyond the reach of a role, and the agreements that everybody may read."""

from collections.abc import Collection
from typing import Any

import msgspec
from django.db import connection

from kinkeeper.domain.access import Purpose, Viewer
from kinkeeper.domain.access.agreements import Agreement
from kinkeeper.domain.access.agreements import opening as of_agreement
from kinkeeper.domain.access.consents import Consent
from kinkeeper.domain.access.consents import opening as of_consent
from kinkeeper.domain.access.decisions import EVERYTHING, TO_WHO_IS_ASKED, By, Opening
from kinkeeper.queries.access.reading import shows_nobody


@shows_nobody("what two agencies agreed on")
def list_agreements(viewer: Viewer) -> list[Agreement]:
    """Every agreement, the newest first. They name nobody; whoever works here may know what is shared, and until when."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT told FROM public.agreement WHERE until IS NULL ORDER BY first DESC, agreement_id DESC")
        return [msgspec.json.decode(told, type=Agreement) for (told,) in cursor.fetchall()]


@shows_nobody("what is opened, and not what is shown")
def openings_for(viewer: Viewer, persons: Collection[str] = ()) -> list[Opening]:
    """What may open something to this viewer: agreements of the agency; of these persons consents, transfers, own emergencies."""
    agreements = [one for one in list_agreements(viewer) if one.counts and one.reader == viewer.agency]
    return [*map(of_agreement, agreements), *_consents(viewer, persons), *_transfers(viewer, persons), *_emergencies(viewer, persons)]


def _consents(viewer: Viewer, persons: Collection[str]) -> list[Opening]:
    with connection.cursor() as cursor:
        asked = [viewer.agency, list(persons)]
        cursor.execute("SELECT told FROM public.consent WHERE until IS NULL AND agency = %s AND person_id = ANY(%s)", asked)
        return [of_consent(msgspec.json.decode(told, type=Consent)) for (told,) in cursor.fetchall()]


def _transfers(viewer: Viewer, persons: Collection[str]) -> list[Opening]:
    with connection.cursor() as cursor:
        asked = [viewer.agency, list(persons)]
        cursor.execute(
            "SELECT transfer_id, person_id FROM public.transfer WHERE until IS NULL AND open AND to_custodian = %s AND person_id = ANY(%s)",
            asked,
        )
        return [_asked(viewer, *row) for row in cursor.fetchall()]


def _asked(viewer: Viewer, number: str, person: str) -> Opening:
    """It is not a day that ends it but an answer."""
    for_what = frozenset({Purpose.REUNIFICATION})
    return Opening(By.TRANSFER, number, TO_WHO_IS_ASKED, *ALWAYS, for_what, viewer.agency, person=person)


def _emergencies(viewer: Viewer, persons: Collection[str]) -> list[Opening]:
    with connection.cursor() as cursor:
        asked = [viewer.name, list(persons)]
        cursor.execute("SELECT number, person_id, at, ends FROM public.emergency WHERE account = %s AND person_id = ANY(%s)", asked)
        return [_emergency(viewer, *row) for row in cursor.fetchall()]


def _emergency(viewer: Viewer, number: str, person: str, at: Any, ends: Any) -> Opening:
    return Opening(By.EMERGENCY, number, EVERYTHING, _text(at), _text(ends), account=viewer.name, person=person)


ALWAYS = "", "9"
"""From before until after every moment."""


def _text(instant: Any) -> str:
    return str(instant.strftime("%Y-%m-%dT%H:%M:%S.%f"))
