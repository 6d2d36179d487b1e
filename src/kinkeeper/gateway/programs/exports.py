"""Exports: asked for, let go by a second person where they are many rows, fetched; each time in the access log, in the same transaction."""

import secrets
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

from django.db import connection, transaction

from kinkeeper.domain.access import Actor, require
from kinkeeper.domain.access.exports import (
    LASTS_HOURS,
    Content,
    Export,
    ExportState,
    check_answer,
    check_fetch,
    check_why,
    state_of_new,
)
from kinkeeper.domain.access.log import ExportAnswered, ExportAsked, ExportFetched
from kinkeeper.gateway import access_log, clock, limits
from kinkeeper.queries.access.exports import get_export

ASKED, WITHIN = 30, 3_600
"""So many exports of one account within an hour."""

_ASKED = """
INSERT INTO export (export_id, account, agency, role, purpose, why, what, asked, as_of, entries, form, language, rows, state,
                    asked_at, expires_at, answered_by, fetched)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '', 0)
"""


def ask_for(content: Content, rows: int, why: str, *, actor: Actor) -> Export:
    """
    Ask for a file of so many rows. Few can be fetched at once; more wait for a second person.

    :raises NotAllowed: where the actor may not read.
    :raises Refused: where it is not said what for.
    :raises TooOften: where too many were asked for.
    """
    require(actor, "read")
    why = check_why(why)
    limits.count("export", actor.name, most=ASKED, seconds=WITHIN)
    state, now, export_id = state_of_new(rows), clock.instant(), f"EX-{secrets.token_hex(5)}"
    until = now + timedelta(hours=LASTS_HOURS) if state is ExportState.READY else None
    told = content.what, content.asked, content.as_of, content.entries, content.form
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        access_log.append(cursor, [ExportAsked(export_id, *told, rows, why, state is ExportState.WAITING)], actor)
        whose = export_id, actor.name, actor.agency, actor.role, actor.purpose, why
        cursor.execute(_ASKED, [*whose, *told, content.language, rows, state.value, now, until])
    return get_export(actor, export_id)


def answer(export_id: str, *, approved: bool, why: str = "", actor: Actor) -> Export:
    """
    Let an export go, or not. From here on it can be fetched for a day.

    :raises NotAllowed: where the actor may not: another agency's, their own, or no right to.
    :raises NotFound: where there is none.
    :raises Refused: where it does not wait.
    """
    now = clock.instant()
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        check_answer(actor, get_export(actor, export_id, lock=True))
        access_log.append(cursor, [ExportAnswered(export_id, approved, why[:300])], actor)
        state = ExportState.READY if approved else ExportState.REFUSED
        cursor.execute(
            "UPDATE export SET state = %s, answered_by = %s, answered_at = %s, expires_at = %s WHERE export_id = %s",
            [state.value, actor.name, now, now + timedelta(hours=LASTS_HOURS) if approved else None, export_id],
        )
    return get_export(actor, export_id)


def fetch(export_id: str, make: Callable[[Export], bytes], *, actor: Actor) -> tuple[Export, bytes]:
    """
    The file, made now from what it is to hold, as the actor may see it now. Whom it shows, the door that asks writes down.

    :raises NotAllowed: where somebody else asked for it.
    :raises NotFound: where there is none.
    :raises Refused: where it waits, was refused, or its time is over.
    """
    export = get_export(actor, export_id)
    check_fetch(actor, export, clock.now())
    made = make(export)
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        access_log.append(cursor, [ExportFetched(export_id, export.content.form, sha256(made).hexdigest())], actor)
        cursor.execute("UPDATE export SET fetched = fetched + 1 WHERE export_id = %s", [export_id])
    return export, made
