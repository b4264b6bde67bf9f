from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.geocoding.matching import name_of
from cga_desktop.geocoding.name_table import Named, NameTable
from cga_desktop.geocoding.text import words

STREETS = (
    "Rue des Essais",
    "Rue Roger Salengro",
    "Rue Pauline Roger",
    "Avenue Carnot",
    "Impasse Carnot",
    "Boulevard Ottoline Grandval",
)
TABLE = NameTable([Named(name_of(words(name)), name) for name in STREETS])


def best(typed: str) -> str | None:
    found = sorted(TABLE.find(words(typed)), key=lambda pair: -pair[1])
    return found[0][0].item if found else None


def test_an_exact_name_comes_alone():
    assert [entry.item for entry, _score in TABLE.find(words("av Carnot"))] == ["Avenue Carnot"]


def test_names_are_found_by_their_telling_words_and_by_their_looks():
    assert best("salengro") == "Rue Roger Salengro"
    assert best("bd otoline grandval") == "Boulevard Ottoline Grandval"
    assert best("boulevardottolinegrandval") == "Boulevard Ottoline Grandval"
    assert best("rue grandv") == "Boulevard Ottoline Grandval"


def test_several_likely_names_are_answered_for_an_ambiguous_one():
    found = {entry.item for entry, score in TABLE.find(words("carnot")) if score > 0.6}
    assert found == {"Avenue Carnot", "Impasse Carnot"}


def test_what_a_name_is_worth_bounds_its_score():
    table = NameTable([Named(name_of(("renoir",)), "Collège Jean Renoir", 0.8)])
    assert [score for _entry, score in table.find(("renoir",))] == [0.8]


def test_nothing_answers_nothing():
    assert TABLE.find(()) == []
    assert NameTable[str]([]).find(("rue",)) == []


@given(st.sampled_from(STREETS), st.data())
def test_one_letter_lost_anywhere_still_finds_the_name(name, data):
    normal = " ".join(words(name))
    at = data.draw(st.integers(0, len(normal) - 1))
    if normal[at] != " ":
        assert best(normal[:at] + normal[at + 1 :]) == name
