import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from geopy.exc import GeocoderUnavailable
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point as GeopyPoint
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cga_desktop.domain.errors import NotFound
from cga_desktop.domain.places import FOUND_SCORE, PROPOSED_SCORE, Place, Precision
from cga_desktop.domain.ports import PlaceFinder
from cga_desktop.geocoding.ban import ReadingCount, read_ban
from cga_desktop.geocoding.finder import OfflineFinder
from cga_desktop.geocoding.gazetteer import Gazetteer
from cga_desktop.geocoding.offline import OfflineGeocoder
from tests.geocoding import noise
from tests.geocoding.conftest import CLAIRBOURG, BanFile

KNOWABLE = (
    "clean",
    "capitals",
    "no accents",
    "abbreviated",
    "town first",
    "postcode first",
    "cedex",
    "number last",
    "aside",
    "one error",
    "error without accents",
    "no town",
)
"""Noise after which the number that was meant can still be told."""


def best(finder: PlaceFinder, text: str, code: str | None = None) -> Place:
    return finder.search(text, code=code)[0]


def labels(places: list[Place]) -> list[str]:
    return [place.label for place in places]


def test_it_is_the_port_the_program_asks_for(gazetteer):
    finder: PlaceFinder = OfflineGeocoder(gazetteer)
    light: PlaceFinder = OfflineFinder(gazetteer)
    assert finder.known() == light.known() == gazetteer.known()
    assert finder.streets(CLAIRBOURG) == gazetteer.streets(CLAIRBOURG)


def test_an_imported_address_is_found_at_its_number(finder):
    place = best(finder, "12 rue des Essais, 93990 Clairbourg")
    assert place.label == "12 Rue des Essais, 93990 Clairbourg"
    assert (place.lat, place.lon) == (48.90006, 2.5022)
    assert (place.precision, place.citycode, place.score) == (Precision.NUMBER, CLAIRBOURG, 1.0)
    assert place.explanation == "Rue reconnue\u202f; numéro trouvé"


def test_before_the_import_the_same_address_lies_between_the_embedded_numbers(gazetteer):
    place = best(OfflineGeocoder(gazetteer), "12 rue des Essais, Clairbourg")
    assert place.label == "12 Rue des Essais, 93990 Clairbourg"
    assert place.precision is Precision.INTERPOLATED
    assert place.lon == pytest.approx(2.5 + 0.006 * 11 / 30)
    assert place.radius_m > 25
    assert FOUND_SCORE <= place.score < 1


def test_an_import_is_searched_at_once(gazetteer, ban_file):
    finder = OfflineGeocoder(gazetteer)
    assert best(finder, "rue Barnabé Tournevent, Clairbourg").precision is Precision.MUNICIPALITY
    assert finder.complete("barna") == []
    gazetteer.import_file(ban_file)
    assert best(finder, "rue Barnabé Tournevent, Clairbourg").precision is Precision.STREET
    assert labels(finder.complete("barna")) == ["Rue Barnabé Tournevent, 93990 Clairbourg"]


@pytest.mark.parametrize(
    "text",
    [
        "12 RUE DES ESSAIS 93990 CLAIRBOURG CEDEX",
        "12, r des essais",
        "rue des essais 12 clairbourg",
        "Clairbourg, 12 rue des Essais",
        "12 rue dse esais clairbourg",
        "12 essais clairbourg",
        "12 rue des Essais, Clairburg",
        "12 rue des Essais, 93999 Clairbourg",
        "12-14 rue des Essais",
        "Bât. B, 12 rue des Essais, Clairbourg",
        "12ruedesessais clairbourg",
    ],
)
def test_what_people_type_finds_the_number(finder, text):
    place = best(finder, text)
    assert place.label == "12 Rue des Essais, 93990 Clairbourg"
    assert place.precision is Precision.NUMBER
    assert place.score >= FOUND_SCORE


def test_precisions_come_in_their_order(finder):
    scores = [
        best(finder, f"{number} avenue du figuier bleu, Clairbourg").score
        for number in ("8 bis", "8 b", "12 bis", "33", "900")
    ]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)
    assert best(finder, "33 avenue du figuier bleu").precision is Precision.INTERPOLATED
    assert best(finder, "900 avenue du figuier bleu").precision is Precision.STREET


