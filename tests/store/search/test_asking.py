import pytest
from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.store.search.asking import MOST_TERMS, expression, terms

ANY_TEXT = st.text(st.characters(), max_size=80)


def asked(text):
    return [" ".join(one.words) for one in terms(text)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("école", ["ecole"]),
        ("L’ÉCOLE", ["ecole"]),
        ("l'école d'à côté", ["ecole", "a", "cote"]),
        ("jusqu’ici", ["ici"]),
        ("aujourd’hui", ["aujourd hui"]),
        ("Saint-Denis", ["saint denis"]),
        ("H-023", ["h 023"]),
        ("cœur de ville", ["coeur", "de", "ville"]),
        ("coeur", ["coeur"]),
        ("Lætitia", ["laetitia"]),
        ("Straße", ["strasse"]),
        ("cafe\u0301", ["cafe"]),
        ("quartier/logement", ["quartier", "logement"]),
        ("habitant·e", ["habitant", "e"]),
        ('"papiers" AND (ligne*) NEAR', ["papiers", "and", "ligne", "near"]),
        ("  ", []),
        ("« ! »", []),
        ("l’", ["l"]),
    ],
)
def test_the_words_of_what_was_typed(typed, found):
    assert asked(typed) == found


def test_only_the_last_word_may_go_on():
    assert [one.begun for one in terms("papiers en lig")] == [False, False, True]
    assert terms("papiers lig")[-1].pattern().fullmatch("ligne")
    assert not terms("papiers lig")[0].pattern().search("papierserie")


def test_the_name_of_a_kind_finds_its_records_too():
    (begun,) = terms("asso")
    assert "isactorassociation" in begun.kinds
    assert "isexcerptneed" in terms("besoin")[0].kinds
    assert terms("et")[0].kinds == ()


def test_a_text_pasted_by_mistake_asks_for_a_bounded_number_of_words():
    assert len(terms("mot " * 5_000)) <= MOST_TERMS


@given(ANY_TEXT)
def test_nothing_of_what_is_typed_is_read_as_the_language_of_the_index(text):
    wanted = terms(text)
    outside = expression(wanted).split('"')[::2]
    allowed = {"", " AND ", " *", " * AND ", "(", ")", " OR context : ", " * OR context : "}
    allowed |= {") AND ", ") AND (", " AND (", " *)"}
    assert set(outside) <= allowed
