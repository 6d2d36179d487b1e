"""Commands about orders and casework for properties: few people, so that they collide."""

from hypothesis import strategies as st

from kinkeeper.domain.casework.designations import CODES, Designation, RecordDesignation
from kinkeeper.domain.casework.milestones import REPORTED, Milestone, ReportMilestone
from kinkeeper.domain.court.adjustments import Adjustment, GrantAdjustment, Kind, RevokeAdjustment
from kinkeeper.domain.court.clocks import Clock, SetClocks
from kinkeeper.domain.court.orders import ApproveOrder, EnterOrder, RecordTrial, WithdrawOrder
from kinkeeper.domain.court.wording import Order, Trial

words = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=12)
days = st.dates().map(lambda day: day.isoformat()) | st.just("")
person_ids = st.integers(0, 4).map(lambda n: f"P{n}")
ME = "R. Delgado"
"""Who gives the commands: those that bear a name bear this one."""

clocks = st.builds(
    Clock,
    order_id=st.sampled_from("op"),
    clock=st.sampled_from("cd"),
    child=person_ids,
    version=st.just(1),
    adult=person_ids,
    owner=st.just("CBP"),
    covered=st.sampled_from(["yes", "no"]),
    started=days,
    due_first=st.just("2018-05-20T05:00:00Z"),
    due_last=st.just("2018-05-21T05:00:00Z"),
)
orders = st.builds(
    lambda name, version: Order(name, version, "order", "An order", "Una orden", "docket", "recalled", "2018-06-26", "2018-06-26"),
    st.sampled_from("op"),
    st.integers(1, 2),
)
a_or_b = st.sampled_from("ab")
casework = st.one_of(
    st.builds(EnterOrder, orders, st.just(ME)),
    st.builds(RecordTrial, st.sampled_from("op"), st.integers(1, 2), st.just(Trial(1, "2018-07-01", 1, 1, 1, 1, 1)), st.just(ME)),
    st.builds(ApproveOrder, st.sampled_from("op"), st.integers(1, 2), st.just(ME)),
    st.builds(WithdrawOrder, st.sampled_from("op"), st.integers(1, 2), words, st.just(ME)),
    st.builds(
        GrantAdjustment,
        st.builds(Adjustment, a_or_b, st.just("o"), st.just(""), person_ids, st.sampled_from(Kind).map(str), words, days, days),
        st.just(ME),
    ),
    st.builds(RevokeAdjustment, a_or_b, words, st.just(ME)),
    st.builds(SetClocks, st.just("run"), st.lists(clocks, unique_by=lambda one: one.key, max_size=4).map(tuple)),
    st.builds(RecordDesignation, st.builds(Designation, a_or_b, person_ids, st.sampled_from(CODES), days)),
    st.builds(ReportMilestone, st.builds(Milestone, a_or_b, person_ids, st.sampled_from(REPORTED).map(str), days)),
)
