import pytest
from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.geocoding.text import (
    MAX_LENGTH,
    MAX_READINGS,
    HouseNumber,
    Reading,
    fold,
    normalise,
    read_address,
)
from cga_desktop.geocoding.vocabulary import ABBREVIATIONS

TOWNS = {("clairbourg",), ("hautebrise", "sur", "marne"), ("hautebrise",), ("paris",)}


def read(text: str) -> list[Reading]:
    return read_address(text, lambda name: name in TOWNS)


def understood(text: str) -> set[tuple[HouseNumber | None, str, str, str]]:
    """(number, street, town, postcode) of every reading of ``text``."""
    return {
        (one.number, " ".join(one.street), " ".join(one.town), one.postcode) for one in read(text)
    }


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("Av. du Mal-Foch", "avenue du marechal foch"),
        ("ALLÉE DE L’ÉGALITÉ", "allee de l egalite"),
        ("bd St-Ouen", "boulevard saint ouen"),
        ("Pl. du Gal Leclerc", "place du general leclerc"),
        ("Imp. Ste Barbe", "impasse sainte barbe"),
        ("Sq du Dr Ginoux", "square du docteur ginoux"),
        ("R. des Œillets", "rue des oeillets"),
        ("Rés. des Floralies", "residence des floralies"),
        ("rue du 1er mai", "rue du 1 mai"),
        ("rue du onze novembre", "rue du 11 novembre"),
        ("Rpt du Verger", "rond point du verger"),
        ("12bis", "12 bis"),
        ("  Rue\tdes\n Lilas ", "rue des lilas"),
        ("東京 通り", ""),
    ],
)
def test_a_name_has_one_normal_spelling(written, normal):
    assert normalise(written) == normal


@given(st.text(max_size=400))
def test_normalising_any_text_succeeds_and_normalising_twice_changes_nothing(text):
    once = normalise(text)
    assert normalise(once) == once
    assert once.isascii()


@given(st.text(max_size=400))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
    assert len(fold(text)) <= MAX_LENGTH


def test_no_abbreviation_stands_for_another_abbreviation():
    chained = {
        short: full
        for short, full in ABBREVIATIONS.items()
        if any(word in ABBREVIATIONS for word in full.split())
    }
    assert chained == {}


@given(st.text(max_size=400))
def test_any_text_can_be_read_in_a_few_ways(text):
    assert len(read(text)) <= MAX_READINGS


@given(st.text(alphabet="0123456789abdelrsu ,-/'àé°bister", max_size=80))
def test_any_address_like_text_can_be_read(text):
    for reading in read(text):
        assert reading.number is None or 0 <= reading.number.value <= 9999


@pytest.mark.parametrize(
    ("text", "number", "street", "town", "postcode"),
    [
        ("12 rue des Essais", (12,), "rue des essais", "", ""),
        ("12, rue des Essais, 93990 Clairbourg", (12,), "rue des essais", "clairbourg", "93990"),
        ("12 rue des Essais Clairbourg", (12,), "rue des essais", "clairbourg", ""),
        ("n°12 rue des Essais", (12,), "rue des essais", "", ""),
        ("12 r des Essais", (12,), "rue des essais", "", ""),
        ("12bis rue des Essais", (12, "bis"), "rue des essais", "", ""),
        ("12 B rue des Essais", (12, "b"), "rue des essais", "", ""),
        ("12 quater rue des Essais", (12, "quater"), "rue des essais", "", ""),
        ("12-14 rue des Essais", (12, "", 14), "rue des essais", "", ""),
        ("12/14 rue des Essais", (12, "", 14), "rue des essais", "", ""),
        ("12 bis - 14 rue des Essais", (12, "bis", 14), "rue des essais", "", ""),
        ("14 à 18 rue des Essais", (14, "", 18), "rue des essais", "", ""),
        ("2, 4 et 6 rue des Essais", (2, "", 6), "rue des essais", "", ""),
        ("rue des Essais 12", (12,), "rue des essais", "", ""),
        ("rue des Essais, 12, Clairbourg", (12,), "rue des essais", "clairbourg", ""),
        ("Clairbourg, 12 rue des Essais", (12,), "rue des essais", "clairbourg", ""),
        ("93990 Clairbourg 12 rue des Essais", (12,), "rue des essais", "clairbourg", "93990"),
        ("93990 Clairbourg rue des Essais 12", (12,), "rue des essais", "clairbourg", "93990"),
        ("12 rue des Essais 93 990 Clairbourg", (12,), "rue des essais", "clairbourg", "93990"),
        ("12 RUE DES ESSAIS 93990 PARIS CEDEX 19", (12,), "rue des essais", "paris", "93990"),
        ("BP 123 12 rue des Essais", (12,), "rue des essais", "", ""),
        ("12 rue des Essais Bât B Esc. 2, Clairbourg", (12,), "rue des essais", "clairbourg", ""),
        ("12 rue des Essais, 3e étage", (12,), "rue des essais", "", ""),
        ("Chez Mme Diallo, 12 rue des Essais", (12,), "rue des essais", "", ""),
        ("Résidence des Pins 12 rue des Essais", (12,), "rue des essais", "", ""),
        ("12 rue des Essais, Clairbourg Nord", (12,), "rue des essais", "clairbourg", ""),
        ("12 rue des Essais, Clairbourg, France", (12,), "rue des essais", "clairbourg", ""),
        ("rue du 7 brumaire 1899", None, "rue du 7 brumaire 1899", "", ""),
        ("5 rue du 7 brumaire 1899", (5,), "rue du 7 brumaire 1899", "", ""),
        ("rue du 7 brumaire 5, Clairbourg", (5,), "rue du 7 brumaire", "clairbourg", ""),
        ("66 bis route d’Aulnay", (66, "bis"), "route d aulnay", "", ""),
        ("rue de Hautebrise", None, "rue de hautebrise", "", ""),
        ("rue de Hautebrise", None, "rue de", "hautebrise", ""),
        ("3 rue de Hautebrise, Clairbourg", (3,), "rue de hautebrise", "clairbourg", ""),
        ("à l’angle de la rue A et de la rue Basse", None, "rue basse", "", ""),
        ("Clairbourg", None, "", "clairbourg", ""),
        ("93990", None, "", "", "93990"),
    ],
)
def test_an_address_is_understood_as_it_was_meant(text, number, street, town, postcode):
    meant = HouseNumber(*number) if number else None
    assert (meant, street, town, postcode) in understood(text)


def test_a_range_is_not_taken_for_a_repetition():
    suffixes = {one.number.suffix for one in read("14 à 18 rue des Essais") if one.number}
    assert suffixes == {""}


def test_figures_within_a_name_are_not_taken_for_the_house_number_of_a_numbered_address():
    numbers = {one.number.value for one in read("12 rue des 5 Ormes") if one.number}
    assert numbers == {12}


def test_words_before_the_number_are_set_aside():
    reading = read("Collège Ada Brindille, 3 rue des Essais")[0]
    assert reading.aside == ("college", "ada", "brindille")


def test_only_the_beginning_of_an_endless_text_is_read():
    assert len(read("12 rue des Essais " + "x" * 1_000_000)) <= MAX_READINGS
