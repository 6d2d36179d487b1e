"""What became known is told to hooks: the ledger is followed by position, from where each hook stands.

For each slice of it, the steps, each durable before the next begins; stopped anywhere, the next round goes on:

    1 what the hook's account may know of   asked behind the wall, as the API asks
    2 which slice it is                     kept, so that it bears the same number when it is sent again
    3 the look                              in the access log
    4 the POST
    5 the position moves                    the commit point: the receiver has said 2xx
"""

import logging
from collections.abc import Mapping
from dataclasses import replace
from time import monotonic

from kinkeeper.domain.access import Actor, Viewer
from kinkeeper.domain.access.hooks import ENDS_AFTER, Event, Hook, body_of, signature
from kinkeeper.domain.errors import Unavailable
from kinkeeper.gateway import access_log, clock
from kinkeeper.gateway.programs import hooks
from kinkeeper.gateway.wall import look_as, look_no_more
from kinkeeper.jobs.hooks.posting import NotTaken, post
from kinkeeper.queries.access.accounts import get_account
from kinkeeper.queries.access.hooks import find_hook, hooks_due, list_events
from kinkeeper.queries.access.reading import reading
from kinkeeper.queries.moments import ledger_size

ENTRIES_AT_ONCE = 500
ROUND_SECONDS = 20.0
"""No new POST is begun in a round after so long: others wait for the worker."""
RULES = Actor("Kinkeeper", "", "operator")
"""Who ends a hook that takes nothing."""


def send_waiting() -> int:
    """Tell every hook what waits for it, within the time of a round. Returns how many times something was taken."""
    until, sent = monotonic() + ROUND_SECONDS, 0
    for hook_id in hooks_due(clock.instant()):
        with hooks.turn_of(hook_id) as mine:
            while mine and monotonic() < until and (taken := _step(hook_id)) is not None:
                sent += taken
    return sent


def _step(hook_id: str) -> int | None:
    """One slice for one hook: whether something was sent; None where nothing waits, or it has to wait."""
    kept = find_hook(hook_id)
    if kept is None or kept.hook.ended_at:
        return None
    hook = kept.hook
    account = get_account(hook.account)
    if account is None or account.closed:
        hooks.end_hook(hook_id, actor=RULES, why="its account is closed")
        return None
    until = hook.sending or min(ledger_size(), hook.position + ENTRIES_AT_ONCE)
    if until <= hook.position:
        return None
    viewer = replace(account.actor, purpose=hook.purpose)
    events = _looked(hook, viewer, until)
    if not events:
        hooks.nothing_to_tell(hook, until)
        return 0
    return 1 if _sent(hook, viewer, until, events) else None


def _looked(hook: Hook, viewer: Viewer, until: int) -> list[Event]:
    """What may be told; once it is on record who looked, and at whom."""
    look_as(viewer)
    try:
        with reading() as seen:
            events = list_events(viewer, hook.position, until, clock.now())
    finally:
        look_no_more()
    if events:
        hooks.begin(hook, until)
        said, persons = seen.said(f"hook {hook.hook_id}")
        access_log.write_down(said, viewer, persons)
    return events


def _sent(hook: Hook, viewer: Viewer, until: int, events: list[Event]) -> bool:
    began = monotonic()
    try:
        status = post(hook.address, *_signed(hook, until, events), hooks.networks())
    except (NotTaken, Unavailable) as error:
        _log(viewer, began, logging.WARNING, error.code)
        if hooks.not_taken(hook, str(error)):
            hooks.end_hook(hook.hook_id, actor=RULES, why=f"it took nothing for {ENDS_AFTER.days} days")
            _log(viewer, began, logging.ERROR, "hook_ended")
        return False
    hooks.taken(hook, until, f"It answered {status}.")
    _log(viewer, began, logging.INFO, "taken")
    return True


def _signed(hook: Hook, until: int, events: list[Event]) -> tuple[bytes, Mapping[str, str]]:
    at = clock.now()
    body = body_of(hook, until, events, at)
    return body, {
        "Content-Type": "application/json",
        "User-Agent": "kinkeeper",
        "Kinkeeper-Timestamp": at,
        "Kinkeeper-Signature": signature(hooks.secret_of(hook.hook_id), at, body),
    }


def _log(viewer: Viewer, began: float, level: int, code: str) -> None:
    told = {"operation": "webhook send", "agency": viewer.agency, "role": viewer.role, "purpose": viewer.purpose, "code": code}
    logging.getLogger("kinkeeper").log(level, "webhook", extra={"told": told | {"ms": round((monotonic() - began) * 1000)}})
