"""What stands on the map, and the least that a page must be told."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.domain.places import Precision
from cga_desktop.domain.records import Actor, Observation
from cga_desktop.mapping.points import (
    MapPoint,
    PointChanges,
    actor_points,
    changes_between,
    observation_points,
)


def point(id_: str, lat: float = 48.9, lon: float = 2.48, title: str = "La Passerelle") -> MapPoint:
    return MapPoint(id_, lat, lon, "actor", "association", title, "12 avenue de Verdun")


@pytest.mark.parametrize(
    ("lat", "lon"), [(91, 0), (-90.1, 0), (0, 180.5), (float("nan"), 2), (48, float("inf"))]
)
def test_a_point_that_is_not_on_earth_is_a_mistake(lat: float, lon: float) -> None:
    with pytest.raises(ValueError, match="not a position"):
        point("a", lat, lon)


@pytest.mark.parametrize(
    ("precision", "approximate", "label"),
    [
        (Precision.NUMBER, False, "au numéro"),
        (Precision.INTERPOLATED, False, "entre deux numéros"),
        (Precision.STREET, True, "à la rue"),
        (Precision.PLACE, True, "au lieu"),
        (Precision.MUNICIPALITY, True, "à la commune"),
        ("", False, ""),
        ("parcel", True, ""),
    ],
)
def test_a_point_says_how_sure_its_place_is(precision: str, approximate: bool, label: str) -> None:
    placed = replace(point("a"), precision=precision)
    assert placed.approximate is approximate
    assert placed.precision_label == label


def test_actors_with_a_place_become_points() -> None:
    actors = [
        Actor(id="a", name="La Passerelle", kind="venue", address="3 rue Fremin", lat=48.9, lon=2.5,
              precision="street", contact_name="Awa", phone="06"),
        Actor(id="b", name="Sans adresse"),
        Actor(id="c", name="Posé à la main", lat=48.9, lon=2.5, precision="street",
              placed_by_hand=True),
    ]  # fmt: skip
    placed, by_hand = actor_points(actors)
    assert placed == MapPoint(
        "a", 48.9, 2.5, "actor", "venue", "La Passerelle", "3 rue Fremin", "street"
    )
    assert not by_hand.approximate, "who drags a pin knows where it is"


def test_observations_with_a_place_become_points_named_by_their_first_words() -> None:
    long = "Devant le collège,\nles parents attendent ensemble et se parlent " + "longtemps " * 9
    first, empty = observation_points(
        [
            Observation(id="o", text=long, date="2026-05-12", lat=48.9, lon=2.5, address="Bondy"),
            Observation(id="n", text="", date="2026-05-12", lat=48.9, lon=2.5),
            Observation(id="p", text="Ailleurs", date="2026-05-12"),
        ]
    )
    assert first.title.startswith("Devant le collège, les parents")
    assert first.title.endswith("…")
    assert len(first.title) <= 60
    assert "12 mai" in first.subtitle
    assert first.subtitle.endswith("· Bondy")
    assert empty.title == "…"


def test_a_page_that_shows_everything_is_told_nothing() -> None:
    shown = {"a": point("a"), "b": point("b")}
    assert not changes_between(shown, shown.values())


def test_only_new_moved_reworded_and_vanished_points_are_told() -> None:
    shown = {id_: point(id_) for id_ in "abcd"}
    wanted = [
        point("a"),
        point("b", lat=48.95),
        point("c", title="Autre nom"),
        point("e"),
    ]
    changes = changes_between(shown, wanted)
    assert changes == PointChanges(
        put=(point("c", title="Autre nom"), point("e")),
        moved=(point("b", lat=48.95),),
        removed=("d",),
    )
    put, moved, removed = changes.rows()
    assert [row[0] for row in put] == ["c", "e"]
    assert moved == [["b", 48.95, 2.48]]
    assert removed == ["d"]


ids = st.sampled_from("abcdefgh")
points = st.builds(
    point, ids, st.floats(-90, 90), st.floats(-180, 180), st.sampled_from(["un", "deux"])
)


@given(st.lists(points), st.lists(points))
def test_what_is_told_always_makes_the_page_right(
    before: list[MapPoint], wanted: list[MapPoint]
) -> None:
    shown = {one.id: one for one in before}
    changes = changes_between(shown, wanted)
    page = dict(shown)
    for id_ in changes.removed:
        del page[id_]
    page.update({one.id: one for one in changes.put})
    for moved in changes.moved:
        page[moved.id] = replace(page[moved.id], lat=moved.lat, lon=moved.lon)
    assert page == {one.id: one for one in wanted}
    assert not changes_between(page, wanted)
