import pytest

from cga_desktop.domain.places import Precision
from cga_desktop.geocoding.offline import OfflineGeocoder


def test_the_nearest_address_is_found_with_its_distance(finder):
    (place,) = finder.reverse(48.90010, 2.5022)
    assert place.label == "12 Rue des Essais, 93990 Clairbourg"
    assert place.precision is Precision.NUMBER
    assert "à 4\u00a0m" in place.explanation
    assert place.score > 0.99


def test_several_come_nearest_first(finder):
    places = finder.reverse(48.90006, 2.5022, limit=4)
    assert len(places) == 4
    assert places[0].label.startswith("12 ")
    assert [one.score for one in places] == sorted((one.score for one in places), reverse=True)


def test_far_from_addresses_the_reach_widens_up_to_500_m(finder):
    assert finder.reverse(48.9147, 2.5022)[0].precision is Precision.NUMBER
    (place,) = finder.reverse(48.9188, 2.5022)
    assert (place.label, place.precision) == ("93990 Clairbourg", Precision.MUNICIPALITY)


def test_outside_every_commune_there_is_nothing(finder):
    assert finder.reverse(48.93, 2.5022) == []
    assert finder.reverse(-89.0, 179.0) == []


def test_where_nothing_was_imported_the_nearest_embedded_street_answers(gazetteer):
    finder = OfflineGeocoder(gazetteer)
    (place,) = finder.reverse(48.9005, 2.503)
    assert (place.label, place.precision) == ("Rue des Essais, 93990 Clairbourg", Precision.STREET)
    assert (place.lat, place.lon) == (pytest.approx(48.9), pytest.approx(2.503))
    assert place.radius_m == pytest.approx(56, abs=2)
    (pathless,) = finder.reverse(48.9151, 2.51)
    assert pathless.label == "Sente Perdue, 93990 Clairbourg"


def test_every_imported_address_is_its_own_nearest(finder, imported):
    for near in imported.near(finder.search("Clairbourg")[0].point, 3_000)[::7]:
        address = near.address
        (place,) = finder.reverse(address.lat, address.lon)
        assert (place.lat, place.lon) == (address.lat, address.lon)
