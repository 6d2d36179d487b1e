"""An order about separated children is tried and run on them alone, and says the same as on everybody."""

from itertools import islice
from random import Random

from kinkeeper.extracts.court import shipped_orders
from kinkeeper.site.database import Database
from tests.jobs.court.test_clocks import NOW, quiet
from tests.reports.season import beginning, corrections
from tests.web.scene import DAY, OFFICER, history, play


def test_children_are_counted_without_being_read(database: Database) -> None:
    from kinkeeper.queries.court.children import count_children, gather

    play(history())
    assert count_children(OFFICER) == len(gather(OFFICER, DAY).known) == 2
    chance = Random(6)
    play(beginning(chance, 40), name="season")
    saying = corrections(chance, 40, 90)
    for batch in range(3):
        play(list(islice(saying, 30)), name=f"later-{batch}")
        assert count_children(OFFICER) == len(gather(OFFICER, "2018-09-30").known)


def test_a_trial_on_separated_children_is_the_trial_on_everybody(database: Database) -> None:
    from kinkeeper.jobs.court.clocks import set_clocks, try_order
    from kinkeeper.queries.court.children import gather
    from tests.jobs.court.test_clocks import enact

    play(beginning(Random(6), 40), name="season")
    for order in shipped_orders():
        enact(order.order_id)
        whole = try_order(order, as_of=DAY, now=NOW, actor=OFFICER, children=gather(OFFICER, DAY))
        alone = try_order(order, as_of=DAY, now=NOW, actor=OFFICER)
        assert (whole.covered, whole.not_covered, whole.not_known, whole.clocks, whole.late) == (
            alone.covered,
            alone.not_covered,
            alone.not_known,
            alone.clocks,
            alone.late,
        ), order.order_id
    assert set_clocks(as_of=DAY, actor=OFFICER, progress=quiet) > 0
