from dataclasses import replace

import pytest

from cga_desktop.domain.exports import ReportAudience
from cga_desktop.domain.places import Point
from cga_desktop.exporting.building import build_report
from cga_desktop.exporting.material import Material
from cga_desktop.exporting.report import Cell, Contact, InterviewFigures, ReportTerritory
from tests.exporting.studies import SQUARE, actor, consent, interview, small_study

PUBLIC, TEAM = ReportAudience.PUBLIC, ReportAudience.TEAM
MADE = "2026-11-22T12:00:00.000+00:00"


def named(report, id_):
    return next(one for one in report.actors if one.id == id_)


def test_a_public_report_holds_what_consent_lets_out():
    report = build_report(small_study(), PUBLIC)
    assert [one.id for one in report.actors] == ["a1", "a2"]
    mains = named(report, "a1")
    assert mains.contact == Contact(
        "Leïla B.", "présidente", "+33 1 99 00 10 41", "mains@exemple.fr"
    )
    assert mains.point == Point(48.906147, 2.483308)
    assert mains.themes == ("Équipement et alimentation", "Numérique")
    assert mains.notes == ""
    assert named(report, "a2").contact is None
    assert [one.text for one in report.excerpts] == ["Ma voisine garde les petits."]
    assert report.excerpts[0].theme == "Famille"
    assert report.excerpts[0].pseudonym == ""
    assert report.observations[0].author == ""
    assert report.interviews == ()


def test_a_team_report_holds_contacts_notes_pseudonyms_and_agreed_answers():
    report = build_report(small_study(), TEAM)
    assert [one.id for one in report.actors] == ["a1", "a2", "a3"]
    assert named(report, "a1").notes == "Cherche un local."
    assert named(report, "a2").contact == Contact("Yolande P.")
    assert named(report, "a3").point is None, "a person is on no map without consent"
    assert report.observations[0].author == "Awa"
    assert report.excerpts[0].pseudonym == "H-i1"
    answers = {one.who: one.answers for one in report.interviews}
    assert answers["H-i1"] == (("Qui aide ?", "Ma voisine"),)
    assert answers["H-i2"] == (), "she did not agree to notes"
    assert answers["Les Mains du canal"] == ()


def test_what_was_held_back_is_said():
    assert build_report(small_study(), PUBLIC).left_out == (
        "1 personne-ressource sans accord pour la carte.",
        "1 contact sans accord pour la carte.",
        "1 acteur sans emplacement : dans les tableaux, pas sur la carte.",
        "Les verbatims de 1 entretien sans accord de citation.",
        "Les effectifs de moins de 5 habitant·es, dans les décomptes.",
    )
    assert build_report(small_study(), TEAM).left_out == (
        "L’emplacement de 1 personne-ressource sans accord pour la carte.",
        "1 acteur sans emplacement : dans les tableaux, pas sur la carte.",
        "Les verbatims de 1 entretien sans accord de citation.",
        "Les réponses de 1 entretien sans accord de prise de notes.",
    )


def test_nothing_is_said_where_nothing_is_held_back():
    material = Material("Bondy", MADE, actors=[actor("a")])
    assert build_report(material, PUBLIC).left_out == ()


def test_an_actor_whose_contact_refuses_quoting_outside_an_interview_is_not_quoted():
    material = small_study()
    spoken = replace(
        material,
        excerpts=[*material.excerpts[:0], excerpt_of("i3")],
        interview_consents={"i3": [consent("quoting", True, interview="i3")]},
    )
    assert len(build_report(spoken, PUBLIC).excerpts) == 1
    refused = replace(spoken, contact_consents={"a1": [consent("quoting", False, actor="a1")]})
    assert build_report(refused, PUBLIC).excerpts == ()


def excerpt_of(interview_id):
    from cga_desktop.domain.records import Excerpt

    return Excerpt(interview_id=interview_id, kind="idea", text="Un verger.")


def test_small_groups_of_inhabitants_disappear_with_their_name():
    rows = [interview(f"n{i}", neighbourhood="La Noue", age_band="25–34") for i in range(8)]
    rows += [interview(f"b{i}", neighbourhood="Blanqui", age_band="35–49") for i in range(6)]
    rows += [interview("x", neighbourhood="chez Mme D.", age_band="35–49")]
    figures = build_report(Material("Bondy", MADE, interviews=rows), PUBLIC).figures
    assert figures.residents == 15
    assert figures.by_neighbourhood == (Cell("La Noue", 8), Cell("autres", None))
    assert figures.by_age == (Cell("25–34 ans", 8), Cell("35–49 ans", 7))
    assert figures.hidden
    seen = build_report(Material("Bondy", MADE, interviews=rows), TEAM).figures
    assert Cell("chez Mme D.", 1) in seen.by_neighbourhood
    assert not seen.hidden


def test_fewer_than_five_inhabitants_are_not_counted_outside():
    rows = [interview("a"), interview("b"), interview("c", kind="actor", actor_id="x")]
    report = build_report(Material("Bondy", MADE, interviews=rows), PUBLIC)
    assert report.figures == InterviewFigures(None, 1)
    nobody = build_report(Material("Bondy", MADE), PUBLIC)
    assert nobody.figures == InterviewFigures(0, 0)
    assert not nobody.figures.hidden


@pytest.mark.parametrize(
    ("places", "title"),
    [
        (["Bondy"], "Bondy : les acteurs du territoire"),
        (["Bondy", "Romainville"], "Bondy et Romainville : les acteurs du territoire"),
        (["A", "B", "C"], "A, B et C : les acteurs du territoire"),
        ([], "Mon étude"),
    ],
)
def test_the_title_names_the_places(places, title):
    territories = tuple(ReportTerritory(one, one) for one in places)
    assert build_report(Material("Mon étude", MADE, territories=territories), PUBLIC).title == title


def test_a_report_is_frozen():
    report = build_report(Material("Bondy", MADE, territories=(SQUARE,)), PUBLIC)
    with pytest.raises(AttributeError):
        report.title = "autre"  # type: ignore[misc]
