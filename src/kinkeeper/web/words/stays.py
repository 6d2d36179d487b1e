"""The stays of one person as lines of a table: the timeline for readers who cannot see it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kinkeeper.domain.custody import Gap, Period, Timeline
from kinkeeper.domain.dates import Moment
from kinkeeper.web.words.custodians import names


@dataclass(frozen=True, slots=True)
class StayLine:
    """A stay, or a gap between stays."""

    where: str
    start: Moment
    until: Moment
    ended: str = ""
    sources: str = ""
    disagreement: bool = False


def stay_lines(told: Timeline) -> tuple[StayLine, ...]:
    """Stays and gaps by their start, then stays that no source dates."""
    dated = sorted([*map(_stay, told.periods), *map(_gap, told.gaps())], key=lambda one: one.start)
    return (*dated, *map(_stay, told.undated))


def _stay(period: Period) -> StayLine:
    count = len(period.said_by)
    sources = ngettext("%(count)s source", "%(count)s sources", count) % {"count": count}
    return StayLine(names([period]), period.start, period.until, period.end_as_recorded, sources, period.disagreement)


def _gap(gap: Gap) -> StayLine:
    return StayLine(_("No record"), gap.start, gap.until)
