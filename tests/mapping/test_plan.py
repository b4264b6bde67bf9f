"""The schematic plan: drawn from facts, useful without any tile."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.domain.territories import (
    Landmark,
    Source,
    Street,
    TerritoryFacts,
    embedded_territories,
)
from cga_desktop.mapping.plan import (
    Plan,
    enclosing,
    line_length,
    plan_features,
    schematic_plan,
    short_name,
    source_line,
    street_rank,
)

SQUARE = ((2.47, 48.89), (2.50, 48.89), (2.50, 48.91), (2.47, 48.91))


def street(name: str, *line: tuple[float, float], numbers: int = 100) -> Street:
    return Street(name=name, lat=48.9, lon=2.48, first=1, last=99, numbers=numbers, line=line)


def town(*streets: Street, **more: object) -> TerritoryFacts:
    facts = {
        "code": "93010",
        "name": "Bondy",
        "postcodes": ("93140",),
        "lat": 48.9,
        "lon": 2.48,
        "outline": (SQUARE,),
        "streets": streets,
    }
    return TerritoryFacts.model_validate(facts | more)


def test_a_line_is_as_long_as_on_the_ground() -> None:
    # One minute of latitude is a nautical mile.
    assert line_length([(2.4, 48.9), (2.4, 48.9 + 1 / 60)]) == pytest.approx(1852, rel=0.002)
    # A degree of longitude shrinks by the cosine of the latitude: 73.1 km at 48.9° north.
    assert line_length([(2.4, 48.9), (2.41, 48.9)]) == pytest.approx(731, rel=0.005)
    assert line_length([(2.4, 48.9)]) == 0


def test_streets_that_cross_the_town_rank_before_closes() -> None:
    through = street("Avenue Galliéni", (2.47, 48.9), (2.49, 48.9))
    middling = street("Rue Fremin", (2.48, 48.9), (2.486, 48.9), numbers=20)
    close = street("Impasse Zola", (2.48, 48.9), (2.4805, 48.9), numbers=4)
    square = street("Place Neuburger", (2.47, 48.9), (2.49, 48.9))
    assert [street_rank(one) for one in (through, middling, close, square)] == [1, 2, 4, 3]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Avenue de Verdun", "Av. de Verdun"),
        ("Rue du Breuil", "R. du Breuil"),
        ("Boulevard Pasteur", "Bd Pasteur"),
        ("Cours de la République", "Cours de la République"),
        ("Rue", "Rue"),
        ("", ""),
    ],
)
def test_a_street_type_is_shortened_where_the_name_is_long(name: str, short: str) -> None:
    assert short_name(name) == short


def test_imported_streets_are_drawn_in_place_of_embedded_ones() -> None:
    facts = town(street("Ancienne rue", (2.47, 48.9), (2.48, 48.9)))
    imported = {"93010": [street("Rue neuve", (2.47, 48.9), (2.48, 48.9))]}
    assert [one.name for one in schematic_plan([facts], imported).streets] == ["Rue neuve"]
    assert [one.name for one in schematic_plan([facts], {"93010": []}).streets] == ["Ancienne rue"]


def test_the_most_important_streets_come_last_so_that_they_are_drawn_on_top() -> None:
    close = street("Impasse Zola", numbers=2)
    through = street("Avenue Galliéni", (2.47, 48.9), (2.49, 48.9))
    assert [one.rank for one in schematic_plan([town(through, close)]).streets] == [4, 1]


def test_a_street_without_a_line_stands_at_its_mean_position() -> None:
    (drawn,) = schematic_plan([town(street("Rue courte"))]).streets
    assert drawn.line == ((2.48, 48.9),)


def test_the_page_receives_outlines_streets_and_landmarks_as_geojson() -> None:
    facts = town(
        street("Rue Fremin", (2.4700001, 48.9), (2.48, 48.9)),
        street("Rue courte"),
        landmarks=(Landmark(name="Gare", kind="station", lat=48.89, lon=2.48, source="IDFM"),),
    )
    collection = plan_features(schematic_plan([facts]))
    features = collection["features"]
    assert isinstance(features, list)
    by_layer = {feature["properties"]["layer"]: feature for feature in features}
    assert by_layer["outline"]["geometry"]["type"] == "MultiPolygon"
    assert by_layer["outline"]["geometry"]["coordinates"][0][0][0] == [2.47, 48.89]
    assert by_layer["street"]["geometry"] == {
        "type": "LineString",
        "coordinates": [[2.47, 48.9], [2.48, 48.9]],
    }
    assert by_layer["landmark"]["properties"]["sign"] == "station"
    json.dumps(collection, allow_nan=False)


def test_a_plan_of_nothing_has_no_bounds() -> None:
    assert Plan().bounds is None
    assert schematic_plan([town()]).bounds == (48.89, 2.47, 48.91, 2.50)


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1))
def test_bounds_enclose_every_point(points: list[tuple[float, float]]) -> None:
    bounds = enclosing(points)
    assert bounds is not None
    south, west, north, east = bounds
    assert all(west <= lon <= east and south <= lat <= north for lon, lat in points)


def test_sources_are_credited_once_with_date_and_licence() -> None:
    ban = Source(what="rues", name="BAN", licence="Licence Ouverte 2.0", date="2022-05")
    assert source_line(ban) == "BAN (2022-05), Licence Ouverte 2.0"
    assert source_line(Source(what="", name="IGN", licence="")) == "IGN"
    plan = schematic_plan([town(sources=(ban,)), town(code="93063", sources=(ban,))])
    assert plan.sources == (ban,)


def test_the_communes_that_travel_with_the_program_can_all_be_drawn() -> None:
    plan = schematic_plan(embedded_territories().values())
    assert {outline.code for outline in plan.outlines} == {"93010", "93031", "93063"}
    assert len(plan.landmarks) >= 60
    ranks = [one.rank for one in plan.streets]
    assert 5 <= ranks.count(1) <= 40, "a few streets structure the town, and not all of them"
    json.dumps(plan_features(plan), allow_nan=False)
