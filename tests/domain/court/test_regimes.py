"""F-13, F-14: one case dated in four regimes gives four verdicts."""

import pytest

from kinkeeper.domain.court.regimes import Regime, Verdict, judge
from kinkeeper.extracts.court import shipped_orders

REGIMES = [regime for order in shipped_orders() if (regime := order.regime)]
BEFORE, INJUNCTION, TEST, SETTLEMENT = "2018-05-20", "2018-09-01", "2020-02-01", "2024-03-01"


@pytest.mark.parametrize(
    ("on", "wanted"),
    [
        (BEFORE, Verdict.NO_LIMIT),
        (INJUNCTION, Verdict.PERMITTED),
        (TEST, Verdict.NEEDS_TEST),
        (SETTLEMENT, Verdict.NOT_PERMITTED),
    ],
)
def test_f13_one_case_in_four_regimes_gives_four_verdicts(on: str, wanted: Verdict) -> None:
    assert judge("PARENTAGE_DOUBT", on, REGIMES).verdict == wanted


@pytest.mark.parametrize(
    ("on", "wanted"), [(BEFORE, Verdict.NO_LIMIT), (INJUNCTION, Verdict.NOT_PERMITTED), (SETTLEMENT, Verdict.NOT_PERMITTED)]
)
def test_f13_an_earlier_immigration_violation_alone_is_not_permitted_since_the_injunction(on: str, wanted: Verdict) -> None:
    assert judge("PRIOR_IMMIGRATION_VIOLATION", on, REGIMES).verdict == wanted


@pytest.mark.parametrize("looked_into", ["tested", "impossible", "refused"])
def test_f14_doubt_about_parentage_needs_a_test_or_why_there_was_none(looked_into: str) -> None:
    assert judge("PARENTAGE_DOUBT", TEST, REGIMES, looked_into=looked_into).verdict == Verdict.PERMITTED
    assert judge("PARENTAGE_DOUBT", TEST, REGIMES, looked_into="later").verdict == Verdict.NEEDS_TEST


def test_fitness_needs_a_finding() -> None:
    assert judge("PARENT_UNFIT", INJUNCTION, REGIMES).verdict == Verdict.NEEDS_FINDING
    assert judge("PARENT_UNFIT", INJUNCTION, REGIMES, found="finding of 3 September, J. Ruiz").verdict == Verdict.PERMITTED


@pytest.mark.parametrize("on", [BEFORE, INJUNCTION, TEST, SETTLEMENT])
@pytest.mark.parametrize("code", ["", "LEGACY_UNKNOWN"])
def test_f11_no_reason_is_permitted_by_no_regime(on: str, code: str) -> None:
    assert judge(code, on, REGIMES).verdict == Verdict.NO_REASON


def test_the_day_of_an_order_is_its_first_and_the_last_day_is_not_its_own() -> None:
    assert judge("PROSECUTION", "2018-06-25", REGIMES).verdict == Verdict.NO_LIMIT
    assert judge("PROSECUTION", "2018-06-26", REGIMES).verdict == Verdict.NOT_PERMITTED
    one = Regime("x", "x", "2018-01-01", "2019-01-01", REGIMES[0].limits)
    assert judge("PROSECUTION", "2018-12-31", [one]).verdict == Verdict.NOT_PERMITTED
    assert judge("PROSECUTION", "2019-01-01", [one]).verdict == Verdict.NO_LIMIT


def test_a_day_that_is_not_known_is_judged_by_no_regime() -> None:
    assert judge("PROSECUTION", "2018", REGIMES).verdict == Verdict.NO_LIMIT
