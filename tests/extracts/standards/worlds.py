"""Exchanges at random: names in any script, moments of any precision, persons who are pointed to and do not stand in the document."""

from hypothesis import strategies as st

from kinkeeper.domain.terms import Basis, Custodian, IdentifierKind, Outcome, Relation, StayEnd, TieStatus
from kinkeeper.extracts.standards.exchange import Exchange, ExchangedPerson, ExchangedSeparation, ExchangedStay, ExchangedTie

WORDS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12)
MOMENTS = st.sampled_from(("", "2018", "2018-05", "2018-05-17", "2018-05-17T06:13", "2018-05-17T06:13:28"))
CODES = {name: st.sampled_from(tuple(map(str, of))) for name, of in (("relation", Relation), ("status", TieStatus), ("basis", Basis))}
PERSONS = ("P-1", "P:2", "Pmaite", "٣")


def maybe(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """The same, or nothing."""
    return st.one_of(st.just(""), strategy)


NUMBERS = st.tuples(st.sampled_from(tuple(map(str, IdentifierKind))), WORDS)


def people(number: str) -> st.SearchStrategy[ExchangedPerson]:
    """A person of this number."""
    told = [maybe(WORDS), maybe(WORDS), maybe(WORDS), MOMENTS, st.sampled_from(("", "F", "M")), st.sampled_from(("", "GTM"))]
    numbers = st.lists(NUMBERS, max_size=3, unique=True).map(lambda found: tuple(sorted(found, key=lambda one: one[0] != "a_number")))
    return st.builds(ExchangedPerson, st.just(number), *told, numbers, maybe(WORDS))


WHO = st.sampled_from((*PERSONS, "elsewhere"))
STAYS = st.builds(
    ExchangedStay,
    *(WHO, st.sampled_from(tuple(map(str, Custodian))), maybe(WORDS), MOMENTS, MOMENTS),
    *(st.sampled_from(tuple(map(str, StayEnd))), maybe(WORDS), maybe(WORDS)),
)
TIES = st.builds(ExchangedTie, WHO, WHO, CODES["relation"], CODES["status"], st.sampled_from(("", "0.9000")), CODES["basis"])
SEPARATIONS = st.builds(
    ExchangedSeparation,
    *(WHO, maybe(WHO), MOMENTS, maybe(WORDS), maybe(WORDS), CODES["basis"], st.sampled_from(tuple(map(str, Outcome))), MOMENTS),
)


@st.composite
def exchanges(draw: st.DrawFn) -> Exchange:
    """A document."""
    some = draw(st.lists(st.sampled_from(PERSONS), unique=True, max_size=4))
    # Of each kind of association the document keeps the order; between the two kinds JSON has none.
    ties = sorted(draw(st.lists(TIES, max_size=3)), key=lambda one: one.relation != Relation.PARENT)
    return Exchange(
        draw(st.sampled_from(("2018-07-08", "2018-07"))),
        draw(st.integers(0, 10**9)),
        *(draw(maybe(WORDS)), draw(maybe(WORDS))),
        tuple(draw(people(number)) for number in some),
        tuple(draw(st.lists(STAYS, max_size=3))),
        tuple(ties),
        tuple(draw(st.lists(SEPARATIONS, max_size=2))),
    )
