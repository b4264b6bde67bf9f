from cga_desktop.domain.exports import ReportAudience
from cga_desktop.domain.places import Point
from cga_desktop.exporting.report import Report, ReportActor, ReportObservation, ReportTerritory
from cga_desktop.exporting.sheet.roster import grouped, numbered
from tests.exporting.studies import SQUARE

EAST = ReportTerritory(
    "93031", "Épinay", (((2.6, 48.89), (2.7, 48.89), (2.7, 48.92), (2.6, 48.92)),)
)
HERE, THERE, FAR = Point(48.9, 2.48), Point(48.9, 2.65), Point(45.0, 5.0)


def report(*actors, observations=()):
    return Report(
        "Bondy", "Étude", ReportAudience.PUBLIC, "2026-11-22",
        territories=(SQUARE, EAST), actors=actors, observations=tuple(observations),
    )  # fmt: skip


def an(id_, kind="association", point=HERE, **more):
    return ReportActor(id_, id_, kind, point=point, **more)


def sections(roster):
    return {
        one.title: [(entry.number, entry.actor.id) for entry in one.entries]
        for one in roster.sections
    }


def test_actors_are_numbered_by_territory_then_kind_then_name():
    found = numbered(
        report(an("a", "shop"), an("b"), an("c", point=THERE), an("d", "shop"), an("e", point=FAR))
    )
    assert sections(found) == {
        "Bondy": [("1", "b"), ("2", "a"), ("3", "d")],
        "Épinay": [("4", "c")],
        "Ailleurs ou sans adresse précise": [("5", "e")],
    }


def test_without_a_place_the_commune_of_its_address_counts():
    found = numbered(report(an("a", point=None, citycode="93031"), an("b", point=None)))
    assert sections(found) == {
        "Épinay": [("1", "a")],
        "Ailleurs ou sans adresse précise": [("2", "b")],
    }
    assert all(entry.spot is None for entry in found.entries)


def test_the_middle_of_a_commune_is_no_place_for_a_pin():
    (entry,) = numbered(report(an("a", precision="municipality"))).entries
    assert entry.spot is None
    (entry,) = numbered(report(an("a", precision="street"))).entries
    assert entry.spot is not None
    assert entry.approximate


def test_a_kind_of_a_newer_program_comes_last_under_its_own_name():
    (section,) = numbered(report(an("a", "cooperative_kitchen"), an("b", "venue"))).sections
    assert [group.heading for group in section.groups] == ["Lieux", "cooperative_kitchen"]


def test_observations_have_letters_that_look_like_no_figure():
    many = [ReportObservation(str(n), "x", "2026-05-01", point=HERE) for n in range(30)]
    letters = [one.letter for one in numbered(report(observations=many)).notes]
    assert letters[:3] == ["A", "B", "C"]
    assert len(set(letters)) == 30
    assert letters[23:26] == ["Z", "A2", "B2"]
    assert not {"I", "O"} & set(letters)


def test_the_key_of_a_map_lists_only_who_is_on_it():
    roster = numbered(report(an("a"), an("b"), an("c", "shop")))
    assert [(g.heading, [e.number for e in g.entries]) for g in grouped(roster, ["2", "3"])] == [
        ("Associations", ["2"]),
        ("Commerces", ["3"]),
    ]
