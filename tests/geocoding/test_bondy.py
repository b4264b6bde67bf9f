"""What the design promises, on the real addresses of Bondy."""

import pytest

from cga_desktop.domain.places import FOUND_SCORE, Place, Precision
from cga_desktop.geocoding.gazetteer import Gazetteer
from cga_desktop.geocoding.lines import metres
from cga_desktop.geocoding.locating import locate
from cga_desktop.geocoding.offline import OfflineGeocoder
from cga_desktop.geocoding.text import HouseNumber, words
from tests.geocoding import noise

NOISY = 1_000


def right_street(place: Place, query: noise.Query) -> bool:
    named = words(place.label.partition(",")[0])
    meant = words(query.meant.street)
    return named[-len(meant) :] == meant


def exact(place: Place, query: noise.Query) -> bool:
    number = words(noise.number_of(query.meant))
    shown = words(place.label.partition(",")[0])[: len(number)]
    return right_street(place, query) and place.precision is Precision.NUMBER and shown == number


def test_every_row_is_imported(bondy):
    known = {one.code: one for one in bondy.known()}["93010"]
    assert known.addresses == 8_413
    assert 345 <= known.streets <= 350
    assert known.source == "Base Adresse Nationale"


def test_the_address_of_the_issue_is_found(bondy):
    place = bondy.search("12 avenue de Verdun, Bondy")[0]
    assert place.label == "12 Avenue de Verdun, 93140 Bondy"
    assert place.precision is Precision.NUMBER
    assert (place.lat, place.lon) == (pytest.approx(48.904687), pytest.approx(2.490611))


def test_without_any_import_it_is_found_on_the_embedded_streets(tmp_path, bondy):
    with Gazetteer(tmp_path) as gazetteer:
        place = OfflineGeocoder(gazetteer).search("12 avenue de Verdun, Bondy")[0]
    assert place.label == "12 Avenue de Verdun, 93140 Bondy"
    assert place.precision is Precision.INTERPOLATED
    true = bondy.search("12 avenue de Verdun, Bondy")[0]
    assert metres(place.point, true.point) <= place.radius_m
    assert FOUND_SCORE <= place.score < true.score


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("gare de Bondy", "Gare de Bondy"),
        ("collège Jean Renoir", "Collège Jean Renoir"),
        ("mairie de Bondy", "Hôtel de ville de Bondy"),
        ("tram pont de bondy", "Station Pont de Bondy"),
        ("mairie, bondy", "Hôtel de ville de Bondy"),
        ("hopital jean verdier", "Hôpital Jean Verdier"),
        ("route d'aulnay", "Route d’Aulnay"),
        ("rue de bondy, bondy", "Rue de Bondy"),
        ("72 av mal de lattre de tassigny", "72 Avenue du Mal de Lattre de Tassigny"),
    ],
)
def test_places_and_streets_of_bondy(bondy, text, label):
    assert bondy.search(text)[0].label == f"{label}, 93140 Bondy"


def test_noisy_addresses_are_found(bondy, bondy_addresses):
    drawn = noise.queries(bondy_addresses, NOISY, seed=20_260)
    answers = [(query, bondy.search(query.text, limit=1)) for query in drawn]
    found = [(query, places[0]) for query, places in answers if places]
    wrong = [query for query, place in found if not exact(place, query)]
    assert sum(exact(place, query) for query, place in found) >= 0.97 * NOISY, wrong
    assert sum(right_street(place, query) for query, place in found) >= 0.99 * NOISY, wrong
    accepted = sum(exact(place, query) and place.score >= FOUND_SCORE for query, place in found)
    assert accepted >= 0.97 * NOISY


def test_addresses_of_other_towns_are_not_accepted(bondy, bondy_addresses):
    streets = sorted({one.street for one in bondy_addresses})
    foreign = noise.elsewhere(streets, NOISY, seed=20_260)
    accepted = [
        (text, places[0].label)
        for text in foreign
        if (places := bondy.search(text, limit=1)) and places[0].score >= FOUND_SCORE
    ]
    assert len(accepted) <= 0.01 * NOISY, accepted


def test_a_number_left_out_is_placed_near_and_the_radius_is_honest(bondy_file, tmp_path):
    with Gazetteer(tmp_path) as gazetteer:
        gazetteer.import_file(bondy_file)
        version = gazetteer.version()
        misses: list[tuple[float, float]] = []
        for street in gazetteer.all_streets():
            numbers = gazetteer.numbers(street.id, version) if street.id is not None else ()
            for left_out in numbers[::7]:
                others = [one for one in numbers if one.number != left_out.number]
                found = locate(
                    street.figures, street.radius_m, others, HouseNumber(left_out.number)
                )
                misses.append((metres(found.point, left_out.point), found.radius_m))
    within_30_m = sum(away <= 30 for away, _radius in misses)
    within_radius = sum(away <= radius for away, radius in misses)
    assert len(misses) > 1_000
    assert within_30_m >= 0.85 * len(misses)
    assert within_radius >= 0.87 * len(misses)


def test_completion_leads_to_any_address(bondy, bondy_addresses):
    for one in bondy_addresses[::97]:
        typed = f"{noise.number_of(one)} {noise.plain(one.street).lower()}"
        found = bondy.complete(typed, code="93010")
        assert any((place.lat, place.lon) == (one.lat, one.lon) for place in found), typed


def test_every_address_is_its_own_nearest(bondy, bondy_addresses):
    for one in bondy_addresses[::61]:
        (place,) = bondy.reverse(one.lat, one.lon)
        assert (place.lat, place.lon) == (one.lat, one.lon)