def test_a_street_named_after_another_town_is_read_both_ways(finder):
    assert labels(finder.search("3 rue de Hautebrise, Clairbourg")) == [
        "3 Rue de Hautebrise, 93990 Clairbourg"
    ]
    assert best(finder, "3 rue de Hautebrise").citycode == CLAIRBOURG
    assert best(finder, "Hautebrise").label == "93991 Hautebrise-sur-Marne"


def test_a_town_or_a_postcode_alone_gives_the_middle_of_the_town(finder):
    for text in ("Clairbourg", "93990", "93990 CLAIRBOURG"):
        place = best(finder, text)
        assert (place.label, place.precision) == ("93990 Clairbourg", Precision.MUNICIPALITY)
        assert (place.lat, place.lon, place.score) == (48.905, 2.503, 1.0)
        assert place.radius_m > 500


def test_a_street_that_the_town_lacks_gives_the_town_as_a_mere_proposal(finder):
    (place,) = finder.search("4 rue Imaginaire, Clairbourg")
    assert (place.precision, place.score) == (Precision.MUNICIPALITY, PROPOSED_SCORE)
    assert "seule la commune" in place.explanation.lower()


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("gare de Clairbourg", "Gare de Clairbourg, 93990 Clairbourg"),
        ("la gare, Clairbourg", "Gare de Clairbourg, 93990 Clairbourg"),
        ("mairie de Clairbourg", "Hôtel de ville de Clairbourg, 93990 Clairbourg"),
        ("mairie, 93990", "Hôtel de ville de Clairbourg, 93990 Clairbourg"),
        ("Mairie de Hautebrise", "Mairie de Hautebrise, 93991 Hautebrise-sur-Marne"),
        ("collège Ada Brindille", "Collège Ada Brindille, 93990 Clairbourg"),
        ("ada brindile clairbourg", "Collège Ada Brindille, 93990 Clairbourg"),
        ("tram les tilleuls", "Station Les Tilleuls, 93990 Clairbourg"),
        ("grands vents, clairbourg", "Quartier des Grands Vents, 93990 Clairbourg"),
    ],
)
def test_landmarks_are_found_as_people_call_them(finder, text, label):
    place = best(finder, text)
    assert (place.label, place.precision) == (label, Precision.PLACE)
    assert place.score >= FOUND_SCORE


def test_a_landmark_tells_where_it_is_and_a_neighbourhood_is_wide(finder):
    assert "3 rue des Essais" in best(finder, "collège Ada Brindille").explanation
    wide, narrow = best(finder, "quartier des grands vents"), best(finder, "gare de clairbourg")
    assert wide.radius_m > narrow.radius_m


def test_a_street_is_not_taken_for_a_landmark_of_that_name(finder):
    assert all(
        place.precision is not Precision.PLACE
        for place in finder.search("12 avenue Ada Brindille, Clairbourg")
    )


@pytest.mark.parametrize(
    "text",
    [
        "12 rue de Rivoli, 75004 Paris",
        "12 rue de Rivoli, Paris",
        "12 rue de Rivoli",
        "12 rue des Essais, 75011 Paris",
        "12 rue des Essais, Paris",
        "Paris, 12 rue des Essais",
        "12 rue des Essais Lyon",
        "12 rue des Essais, Vierzon-les-Bains",
        "12 rue des Essais 69007",
        "gare de Lyon",
        "mairie de Pantin",
        "",
        "   ",
        "?!",
        "12",
        "xyzzy",
    ],
)
def test_addresses_elsewhere_and_nonsense_are_not_accepted(finder, text):
    assert [one for one in finder.search(text) if one.score >= FOUND_SCORE] == []


def test_a_search_may_be_kept_to_one_commune(imported, tmp_path):
    file = BanFile().add(12, "Rue des Essais", code_insee="93991", code_postal="93991")
    for row in file.rows:
        row["nom_commune"] = "Hautebrise-sur-Marne"
    imported.import_file(file.write(tmp_path / "haute.csv"))
    finder = OfflineGeocoder(imported)
    assert {one.citycode for one in finder.search("12 rue des essais")} == {CLAIRBOURG, "93991"}
    assert {one.citycode for one in finder.search("12 rue des essais", code="93991")} == {"93991"}
    assert finder.search("12 rue des essais, Clairbourg", code="93991") == []
    assert {one.citycode for one in finder.complete("12 rue des es", code="93991")} == {"93991"}


