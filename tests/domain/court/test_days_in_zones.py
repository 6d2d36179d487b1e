"""Moments of the border's zones go to the one clock of the world and back without a day lost, in every hour of the year."""

import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kinkeeper.domain.court.instants import local_text, span_of
from tests.figures import Figure

ZONES = ("America/Denver", "America/Chicago", "America/Tijuana", "America/Guatemala")
"""El Paso, the Rio Grande Valley, Tijuana, Guatemala."""
FIRST = datetime(2017, 1, 1)
EVENTS = 10_000


def test_no_event_moves_to_another_day(figure: Figure) -> None:
    chance, moved, twice = random.Random(44), 0, 0
    for _ in range(EVENTS):
        zone = chance.choice(ZONES)
        minute = (FIRST + timedelta(minutes=chance.randrange(9 * 365 * 24 * 60))).isoformat(timespec="minutes")
        span = span_of(minute, zone)
        assert span is not None
        if is_skipped(minute, zone):
            continue  # an hour that no clock there showed
        back = {local_text(instant, zone) for instant in (span.earliest, span.latest)}
        moved += back != {minute}
        twice += not span.is_exact
        day = span_of(minute[:10], zone)
        assert day is not None and day.earliest <= span.earliest and span.latest <= day.latest
    figure(
        44,
        "{} events of {} zones there and back, {} moved to another minute or day, {} in an hour that came twice",
        EVENTS,
        4,
        moved,
        twice,
    )
    assert moved == 0 and twice


def is_skipped(minute: str, zone: str) -> bool:
    """Whether no clock there showed this minute: the hour that is left out in spring."""
    local = datetime.fromisoformat(minute).replace(tzinfo=ZoneInfo(zone))
    return local.astimezone(ZoneInfo("UTC")).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None)
