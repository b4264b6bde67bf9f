import pytest

from cga_desktop.domain.places import Precision
from cga_desktop.geocoding.offline import OfflineGeocoder


def completions(finder: OfflineGeocoder, text: str) -> list[str]:
    return [place.label.removesuffix(", 93990 Clairbourg") for place in finder.complete(text)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("12 av du fig", "12 Avenue du Figuier Bleu"),
        ("12 figu", "12 Avenue du Figuier Bleu"),
        ("12, avenue du figuier bleu", "12 Avenue du Figuier Bleu"),
        ("12bis av du fig", "12 Avenue du Figuier Bleu"),
        ("8 bis av du fig", "8 bis Avenue du Figuier Bleu"),
        ("figuier 12", "12 Avenue du Figuier Bleu"),
        ("bleu fig", "Avenue du Figuier Bleu"),
        ("12 av du fig clairb", "12 Avenue du Figuier Bleu"),
        ("12 avenue du figuier bleu 939", "12 Avenue du Figuier Bleu"),
        ("zeph", "Impasse Zéphyrine Robidoux"),
        ("imp rob", "Impasse Zéphyrine Robidoux"),
        ("r barn", "Rue Barnabé Tournevent"),
        ("gal pim", "Avenue du Gal Pimprenelle"),
        ("rue du 7 bru", "Rue du 7 Brumaire 1899"),
        ("5 rue du 7", "5 Rue du 7 Brumaire 1899"),
        ("coll", "Collège Ada Brindille"),
        ("gare", "Gare de Clairbourg"),
        ("mai", "Hôtel de ville de Clairbourg"),
        ("bd ott", "Boulevard Ottoline Grandval"),
    ],
)
def test_words_begun_are_completed(finder, text, first):
    assert completions(finder, text)[0] == first


def test_a_house_number_carries_its_precision(finder):
    (known,) = finder.complete("8 bis figuier")
    (between,) = finder.complete("33 figuier")
    (street,) = finder.complete("figuier")
    assert known.precision is Precision.NUMBER
    assert between.precision is Precision.INTERPOLATED
    assert street.precision is Precision.STREET
    assert known.score > between.score


def test_streets_that_have_the_number_come_first(finder, imported, tmp_path):
    found = finder.complete("8 bis rue")
    assert all(place.label.startswith("8 bis ") for place in found)


def test_a_town_alone_completes_what_bears_its_name_only(finder):
    assert set(completions(finder, "clairb")) == {
        "Gare de Clairbourg",
        "Hôtel de ville de Clairbourg",
    }


def test_a_typing_error_falls_back_on_the_search(finder):
    assert completions(finder, "12 avenue du figiuer bleu")[0] == "12 Avenue du Figuier Bleu"


def test_an_unfinished_answer_is_never_elsewhere(finder):
    assert finder.complete("12 rue des essais, pari") == []
    assert finder.complete("") == []
    assert finder.complete("12") == []


def test_no_more_are_given_than_asked_for(finder):
    assert len(finder.complete("rue", limit=3)) == 3
    assert len(finder.complete("a")) <= 8


def test_every_beginning_of_an_address_keeps_it_among_the_answers(finder):
    address = "12 rue barnabé tournevent"
    for end in range(len("12 rue ba"), len(address) + 1):
        assert "12 Rue Barnabé Tournevent" in completions(finder, address[:end]), address[:end]
