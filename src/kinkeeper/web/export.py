"""The list as a file: what was counted, how, as known when, then one row a child."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from kinkeeper.queries.separations import Row, SeparationList, TiedAdult
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.printing.cells import safe
from kinkeeper.reports.words import BASES, OUTCOMES
from kinkeeper.web.words.custodians import names
from kinkeeper.web.words.dates import exact
from kinkeeper.web.words.kin import kin
from kinkeeper.web.words.reasons import reason


def csv_of(listed: SeparationList, standpoint: Standpoint, in_force: Sequence[str], mark: str) -> str:
    """The rows as CSV with a byte order mark, so that spreadsheets read the accents. Each adult has columns of its own."""
    adults = max((len(row.adults) for row in listed.rows), default=0)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([safe(cell) for cell in line] for line in [*_about(listed, standpoint, in_force, mark)])
    writer.writerow([*_child_heads(), *(head for number in range(1, adults + 1) for head in _adult_heads(number))])
    for row in listed.rows:
        cells = [*_child(row), *(cell for adult in row.adults for cell in _adult(adult))]
        writer.writerow([safe(cell) for cell in cells])
    return "\ufeff" + out.getvalue()


def _about(listed: SeparationList, standpoint: Standpoint, in_force: Sequence[str], mark: str) -> Iterable[Sequence[str]]:
    yield [_("Controlled unclassified information: personal data of children. Do not forward.")]
    yield [_("Export"), mark]
    yield [_("Children listed"), str(listed.children)]
    yield [
        _("How this is counted"),
        _("One row is one child, apart from at least one tied adult or from one whom no source names, as the filters say."),
    ]
    yield [_("Day"), standpoint.as_of]
    yield [_("As known on"), exact(standpoint.known_to) + " UTC", _("entries known"), str(standpoint.known_at)]
    yield [_("Filters"), "; ".join(in_force) or OUTCOMES["apart"].__str__()]
    yield []


def _child_heads() -> list[str]:
    return [
        _("Child"),
        _("Person"),
        _("Family"),
        _("A-number"),
        _("Age"),
        _("Child is now"),
        _("Separated on"),
        _("Days apart"),
        _("Basis"),
        _("Reason"),
        _("Reason as recorded"),
        _("Outcome"),
    ]


def _child(row: Row) -> list[str]:
    told = row.told
    return [
        row.child.name,
        row.child.person_id,
        row.family_id,
        "; ".join(row.child.a_numbers),
        "" if row.age is None else str(row.age),
        names(row.custody.now) or _("No record"),
        told.separated_on,
        "" if told.days is None else str(told.days),
        str(BASES.get(told.basis, told.basis)),
        reason(told.reason_code),
        told.reason_as_recorded,
        str(OUTCOMES.get(told.outcome, told.outcome)),
    ]


def _adult_heads(number: int) -> list[str]:
    heads = (_("Adult"), _("Person"), _("Kinship"), _("Adult is now"), _("Days apart"), _("Outcome"))
    return [f"{head} {number}" for head in heads]


def _adult(adult: TiedAdult) -> list[str]:
    portrait, apart = adult.portrait, adult.apart
    return [
        portrait.name if portrait else _("Not named"),
        portrait.person_id if portrait else "",
        kin(adult.relation, portrait.sex if portrait else ""),
        (names(adult.custody.now) or _("No record")) if portrait else "",
        "" if apart is None or apart.days is None else str(apart.days),
        str(OUTCOMES.get(apart.outcome, apart.outcome)) if apart else "",
    ]
