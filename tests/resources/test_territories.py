"""The embedded territories: sound, within their commune, and what the script computes again."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from cga_desktop.domain.territories import (
    LonLat,
    TerritoryFacts,
    embedded_territories,
    territory_facts,
)

PROJECT = Path(__file__).parents[2]
CODES = ["93010", "93031", "93063"]
EVERYDAY_KINDS = {
    "cinema",
    "college",
    "health_centre",
    "high_school",
    "hospital",
    "kindergarten",
    "library",
    "music_school",
    "neighbourhood",
    "school",
    "social_facility",
    "sports_centre",
    "stadium",
    "station",
    "swimming_pool",
    "town_hall",
}

OutsideBy = Callable[[float, float, Sequence[Sequence[LonLat]]], float]


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(PROJECT / "build_spec"))


@pytest.fixture
def outside_by(scripts: None) -> OutsideBy:
    from outlines import outside_by

    return outside_by


@pytest.fixture(params=CODES)
def facts(request: pytest.FixtureRequest) -> TerritoryFacts:
    return territory_facts(request.param)


def test_the_three_communes_travel_with_the_program() -> None:
    assert {code: one.name for code, one in embedded_territories().items()} == {
        "93010": "Bondy",
        "93031": "Épinay-sur-Seine",
        "93063": "Romainville",
    }
    assert [territory_facts(code).postcodes for code in CODES] == [
        ("93140",),
        ("93800",),
        ("93230",),
    ]


def test_an_outline_is_one_closed_ring_of_a_few_dozen_points(facts: TerritoryFacts) -> None:
    (ring,) = facts.outline
    assert ring[0] == ring[-1]
    assert 40 <= len(ring) <= 120
    assert len(set(ring)) == len(ring) - 1


def test_the_centre_is_in_the_commune(facts: TerritoryFacts, outside_by: OutsideBy) -> None:
    assert outside_by(facts.lat, facts.lon, facts.outline) == 0


def test_landmarks_are_where_people_look_for_them(
    facts: TerritoryFacts, outside_by: OutsideBy
) -> None:
    """Within the commune, or a station just across its border."""
    for one in facts.landmarks:
        away = outside_by(one.lat, one.lon, facts.outline)
        assert away <= (150 if one.kind == "station" else 0), one.name


def test_landmarks_are_named_sourced_and_met_once(facts: TerritoryFacts) -> None:
    assert len(facts.landmarks) >= 17
    assert len({(one.name, one.detail) for one in facts.landmarks}) == len(facts.landmarks)
    for one in facts.landmarks:
        assert one.source
        assert one.kind in EVERYDAY_KINDS
        assert one.name == one.name.strip()
        assert "'" not in one.name + one.detail, "the apostrophe of French text is ’"


def test_bondy_has_its_streets_with_figures_of_the_base_adresse_nationale(
    outside_by: OutsideBy,
) -> None:
    bondy = territory_facts("93010")
    assert len(bondy.streets) == 348
    assert sum(one.numbers for one in bondy.streets) > 8_300
    for one in bondy.streets:
        assert outside_by(one.lat, one.lon, bondy.outline) <= 150, one.name
        assert one.postcode == "93140"
        assert 0 < one.first <= one.last <= 300, one.name
        assert one.numbers >= 1
        assert len(one.line) != 1
        assert len(one.line) <= 8
        for lon, lat in one.line:
            assert outside_by(lat, lon, bondy.outline) <= 150, one.name


@pytest.mark.parametrize(
    "name",
    [
        "Avenue du Maréchal de Lattre de Tassigny",
        "Allée de l’Égalité",
        "Rue Étienne Dolet",
        "Rue Édouard Vaillant",
        "Allée Thérèse",
        "Rue Jean Jaurès",
        "Chemin de la Mare à la Veuve",
        "Place du 11 Novembre 1918",
    ],
)
def test_street_names_are_written_out_with_their_accents(name: str) -> None:
    assert name in {one.name for one in territory_facts("93010").streets}


def test_a_street_line_runs_the_way_its_numbers_grow() -> None:
    """Rue Roger Salengro starts in the north, avenue Galliéni in the west."""
    streets = {one.name: one for one in territory_facts("93010").streets}
    north_to_south = [lat for _, lat in streets["Rue Roger Salengro"].line]
    assert north_to_south[0] > north_to_south[-1]
    west_to_east = [lon for lon, _ in streets["Avenue Galliéni"].line]
    assert west_to_east[0] < west_to_east[-1]


def test_every_file_says_where_its_facts_come_from(facts: TerritoryFacts) -> None:
    assert {"contour", "centre", "repères"} <= {one.what for one in facts.sources}
    assert all(one.name and one.licence for one in facts.sources)
    assert bool(facts.streets) == ("rues" in {one.what for one in facts.sources})


def test_the_files_stay_small() -> None:
    for path in (PROJECT / "resources/territories").glob("*.json"):
        assert path.stat().st_size < 150_000, path.name


def test_running_the_script_again_gives_the_same_files(
    shared_data: Path, tmp_path: Path, scripts: None, capsys: pytest.CaptureFixture[str]
) -> None:
    from make_territories import main

    main(["--data", str(shared_data), "--out", str(tmp_path)])
    assert "Bondy" in capsys.readouterr().out
    for code in CODES:
        kept = (PROJECT / f"resources/territories/{code}.json").read_text(encoding="utf-8")
        assert (tmp_path / f"{code}.json").read_text(encoding="utf-8") == kept, code


def test_areas_that_share_a_border_become_one_ring(scripts: None) -> None:
    from outlines import centroid, inside, union_outline

    def square(west: float) -> dict[str, object]:
        corners = [(west, 0.0), (west + 1, 0.0), (west + 1, 1.0), (west, 1.0), (west, 0.0)]
        return {"geometry": {"type": "Polygon", "coordinates": [corners]}}

    (ring,) = union_outline([square(0.0), square(1.0)])
    assert len(ring) == 7
    assert (1.0, 0.5) not in ring
    assert centroid(ring) == pytest.approx((2.0, 1.0, 0.5))
    assert inside(1.0, 0.5, ring)
    assert not inside(2.5, 0.5, ring)


def test_a_street_line_bends_with_its_addresses_and_begins_at_the_low_numbers(
    scripts: None,
) -> None:
    from street_figures import Address, number_range, street_line

    east = [Address(n, "", 48.9 + 0.0001 * (n % 2), 2.48 + 0.00002 * n) for n in range(1, 80)]
    corner = east[-1].lon
    north = [Address(n, "", 48.9 + 0.00002 * (n - 79), corner) for n in range(80, 160)]
    typing_error = Address(4244, "", 48.9, 2.48)
    line = street_line([*north, *east, typing_error])
    assert 3 <= len(line) <= 8
    assert line[0][0] == pytest.approx(2.48, abs=0.0003)
    assert line[-1][1] == pytest.approx(48.9 + 0.00002 * 80, abs=0.0003)
    assert number_range([*east, typing_error]) == (1, 79)
    assert street_line([typing_error]) == []
