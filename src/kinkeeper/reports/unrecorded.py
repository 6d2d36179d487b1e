"""Children with a probable tie that no agency recorded: the inspectors' review (their 136 and 1,233), as a ranked list."""

import math
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.reviews import Subject
from kinkeeper.domain.terms import TieStatus
from kinkeeper.queries.counts.unrecorded import ProbableTie, list_probable_ties
from kinkeeper.queries.review.control import LotRead, get_control
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.definition import Definition
from kinkeeper.reports.report import Breakdown, Counted, Figure, Kind
from kinkeeper.reports.table import Table
from kinkeeper.reports.tally import fixed_tree, flags, tree
from kinkeeper.reports.words import FILES_TAKEN_IN, INSTANT, WHATEVER_CLASS, relation

DEFINITION = Definition(
    name="unrecorded",
    version=2,
    title=_("Children with a probable tie that no agency recorded"),
    unit=_("children"),
    population=_(
        "Children of whom Kinkeeper found a tie to an adult that no source claims, at a probability of one half or more, not refuted."
    ),
    period=_("All that is known, whenever the child was encountered."),
    place=_("Every place that an extract taken in speaks of."),
    instant=INSTANT,
    in_class=WHATEVER_CLASS,
    confirmed_by=_("By nobody unless the status says ‘verified’: these are found by the machine, for a person to review."),
    words=_(
        "A child is counted once, with the likeliest of its unrecorded ties. The list is ranked by probability. The expected number of "
        "children whose likeliest tie is true is the sum of these probabilities."
    ),
)
NOT_READ = _("not known: not read yet")
COLUMNS = (
    "child",
    "adult",
    "relation",
    "status",
    "probability",
    "other_unrecorded",
    "recorded_elsewhere",
    "apart",
    "evidence",
)
APART = (("still", _("apart from that adult on the day")), ("ended", _("were apart, and no longer are")), ("", _("never seen apart")))
BANDS = (("0.99", _("0.99 and more")), ("0.9", _("0.90 to 0.99")), ("0.7", _("0.70 to 0.90")), ("0.5", _("0.50 to 0.70")))


def make(viewer: Viewer, standpoint: Standpoint) -> Counted:
    """The unrecorded ties at a standpoint."""
    found = list_probable_ties(viewer, standpoint)
    lots = [one for one in get_control(viewer, standpoint).lots if one.subject == Subject.TIE]
    return Counted(
        total=len(found),
        breakdowns=(
            fixed_tree("apart", _("By whether they are apart"), APART, (one.apart for one in found)),
            fixed_tree("probability", _("By probability"), BANDS, map(_band, found)),
            tree(
                "relation",
                _("By what the adult is to the child"),
                (((one.relation, relation(one.relation)),) for one in found),
            ),
            flags(
                "flags",
                _("Of these children (several may hold for one)"),
                len(found),
                (
                    ("none_recorded", _("no source records any tie of the child"), sum(not one.recorded_elsewhere for one in found)),
                    ("verified", _("a person has verified the tie"), sum(one.status == TieStatus.VERIFIED for one in found)),
                    ("disputed", _("a person disputes the tie"), sum(one.status == TieStatus.DISPUTED for one in found)),
                ),
            ),
            _expected(found),
            _missed(lots),
        ),
        tables=(Table("children", _("Children, the likeliest first"), COLUMNS, [_row(one) for one in found]),),
        coverage=(
            FILES_TAKEN_IN,
            _(
                "Ties below one half are not listed; some of them are true. How many the list misses is learnt from a sample drawn at "
                "random and read by people, band by band; below the lowest band nothing is read."
            ),
        ),
    )


def _band(one: ProbableTie) -> str:
    return next(key for key, _words in BANDS if float(one.probability) >= float(key))


def _expected(found: tuple[ProbableTie, ...]) -> Breakdown:
    chances = [float(one.probability) for one in found]
    expected, spread = sum(chances), 1.96 * math.sqrt(sum(chance * (1 - chance) for chance in chances))
    interval = f"{max(0.0, expected - spread):.0f} – {min(len(found), expected + spread):.0f}"
    lines = (
        Figure("expected", _("Expected number of true ties among the likeliest"), f"{expected:.1f}"),
        Figure("expected_interval", _("95 % of draws by these probabilities"), interval, 2),
    )
    return Breakdown("expected", _("How many are true"), Kind.MEASURES, len(found), lines)


def _missed(lots: Sequence[LotRead]) -> Breakdown:
    """What the control sample says of the pairs left apart: in each band, how many of those read are kin, and so how many are missed."""
    figures: list[Figure] = []
    for one in lots:
        band = f"{one.least:g}-{one.below:g}"
        words = _("left apart at a probability of %(least)s to %(below)s") % {"least": f"{one.least:g}", "below": f"{one.below:g}"}
        figures += [
            Figure(band, words, one.population),
            Figure(f"{band}-read", _("of them drawn by lot and settled by readers"), one.settled, 2),
            Figure(f"{band}-kin", _("of these kin after all"), one.missed, 2),
            Figure(f"{band}-missed", _("missed in this band, 95 % sure"), _between(one) if one.settled else NOT_READ, 2),
        ]
    settled = bool(lots) and all(one.settled for one in lots)
    least, most = (sum(one.expected[end] for one in lots) for end in (0, 1))
    figures.append(Figure("missed", _("Missed in all bands"), f"{least} – {most}" if settled else NOT_READ))
    return Breakdown(
        "missed",
        _("What the list misses, by the control sample"),
        Kind.MEASURES,
        sum(one.population for one in lots),
        tuple(figures),
        of=_("Pairs left apart"),
    )


def _between(one: LotRead) -> str:
    least, most = one.expected
    return f"{least} – {most}"


def _row(one: ProbableTie) -> tuple[object, ...]:
    words = "; ".join(f"{fact.words} ({fact.weight})" for fact in one.evidence)
    told = one.child, one.adult, one.relation, one.status, one.probability
    return *told, one.others, "yes" if one.recorded_elsewhere else "no", one.apart or "never", words
