import csv
import io
from dataclasses import replace

import pytest

from cga_desktop.domain.exports import ReportAudience, ReportFormat
from cga_desktop.exporting.building import build_report
from cga_desktop.exporting.tables import table
from tests.exporting.studies import small_study


def rows(kind, audience=ReportAudience.PUBLIC):
    content = table(build_report(small_study(), audience), kind).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content, newline=""), delimiter=";"))


def test_actors_are_one_row_each_with_french_words():
    first, second = rows(ReportFormat.CSV)
    assert first["nom"] == "Les Mains du canal"
    assert first["type"] == "association"
    assert (first["latitude"], first["longitude"]) == ("48.906147", "2.483308")
    assert first["précision"] == "au numéro"
    assert first["thèmes"] == "Équipement et alimentation | Numérique"
    assert first["téléphone"] == "+33 1 99 00 10 41"
    assert "notes" not in first
    assert second["nom"].startswith("'=HYPERLINK")
    assert second["latitude"] == second["contact"] == ""


def test_the_team_s_table_has_its_notes():
    assert rows(ReportFormat.CSV, ReportAudience.TEAM)[0]["notes"] == "Cherche un local."


def test_observations_name_their_author_inside_only():
    (outside,) = rows(ReportFormat.OBSERVATIONS)
    assert outside["date"] == "2026-05-02"
    assert "par" not in outside
    assert rows(ReportFormat.OBSERVATIONS, ReportAudience.TEAM)[0]["par"] == "Awa"


def test_excerpts_say_what_they_are():
    (quoted,) = rows(ReportFormat.EXCERPTS)
    assert quoted == {
        "nature": "ressource",
        "thème": "Famille",
        "verbatim": "Ma voisine garde les petits.",
        "entretien": "entretien habitant·e",
    }


def test_interviews_are_counts_outside_and_answers_inside():
    counts = rows(ReportFormat.INTERVIEWS)
    assert {
        "décompte": "entretiens",
        "valeur": "entretien habitant·e",
        "nombre": "masqué",
    } in counts
    answers = rows(ReportFormat.INTERVIEWS, ReportAudience.TEAM)
    assert [one["réponse"] for one in answers] == ["Ma voisine", "", ""]
    assert answers[0]["âge"] == "25–34 ans"


def test_a_table_of_nothing_has_its_header():
    empty = replace(build_report(small_study(), ReportAudience.PUBLIC), actors=())
    assert table(empty, ReportFormat.CSV).decode("utf-8-sig").startswith("nom;type;")


def test_a_map_is_no_table():
    with pytest.raises(KeyError):
        table(build_report(small_study(), ReportAudience.PUBLIC), ReportFormat.PDF)
