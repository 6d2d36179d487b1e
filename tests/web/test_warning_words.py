"""What rules warn of is said in the reader's language, from its parts; what was raised before they were kept, in its own words."""

import re

from django.utils import translation

from kinkeeper.domain.casework import warning_rules
from kinkeeper.domain.casework.accounts import Account
from kinkeeper.domain.casework.cases import Flag
from kinkeeper.domain.casework.counts import Compared, CountClaim
from kinkeeper.domain.casework.departures import Departure
from kinkeeper.domain.casework.inquiries import Inquiry
from kinkeeper.domain.casework.tasks import Task
from kinkeeper.domain.casework.warnings import Warning
from kinkeeper.domain.court.clocks import Clock
from kinkeeper.domain.facts import replace
from kinkeeper.domain.handover.transfers import Transfer
from kinkeeper.domain.separations import Separation
from kinkeeper.extracts.court import shipped_orders
from kinkeeper.web.words.casework import RULES
from kinkeeper.web.words.warnings import SENTENCES, said

AT = "2018-07-08T10:00:00Z"
ORDERS = {one.order_id: one for one in shipped_orders()}
REGIMES = [one.regime for one in ORDERS.values() if one.regime]
CLOCK = Clock("ms-l-2018", "call", "PA", 1, "PB", "HHS", "yes", "2018-06-26", "2018-07-07T06:59:59Z", "2018-07-07T06:59:59Z")
LEAVES = Departure("DP-1", "PB", "removal", "2018-07-08", "stopped", ("PA",))


def every() -> list[Warning]:
    """One of each kind that can be made without a database, and the two that placements bring."""
    made = [
        *warning_rules.on_reason(Account("AC-1", "PA", "PB", "2018-07-01", reason_code="IMMIGRATION_ONLY"), REGIMES, AT),
        *warning_rules.on_departure(LEAVES, AT),
        *warning_rules.on_override(LEAVES, "m.vega", "flight is booked", AT),
        *warning_rules.on_separation(Separation("PA", "PB", "2018-05-21", "", "", "detected", "0.9", "", "", "apart", ""), AT),
        *warning_rules.on_clock(CLOCK, AT),
        *warning_rules.on_clock_soon(CLOCK, 30, (12,), AT),
        *warning_rules.on_overdue(Transfer("TR-1", "PA", "CBP", "", "ORR", "", "2018-07-08T08:00", "2018-07-08T12:00"), AT),
        *warning_rules.on_flag("PA", Flag("FL-1", "background", "an arrest", "HHS", "2018-07-06"), AT),
        *warning_rules.on_task(Task("TA-1", "PA", "llamar al consulado", "l.ortiz", "2018-07-07"), AT),
        *warning_rules.on_claim(Compared(CountClaim("CL-1", "OFO", 7, "children", "all", "2018-05-06", "2018-07-09"), 60), AT),
    ]
    meant = Inquiry("IN-1", "parent", "", "", "su hija", "2018-07-08", taken_by="l.ortiz")
    agrees = {"given": "near", "surnames": "same", "born": "other"}
    return [
        *made,
        *warning_rules.on_sought(meant, "PA", warning_rules.Likeness(0.93, agrees), AT),
        Warning("W-1", "removed-unasked", "PB", "x", "head", 4, AT, parts={"children": "2"}),
        Warning("W-2", "need-left-behind", "PA", "x", "receiving_custodian", 4, AT, parts={"needs": "deaf medication"}),
    ]


def test_every_rule_is_said_in_both_languages() -> None:
    told = {one.rule: one for one in every()}
    assert set(told) == set(SENTENCES) == set(RULES) - {""}
    for one in told.values():
        with translation.override("en"):
            english = said(one, ORDERS)
        with translation.override("es"):
            spanish = said(one, ORDERS)
        assert english != spanish and not re.search(r"\b(the|was|not|and)\b", spanish), spanish


def test_a_clock_is_named_by_its_order_and_timed_where_the_court_sits() -> None:
    [late] = warning_rules.on_clock(CLOCK, AT)
    with translation.override("en"):
        assert said(late, ORDERS).endswith("it was due on 6 July 2018, 11:59 pm.")
        assert said(late, {}).startswith("call (ms-l-2018)")


def test_a_warning_from_before_keeps_its_words() -> None:
    [late] = warning_rules.on_clock(CLOCK, AT)
    with translation.override("es"):
        assert said(replace(late, parts={}), ORDERS) == late.words
        assert said(replace(late, parts={"order": "ms-l-2018"}), ORDERS) == late.words
        assert said(Warning("W-9", "", "PA", "she does not eat", "supervisor", 24, AT), ORDERS) == "she does not eat"


def test_a_sentence_that_ends_in_a_spanish_hour_has_one_dot() -> None:
    [late] = warning_rules.on_clock(CLOCK, AT)
    with translation.override("es"):
        assert said(late, ORDERS).endswith("11:59 p. m.")
