from dataclasses import replace
from math import hypot

import pytest

from cga_desktop.domain.drawing import Line
from cga_desktop.domain.exports import Paper, ReportAudience
from cga_desktop.domain.places import Point
from cga_desktop.domain.territories import Source
from cga_desktop.exporting.report import Report, ReportActor, ReportObservation, ReportTerritory
from cga_desktop.exporting.sheet.compose import compose
from cga_desktop.exporting.sheet.ground import Ground
from cga_desktop.exporting.sheet.lambert import to_lambert
from tests.exporting.sheet.conftest import plain_width
from tests.exporting.sheet.shapes_of import flat, middle, tagged, text, words
from tests.exporting.studies import BAN, SQUARE

NORTH_WEST, SOUTH_EAST = Point(48.915, 2.473), Point(48.893, 2.497)
EAST = ReportTerritory(
    "93031", "Épinay", (((2.55, 48.90), (2.65, 48.90), (2.65, 48.91), (2.55, 48.91)),)
)


@pytest.fixture
def report() -> Report:
    return Report(
        title="Bondy : les acteurs du territoire",
        study="Bondy 2026",
        audience=ReportAudience.PUBLIC,
        made_at="2026-11-22T12:00:00+01:00",
        program="0.1.0",
        territories=(SQUARE,),
        actors=(
            ReportActor("a", "Les Mains du canal", "association", point=NORTH_WEST),
            ReportActor("b", "La Page pliée", "shop", point=SOUTH_EAST, precision="street"),
            ReportActor("c", "Sans adresse", "shop"),
        ),
        observations=(ReportObservation("o", "Un banc.", "2026-05-02", point=Point(48.9, 2.48)),),
        sources=(BAN, Source(what="centre", name="Ailleurs", licence="")),
        left_out=("2 contacts sans accord pour la carte.",),
    )


def composed(report, ground=None, paper=Paper.A4):
    return compose(report, ground or Ground(), paper, plain_width)


@pytest.mark.parametrize(("paper", "sides"), [(Paper.A4, (210, 297)), (Paper.A3, (297, 420))])
def test_every_page_is_one_sheet_of_the_paper_asked_for(report, ground, paper, sides):
    for page in composed(report, ground, paper).pages:
        assert tuple(sorted((page.width, page.height))) == sides


@pytest.mark.parametrize("paper", Paper)
def test_nothing_is_drawn_beyond_the_paper(report, ground, paper):
    for page in composed(report, ground, paper).pages:
        for one in words(page):
            x, y = one.at
            width = plain_width(one.text, one.size, bold=one.bold)
            start = {"start": 0.0, "middle": -width / 2, "end": -width}[one.anchor]
            if not one.angle:
                assert 0 < x + start < x + start + width < page.width, one.text
            assert 0 < y < page.height


@pytest.mark.parametrize("paper", Paper)
def test_the_scale_bar_tells_the_distance_between_two_actors(report, paper):
    page = composed(report, paper=paper).pages[0]
    (bar,) = (one for one in tagged(page, "scale-bar:") if isinstance(one, Line))
    (x1, _y1), (x2, _y2) = bar.points
    metres_per_mm = float(bar.tag.removeprefix("scale-bar:")) / (x2 - x1)
    first, second = (middle(one) for one in tagged(page, "mark:")[:2])
    measured = hypot(second[0] - first[0], second[1] - first[1]) * metres_per_mm
    (e1, n1), (e2, n2) = to_lambert([(p.lon, p.lat) for p in (NORTH_WEST, SOUTH_EAST)])
    assert measured == pytest.approx(hypot(e2 - e1, n2 - n1), rel=0.005)
    # And as a surveyor measures it, whatever the projection.
    assert measured == pytest.approx(ground_distance(NORTH_WEST, SOUTH_EAST), rel=0.005)


def ground_distance(one: Point, other: Point) -> float:
    from pyproj import Geod

    return Geod(ellps="WGS84").inv(one.lon, one.lat, other.lon, other.lat)[2]


def test_the_scale_is_said_and_agrees_with_the_bar(report):
    page = composed(report).pages[0]
    (said,) = words(page, "scale")
    denominator = int(said.text.split(":")[1].replace("\u202f", ""))
    (bar,) = tagged(page, "scale-bar:")
    assert isinstance(bar, Line)
    length = bar.points[1][0] - bar.points[0][0]
    assert length * denominator / 1000 == pytest.approx(float(bar.tag.split(":")[1]))