def test_a_commune_of_which_nothing_is_known_is_not_found(finder):
    for ask in (finder.search, finder.complete):
        with pytest.raises(NotFound, match="75056") as refused:
            ask("12 rue de Rivoli", code="75056")
        assert "Clairbourg (93990)" in str(refused.value)


def test_no_more_places_are_answered_than_asked_for(finder):
    assert len(finder.search("3 rue", limit=2)) <= 2
    assert len(finder.search("gare, clairbourg", limit=1)) == 1


def test_answers_come_best_first_and_only_from_half_a_score_on(finder):
    scores = [one.score for one in finder.search("station clairbourg", limit=20)]
    assert scores == sorted(scores, reverse=True)
    assert all(score >= PROPOSED_SCORE for score in scores)


def test_each_street_is_answered_once(finder):
    found = finder.search("5 rue du 7 brumaire 1899 5, Clairbourg", limit=20)
    streets = [one.label.lstrip("0123456789 ") for one in found]
    assert len(streets) == len(set(streets))


@given(text=st.text(max_size=120))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_can_be_searched_and_completed(finder, text):
    for place in (*finder.search(text), *finder.complete(text)):
        assert 0 <= place.score <= 1
        assert place.label
        assert place.radius_m > 0


@given(seed=st.integers(0, 10_000))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_imported_address_is_found_through_any_noise(finder, ban_file, seed):
    addresses = [one for one in read_ban(ban_file, ReadingCount()) if one.number]
    chance = random.Random(seed)  # noqa: S311  (a repeatable draw)
    one = chance.choice(addresses)
    kind = chance.choice(KNOWABLE)
    text = noise.typed(one, chance)[kind]()
    place = best(finder, text)
    assert (place.lat, place.lon) == (one.lat, one.lon), (kind, text, place.label)
    assert place.score >= FOUND_SCORE


def test_several_threads_may_search_while_addresses_are_imported(imported, ban_file):
    finder = OfflineGeocoder(imported)

    def ask(turn: int) -> str:
        return best(finder, f"{1 + turn % 30} rue des Essais, Clairbourg").label

    with ThreadPoolExecutor(4) as pool:
        asked = pool.map(ask, range(300))
        imported.import_file(ban_file)
        found = list(asked)
    assert found == [f"{1 + turn % 30} Rue des Essais, 93990 Clairbourg" for turn in range(300)]


# geopy's shapes


def test_it_is_a_geopy_geocoder(finder):
    assert isinstance(finder, Geocoder)
    location = finder.geocode("12 rue des Essais, Clairbourg")
    assert isinstance(location, Location)
    assert location.address == "12 Rue des Essais, 93990 Clairbourg"
    assert (location.latitude, location.longitude) == (48.90006, 2.5022)
    assert location.raw["precision"] == "number"
    assert Place(**location.raw) == best(finder, "12 rue des Essais, Clairbourg")


def test_geopy_answers_none_one_or_several(finder):
    assert finder.geocode("xyzzy") is None
    assert finder.geocode("xyzzy", exactly_one=False) is None
    several = finder.geocode("station clairbourg", exactly_one=False, limit=2)
    assert len(several) == 2
    assert all(isinstance(one, Location) for one in several)


@pytest.mark.parametrize(
    "point", [GeopyPoint(48.90006, 2.5022), (48.90006, 2.5022), "48.90006, 2.5022"]
)
def test_geopy_reverses_a_point_in_all_its_shapes(finder, point):
    assert finder.reverse(point).address == "12 Rue des Essais, 93990 Clairbourg"
    assert len(finder.reverse(point, exactly_one=False)) == 5


def test_no_request_can_leave_through_it(finder, refused_connections):
    with pytest.raises(GeocoderUnavailable):
        finder.adapter.get_json("https://example.org", timeout=1, headers={})
    assert refused_connections == []


def test_a_finder_without_any_commune_finds_nothing(tmp_path):
    with Gazetteer(tmp_path, {}) as empty:
        finder = OfflineGeocoder(empty)
        assert finder.search("12 rue des Essais, Clairbourg") == []
        assert finder.complete("12 rue") == []
        assert finder.reverse(48.9, 2.5) == []
        with pytest.raises(NotFound):
            finder.search("12 rue des Essais", code=CLAIRBOURG)
