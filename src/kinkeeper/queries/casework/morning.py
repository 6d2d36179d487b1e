"""What the first page shows beside the worklist, in two questions: counts, what changed, the desk, and who everybody is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from kinkeeper.domain.access import Viewer, require, rights_of
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.queries.access.reading import shows
from kinkeeper.queries.apart import Apart, apart_of, ask_apart, longest_first
from kinkeeper.queries.changed import Changes, ask_changes, changes_of, persons_of
from kinkeeper.queries.counts.apart.beside import Counts, ask_counts, counts_of
from kinkeeper.queries.custody import Custody, ask_stays, custodies_of
from kinkeeper.queries.deliveries.desk import ask_desk
from kinkeeper.queries.portraits import Portrait, ask_portraits, portraits_of
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.queries.together import ask_together


@dataclass(frozen=True, slots=True)
class Morning:
    """Who is who, from whom the children are apart, where those adults are; how many are apart, what changed, and what is on the desk."""

    counts: Counts
    changes: Changes
    files_on_desk: int
    portraits: Mapping[str, Portrait] = field(default_factory=dict)
    apart: Mapping[str, Sequence[Apart]] = field(default_factory=dict)
    custody: Mapping[str, Custody] = field(default_factory=dict)


@shows(FieldGroup.CUSTODY, FieldGroup.IDENTITY)
def get_morning(viewer: Viewer, children: Collection[str], others: Collection[str], standpoint: Standpoint, seen: int) -> Morning:
    """
    What the page shows of these children and these others, and what changed from position `seen` of the ledger on.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    desk = {"desk": ask_desk(viewer)} if "import" in rights_of(viewer) else {}
    told = ask_together(
        apart=ask_apart("child = ANY(%(persons)s)", children, standpoint),
        counts=ask_counts(viewer, standpoint),
        **ask_changes(standpoint, seen),
        **desk,
    )
    apart = longest_first(apart_of(told["apart"]))
    adults = {one.adult for some in apart.values() for one in some if one.still and one.adult} | set(others)
    shown = {*children, *adults, *persons_of(told["changes"])}
    then = ask_together(records=ask_portraits(shown, standpoint), stays=ask_stays(shown, standpoint))
    portraits = portraits_of(then["records"])
    return Morning(
        counts=counts_of(told["counts"], viewer, standpoint),
        changes=changes_of(told, portraits),
        files_on_desk=told["desk"][0][0] if desk else 0,
        portraits=portraits,
        apart=apart,
        custody=custodies_of(then["stays"], sorted(adults), standpoint),
    )
