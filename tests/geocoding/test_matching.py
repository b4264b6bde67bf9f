import pytest
from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.geocoding.matching import likeness, name_of, name_score
from cga_desktop.geocoding.text import words

NAMES = st.lists(
    st.sampled_from(["rue", "avenue", "de", "la", "saint", "jean", "roger", "salengro", "8", "mai"])
)


def score(typed: str, name: str) -> float:
    return name_score(name_of(words(typed)), name_of(words(name)))


def test_the_same_name_scores_one():
    assert score("Av. de Verdun", "Avenue de Verdun") == 1.0


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("avenue verdun", "Avenue de Verdun"),
        ("verdun", "Avenue de Verdun"),
        ("avneue de verdun", "Avenue de Verdun"),
        ("avenue de verdn", "Avenue de Verdun"),
        ("avenuedeverdun", "Avenue de Verdun"),
        ("rue salengro", "Rue Roger Salengro"),
        ("rue r salengro", "Rue Roger Salengro"),
        ("rue salengro roger", "Rue Roger Salengro"),
        ("rue g anthonioz de gaulle", "Rue Geneviève Anthonioz de Gaulle"),
        ("rue du 8 mai 45", "Rue du 8 Mai 1945"),
        ("place du 11 novembre", "Place du Onze Novembre 1918"),
        ("avenue lattre de tassigny", "Avenue du Maréchal de Lattre de Tassigny"),
    ],
)
def test_what_people_type_is_found(typed, name):
    assert 0.65 <= score(typed, name) < 1.0


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("avenue de verdun paris", "Avenue de Verdun"),
        ("rue de la république lille", "Rue de la République"),
        ("rue jean tabarly", "Rue Éric Tabarly"),
        ("rue du 4 mai 1945", "Rue du 8 Mai 1945"),
        ("place du général leclerc", "Place de la Division Leclerc"),
        ("avenue denise villemomble", "Route de Villemomble"),
        ("rue", "Rue Basse"),
        ("rue de la", "Rue de la Paix"),
    ],
)
def test_other_streets_and_other_towns_are_not(typed, name):
    assert score(typed, name) < 0.65


def test_the_wrong_type_costs_less_than_the_wrong_name():
    assert score("rue carnot", "Avenue Carnot") > score("avenue pasteur", "Avenue Carnot")
    assert score("avenue carnot", "Avenue Carnot") > score("rue carnot", "Avenue Carnot")


def test_figures_are_the_same_or_different():
    assert likeness("1945", "1944") == 0
    assert likeness("45", "1945") == 0.9


@given(NAMES, NAMES)
def test_a_score_lies_between_none_and_all_and_all_means_the_same_words(typed, name):
    value = name_score(name_of(tuple(typed)), name_of(tuple(name)))
    assert 0 <= value <= 1
    if tuple(typed) == tuple(name):
        assert value == 1


@given(st.text("abcdefgh", min_size=1), st.text("abcdefgh", min_size=1))
def test_likeness_is_the_same_both_ways(one, other):
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1
