"""How many children in all, also those on no list: an estimate from how the lists overlap, or the reason why there is none."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.estimation.chao import Interval
from kinkeeper.estimation.unlisted import Estimate, Join, Listed, estimate, whole
from kinkeeper.queries.counts.lists import ListedChild, list_listed_children
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.definition import Definition
from kinkeeper.reports.report import Breakdown, Counted, Figure, Kind
from kinkeeper.reports.table import Table
from kinkeeper.reports.tally import tree
from kinkeeper.reports.words import FILES_TAKEN_IN, INSTANT, WHATEVER_CLASS

DEFINITION = Definition(
    name="unlisted",
    version=1,
    title=_("Children separated, also those on no list: an estimate"),
    unit=_("children on at least one list"),
    population=_("Children of a known separation who stand on at least one of the lists of separated children that came in."),
    period=_("All separations that had begun by the day asked for."),
    place=_("Every place that an extract taken in speaks of."),
    instant=INSTANT,
    in_class=WHATEVER_CLASS,
    confirmed_by=_("The listed by their lists; the estimate by nobody: it is computed, and its interval says how far it may be off."),
    words=_(
        "Counted are the children on each combination of lists: the weekly list, the flags of shelters, stations and ports, hand-kept "
        "lists and the hotline. From how the lists overlap it is estimated how many separated children there are in all, with those on "
        "no list."
    ),
)
COVERAGE = (
    FILES_TAKEN_IN,
    _(
        "The estimate assumes that nobody came or went between the lists, that every child had some chance to be listed, and that lists "
        "depend on each other in pairs. Children whom no list could ever have held are not in it."
    ),
    _(
        "Joins of records are drawn anew by their probabilities; records that are one child’s and were not found to be are not, and "
        "raise the estimate."
    ),
)
NO_ESTIMATE = "–"


def make(viewer: Viewer, standpoint: Standpoint) -> Counted:
    """The estimate at a standpoint."""
    children = list_listed_children(viewer, standpoint)
    names = sorted({where for one in children for _record, where in one.records})
    found = estimate(names, [_listed(one) for one in children])
    return Counted(
        total=len(children),
        breakdowns=(
            tree("lists", _("By how many lists have them"), (_how_many(one) for one in children), order=lambda path, count: path[-1][0]),
            _estimates(found),
            _models(found),
        ),
        tables=(
            Table("children", _("Children on lists"), ("child", *names), [_row(one, names) for one in children]),
            Table("overlaps", _("Combinations of lists"), ("lists", "children"), _combinations(found)),
        ),
        coverage=(*COVERAGE, *([_("No estimate: %(reason)s") % {"reason": found.refused}] if found.refused else [])),
    )


def _listed(one: ListedChild) -> Listed:
    return Listed(one.records, tuple(Join(*join) for join in one.joins))


def _how_many(one: ListedChild) -> tuple[tuple[str, object], ...]:
    number = len({where for _record, where in one.records})
    return ((str(number), _("on one list") if number == 1 else _("on %(number)s lists") % {"number": number}),)


def _row(one: ListedChild, names: Sequence[str]) -> tuple[str, ...]:
    on = {where for _record, where in one.records}
    return one.child, *("yes" if name in on else "no" for name in names)


def _estimates(found: Estimate) -> Breakdown:
    seen = found.overlaps.seen
    chosen = found.chosen_interval
    lines = [
        *_lines("averaged", _("In all, averaged over every dependence of lists"), found.averaged),
        *_lines("chosen", _("In all, by the best log-linear model"), chosen),
        *_lines("bound", _("At least, whatever the dependence (Chao)"), found.bound if seen else None),
    ]
    if found.averaged:
        lines.append(Figure("missing", _("Of them on no list (averaged)"), whole(found.averaged.value - seen)))
        share = 100 * (found.averaged.value - seen) / found.averaged.value
        lines.append(Figure("missing_share", _("as a share of all, %"), f"{share:.1f}", 2))
    return Breakdown("estimates", _("How many in all"), Kind.MEASURES, seen, tuple(lines), of=_("On at least one list"))


def _lines(key: str, words: object, interval: Interval | None) -> list[Figure]:
    limits = f"{whole(interval.low)} – {whole(interval.high)}" if interval else NO_ESTIMATE
    return [
        Figure(key, words, whole(interval.value) if interval else NO_ESTIMATE),
        Figure(f"{key}_interval", _("its 95 % interval"), limits, 2),
    ]


def _models(found: Estimate) -> Breakdown:
    names = found.overlaps.names
    lines = []
    if found.posterior:
        for number, (graph, chance) in enumerate(found.posterior.of_graphs[:5], 1):
            pairs = "; ".join(f"{names[one]} + {names[other]}" for one, other in sorted(graph.lines)) or _("every list for itself")
            lines.append(Figure(f"graph_{number}", pairs, f"{chance:.3f}"))
    if found.chosen:
        pairs = "; ".join(f"{names[one]} + {names[other]}" for one, other in found.chosen.pairs) or _("every list for itself")
        lines.append(Figure("chosen", _("log-linear, least BIC: %(pairs)s") % {"pairs": pairs}, f"{found.chosen.bic:.1f}"))
    return Breakdown(
        "models", _("Which lists depend on each other, and how likely"), Kind.MEASURES, len(lines), tuple(lines), of=_("Models shown")
    )


def _combinations(found: Estimate) -> list[tuple[str, int]]:
    names, counts = found.overlaps.names, found.overlaps.counts
    return [(" + ".join(name for at, name in enumerate(names) if h >> at & 1), counts[h]) for h in range(1, len(counts))]