def test_the_map_says_what_a_map_must(report, ground):
    page = composed(report, ground).pages[0]
    said = " ".join(one.text for one in words(page))
    for expected in (
        "Bondy : les acteurs du territoire",
        "22 novembre 2026",
        "Associations",
        "Les Mains du canal",
        "Limite de commune",
        "Position approximative",
        "Lambert-93",
        "Base Adresse Nationale",
        "Licence Ouverte 2.0",
        "2 contacts sans accord pour la carte",
        "CGA Terrain 0.1.0",
        "Avenue de Verdun",
        "Hôtel de ville",
        "LA NOUE CAILLET",
    ):
        assert expected in said, expected
    assert "Ailleurs" not in said, "the centre is not drawn, so its source is not credited"
    assert words(page, "north")[0].text == "N"


def test_numbers_on_the_map_are_those_of_the_key_and_of_the_list(report, ground):
    drawing = composed(report, ground)
    page, listed = drawing.pages[0], drawing.pages[1]
    assert {one.text for one in words(page) if one.tag.startswith("number:")} == {"1", "2", "A"}
    key = {one.text for one in words(page, "name")}
    assert key == {"Les Mains du canal", "La Page pliée"}
    in_list = [one.text for one in words(listed)]
    assert in_list.index("3") < in_list.index("Sans adresse")
    assert "Pas sur la carte." in in_list
    assert "Un banc." in in_list


def test_each_territory_has_its_page_laid_as_it_is_shaped(report):
    drawing = composed(replace(report, territories=(SQUARE, EAST)))
    titles = [words(page, "title")[0].text for page in drawing.pages]
    assert titles[0].startswith("Bondy")
    assert titles[1].startswith("Épinay")
    assert titles[-1] == "Liste des acteurs"
    assert drawing.pages[1].width > drawing.pages[1].height, "wide ground, wide paper"


def test_an_internal_document_says_so_on_every_page(report):
    for page in composed(replace(report, audience=ReportAudience.TEAM)).pages:
        assert "ne pas diffuser" in words(page, "notice")[0].text
    assert all(not words(page, "notice") for page in composed(report).pages)


def test_a_study_without_territory_maps_where_its_actors_are(report):
    page = composed(replace(report, territories=())).pages[0]
    assert len(tagged(page, "mark:")) == 3


def test_a_study_without_anything_is_a_list_with_its_sources(report):
    empty = replace(report, territories=(), actors=(), observations=(), left_out=())
    drawing = composed(empty)
    assert len(drawing.pages) == 1
    assert "Base Adresse Nationale" in text(drawing)


def test_hundreds_of_actors_are_all_on_the_map_and_in_the_list(report, ground):
    spots = [Point(48.893 + n % 20 * 0.001, 2.473 + n // 20 * 0.001) for n in range(300)]
    many = tuple(
        ReportActor(str(n), f"Acteur {n}", "shop", point=spot) for n, spot in enumerate(spots)
    )
    drawing = composed(replace(report, actors=many), ground)
    numbers = {one.text for one in words(drawing.pages[0]) if one.tag.startswith("number:")}
    assert numbers >= {str(n) for n in range(1, 301)}
    assert "La suite est dans la liste." in text(drawing)
    listed = {one.text for page in drawing.pages[1:] for one in words(page, "list")}
    assert listed >= {f"Acteur {n}" for n in range(300)}


def test_a_hostile_name_stays_on_its_line(report):
    nasty = "A\nB\u202e" + "x" * 500
    page = composed(replace(report, actors=(ReportActor("a", nasty, "shop", point=NORTH_WEST),)))
    for one in (one for sheet in page.pages for one in words(sheet)):
        assert "\n" not in one.text
        assert "\u202e" not in one.text


def test_an_actor_at_the_end_of_the_world_is_listed_and_breaks_nothing(report):
    far = ReportActor("z", "Au pôle", "shop", point=Point(90.0, 0.0))
    drawing = composed(replace(report, actors=(*report.actors, far)))
    assert "Au pôle" in text(drawing)
    assert all(abs(x) < 1e6 for one in flat(drawing.pages[0].shapes) if isinstance(one, Line)
               for x, _y in one.points)  # fmt: skip


def test_pages_are_numbered(report):
    drawing = composed(report)
    assert [words(page, "folio")[0].text for page in drawing.pages] == [
        "1\u202f/\u202f2",
        "2\u202f/\u202f2",
    ]
