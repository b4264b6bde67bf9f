import pytest

from cga_desktop.domain.places import Point, Precision
from cga_desktop.domain.territories import Street
from cga_desktop.geocoding.lines import NumberedPoint, metres
from cga_desktop.geocoding.locating import EXACT_RADIUS_M, Located, locate, written
from cga_desktop.geocoding.text import HouseNumber

LINE = ((2.50, 48.9), (2.51, 48.9))
STREET = Street(name="Rue des Essais", lat=48.9, lon=2.505, first=1, last=41, numbers=20, line=LINE)


def numbered(*numbers: int | tuple[int, str]) -> list[NumberedPoint]:
    """Addresses along the street, 10 m for each number."""
    pairs = [(one, "") if isinstance(one, int) else one for one in numbers]
    return [
        NumberedPoint(number, suffix, 48.9, 2.5 + 0.000137 * number) for number, suffix in pairs
    ]


def found(numbers: list[NumberedPoint], *wanted: object) -> Located:
    return locate(STREET, 300, numbers, HouseNumber(*wanted))  # pyright: ignore[reportArgumentType]


def test_the_number_itself_is_best():
    place = found(numbered(11, 12, (12, "bis")), 12)
    assert (place.precision, place.number, place.factor) == (Precision.NUMBER, "12", 1.0)
    assert place.radius_m == EXACT_RADIUS_M
    assert found(numbered(11, 12, (12, "bis")), 12, "bis").number == "12 bis"


@pytest.mark.parametrize(
    ("asked", "kept"), [("b", "bis"), ("bis", "b"), ("t", "ter"), ("q", "quater")]
)
def test_bis_and_b_are_the_same_repetition(asked, kept):
    place = found(numbered(12, (12, kept)), 12, asked)
    assert place.number == written(12, kept)
    assert 0.98 < place.factor < 1


def test_a_true_b_comes_before_bis():
    assert found(numbered((12, "b"), (12, "bis")), 12, "b").number == "12 B"


def test_another_repetition_of_the_number_comes_next_and_is_said():
    place = found(numbered(10, 12, 14), 12, "ter")
    assert (place.precision, place.number) == (Precision.NUMBER, "12")
    assert "12 ter n’est pas connu" in place.sentence
    assert place.factor < found(numbered(10, 12, 14), 12).factor


def test_the_other_end_of_a_range_serves_where_the_first_is_missing():
    assert found(numbered(10, 14), 12, "", 14).number == "14"
    assert found(numbered(10, 12, 14), 12, "", 14).number == "12"


def test_a_missing_number_is_placed_between_its_neighbours_on_its_side():
    place = found(numbered(8, 11, 13, 14), 12)
    assert place.precision is Precision.INTERPOLATED
    assert "entre le 8 et le 14" in place.sentence
    assert place.point.lon == pytest.approx(2.5 + 0.000137 * 12)
    assert place.radius_m == pytest.approx(0.6 * 60, abs=2)


def test_the_other_side_serves_where_a_side_has_no_neighbours():
    place = found(numbered(11, 13), 12)
    assert "entre le 11 et le 13" in place.sentence


def test_a_number_just_past_the_end_is_placed_near_it():
    place = found(numbered(8, 10), 14)
    assert place.precision is Precision.INTERPOLATED
    assert "près du 10" in place.sentence


@pytest.mark.parametrize("numbers", [numbered(8, 10), numbered(1, 300)])
def test_a_number_far_from_all_others_gives_the_street(numbers):
    place = found(numbers, 150)
    assert (place.precision, place.number) == (Precision.STREET, "")
    assert "150 n’est pas connu" in place.sentence
    assert place.factor < 0.8


def test_neighbours_that_lie_far_apart_say_nothing():
    apart = [NumberedPoint(10, "", 48.9, 2.5), NumberedPoint(14, "", 48.91, 2.51)]
    assert found(apart, 12).precision is Precision.STREET


def test_on_embedded_figures_a_number_lies_in_proportion_along_the_line():
    place = found([], 21)
    assert place.precision is Precision.INTERPOLATED
    assert metres(place.point, Point(48.9, 2.505)) < 1
    assert place.radius_m == pytest.approx(0.27 * 731, rel=0.02)
    assert "numéros 1 à 41" in place.sentence


def test_on_embedded_figures_a_number_out_of_range_gives_the_street():
    assert found([], 43).precision is Precision.STREET
    assert "de 1 à 41" in found([], 43).sentence
    bare = Street(name="Sente Perdue", lat=48.9, lon=2.5)
    place = locate(bare, 0, [], HouseNumber(3))
    assert (place.precision, place.point) == (Precision.STREET, Point(48.9, 2.5))


def test_without_a_number_the_middle_of_the_line_stands_for_the_street():
    place = locate(STREET, 300, numbered(1, 41), None)
    assert (place.precision, place.factor, place.number) == (Precision.STREET, 1.0, "")
    assert metres(place.point, Point(48.9, 2.505)) < 1
    assert place.radius_m == pytest.approx(366, rel=0.01)


@pytest.mark.parametrize(
    ("suffix", "shown"), [("", "12"), ("bis", "12 bis"), ("b", "12 B"), ("quater", "12 quater")]
)
def test_numbers_are_written_as_on_an_envelope(suffix, shown):
    assert written(12, suffix) == shown
