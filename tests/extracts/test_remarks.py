import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.extracts.remarks import claims_in


@pytest.mark.parametrize(
    ("words", "relation", "name", "a_number", "together"),
    [
        ("TRAVELING WITH FATHER DIEGO SALAZAR A202-246-777", "father", "DIEGO SALAZAR", "202246777", "yes"),
        ("SUBJ TRAVELING W/ MOTHER NICOLETA MATEI 202386494", "mother", "NICOLETA MATEI", "202386494", "yes"),
        ("TRAVELING WITH MOTHER PERLA IRMA AJU A201972353", "mother", "PERLA IRMA AJU", "201972353", "yes"),
        ("APPREHENDED WITH GRANDMOTHER KATIA QUIEJ CRUZ", "grandmother", "KATIA QUIEJ CRUZ", "", "yes"),
        ("TRAVELING WITH SON IVAN DE LA CRUZ A96264913", "child", "IVAN DE LA CRUZ", "096264913", "yes"),
        ("Minor reports traveling with mother Zoila Orta Valles; separated at Yuma station.", "mother", "Zoila Orta Valles", "", "yes"),
        (
            "Minor separated from uncle (Marco Moreno Delgado) by CBP. Whereabouts of uncle unknown.",
            "uncle",
            "Marco Moreno Delgado",
            "",
            "yes",
        ),
        ("UAC states he/she came with sister Rosalinda. No contact yet.", "sibling", "Rosalinda", "", "yes"),
        ("viajaba con su papá Jose Tzep", "father", "Jose Tzep", "", "yes"),
        ("iban con mamá Sofia Reyes Lopez, detenidos juntos", "mother", "Sofia Reyes Lopez", "", "yes"),
        ("abuela Juana Lazalde también detenido", "grandmother", "Juana Lazalde", "", "yes"),
        ("STATES FATHER JORGE ICHICH LIVES IN LOS ANGELES CA", "father", "JORGE ICHICH", "", "no"),
        ("La madre María Xol vive en Houston", "mother", "María Xol", "", "no"),
        ("Separated from parent at border.", "parent", "", "", "yes"),
        ("Minor cries for parent. Parent in ICE custody per FFS.", "parent", "", "", "yes"),
    ],
)
def test_kin_is_found_in_text(words: str, relation: str, name: str, a_number: str, together: str) -> None:
    (claim,) = claims_in(words, "REMARKS")
    assert (claim.relation, claim.name, claim.a_number, claim.together) == (relation, name, a_number, together)
    assert claim.where == "REMARKS"
    assert claim.words in words


@pytest.mark.parametrize(
    "words",
    [
        "Traveled with guide. No family in group.",
        "Traveled with unrelated adults.",
        "CLAIMED FATHER/CHILD RELATIONSHIP REFUTED - SUBJECT ADMITTED NO RELATION.",
        "FRAUDULENT FAMILY CLAIM. ADULT ADMITS NOT RELATED TO MINOR.",
        "viajaba sola desde Honduras",
    ],
)
def test_text_that_says_there_was_no_family_claims_none(words: str) -> None:
    assert {claim.relation for claim in claims_in(words, "NOTES")} == {"none"}


@pytest.mark.parametrize(
    "words",
    [
        "PRIOR REMOVAL",
        "Parent located, phone call 2x weekly.",
        "llorando, pide hablar con el niño",
        "Left home country due to gang threats.",
        "tender age; no info on parent in referral",
        "removed 6/28, election form not in file",
        "deported 6/30 w/o child",
        "",
    ],
)
def test_text_that_names_no_kin_claims_nothing(words: str) -> None:
    assert claims_in(words, "NOTES") == ()


def test_each_of_several_kin_is_a_claim_with_its_own_words() -> None:
    claims = claims_in("Came with mother Ana Xol A201697380 and brother Luis Xol.\nFather Pedro Xol lives in Miami.", "NOTES")
    assert [(claim.relation, claim.name, claim.together) for claim in claims] == [
        ("mother", "Ana Xol", "yes"),
        ("sibling", "Luis Xol", ""),
        ("father", "Pedro Xol", "no"),
    ]
    assert claims[2].words == "Father Pedro Xol lives in Miami."


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    for claim in claims_in(text, "NOTES"):
        assert claim.words in text
