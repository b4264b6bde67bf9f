import pytest

from cga_desktop.geocoding.gazetteer import KnownCommune
from cga_desktop.geocoding.text import words
from cga_desktop.geocoding.towns import Towns


def commune(code: str, name: str, *postcodes: str) -> KnownCommune:
    return KnownCommune(code, name, postcodes, 48.9, 2.5, 2000, None)


TOWNS = Towns(
    [
        commune("93010", "Bondy", "93140"),
        commune("93031", "Épinay-sur-Seine", "93800"),
        commune("93061", "Les Lilas", "93260"),
        commune("99001", "Orgemont-le-Vieux", "93800", "93801"),
    ]
)


def codes(name: str) -> set[str]:
    return set(TOWNS.named(words(name)))


@pytest.mark.parametrize(
    "name",
    [
        "Épinay-sur-Seine",
        "EPINAY SUR SEINE",
        "epinay",
        "Epinay s/ Seine",
        "epinai",
        "epinay sur siene",
    ],
)
def test_a_town_is_named_in_full_in_short_and_with_a_typing_error(name):
    assert codes(name) == {"93031"}


def test_the_full_name_is_surer_than_the_short_and_a_typing_error_costs():
    full, short, wrong = (
        TOWNS.named(words(name))["93031"] for name in ("épinay-sur-seine", "épinay", "épinai")
    )
    assert full == 1.0
    assert full > short > wrong > 0.8


def test_articles_may_be_left_out():
    assert codes("Lilas") == {"93061"}


def test_a_part_of_town_is_the_town():
    assert codes("Bondy Nord") == {"93010"}


@pytest.mark.parametrize("name", ["paris", "bond", "nord", "", "rue", "epinal sur loire"])
def test_other_words_name_no_known_commune(name):
    assert codes(name) in (set(), {"93010"} if name == "bond" else set())


def test_towns_elsewhere_are_towns_too():
    assert TOWNS.is_town(("paris",))
    assert TOWNS.is_town(("saint", "denis"))
    assert TOWNS.is_town(("bondy",))
    assert not TOWNS.is_town(("verdun",))
    assert codes("paris") == set()


def test_a_postcode_may_be_shared():
    assert TOWNS.with_postcode("93800") == ["93031", "99001"]
    assert TOWNS.with_postcode("75001") == []
