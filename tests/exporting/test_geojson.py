import json

from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.domain.exports import ReportAudience
from cga_desktop.exporting.building import build_report
from cga_desktop.exporting.geojson import geojson
from cga_desktop.exporting.material import Material
from tests.exporting.studies import actor, small_study


def layer(audience=ReportAudience.PUBLIC):
    return json.loads(geojson(build_report(small_study(), audience)))


def feature(collection, id_):
    return next(one for one in collection["features"] if one["id"] == id_)


def test_actors_and_observations_are_points_longitude_first():
    collection = layer()
    assert collection["type"] == "FeatureCollection"
    assert "crs" not in collection, "RFC 7946 knows WGS84 only"
    mains = feature(collection, "a1")
    assert mains["type"] == "Feature"
    assert mains["geometry"] == {"type": "Point", "coordinates": [2.483308, 48.906147]}
    assert mains["properties"]["name"] == "Les Mains du canal"
    assert mains["properties"]["precision"] == "number"
    assert feature(collection, "o1")["properties"]["type"] == "observation"


def test_an_actor_without_a_place_keeps_its_row():
    assert feature(layer(), "a2")["geometry"] is None


def test_the_file_says_what_it_is():
    about = layer()["cga"]
    assert about["title"] == "Bondy : les acteurs du territoire"
    assert about["audience"] == "public"
    assert about["program"] == "CGA Terrain 0.1.0"
    assert about["sources"][0]["licence"] == "Licence Ouverte 2.0"
    assert len(about["left_out"]) == 5


def test_a_withheld_contact_is_null_and_notes_are_not_even_named():
    properties = feature(layer(), "a2")["properties"]
    assert properties["contact_name"] is None
    assert "notes" not in feature(layer(), "a1")["properties"]
    assert feature(layer(ReportAudience.TEAM), "a1")["properties"]["notes"] == "Cherche un local."


@given(st.text(), st.floats(-90, 90), st.floats(-180, 180))
def test_any_name_and_place_make_a_readable_file(name, lat, lon):
    material = Material("Bondy", "2026-11-22", actors=[actor("a", name=name, lat=lat, lon=lon)])
    content = geojson(build_report(material, ReportAudience.PUBLIC))
    (one,) = json.loads(content)["features"]
    assert one["properties"]["name"] == name.encode(errors="replace").decode()
    found = one["geometry"]["coordinates"]
    assert abs(found[0] - lon) <= 5e-7
    assert abs(found[1] - lat) <= 5e-7
