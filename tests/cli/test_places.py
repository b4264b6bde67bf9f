import csv

import pytest

from cga_desktop.domain.errors import NotFound
from tests.fakes import GARE, VERDUN


def test_an_address_answers_ranked_explained_places(cga):
    answer = cga("--json", "geocode", "12 avenue de Verdun, Bondy")
    assert answer.code == 0
    assert answer.document["query"] == "12 avenue de Verdun, Bondy"
    assert answer.document["results"] == [
        {
            "label": VERDUN.label,
            "lat": VERDUN.lat,
            "lon": VERDUN.lon,
            "precision": "number",
            "score": VERDUN.score,
            "radius_m": VERDUN.radius_m,
            "citycode": "93010",
            "explanation": VERDUN.explanation,
        }
    ]
    said = cga("geocode", "12", "avenue", "de", "verdun").out
    assert VERDUN.label in said
    assert "au numéro" in said


def test_finding_nothing_is_an_answer(cga):
    answer = cga("--json", "geocode", "rue de nulle part")
    assert answer.code == 0
    assert answer.document == {"query": "rue de nulle part", "results": []}
    assert "Aucune adresse" in cga("geocode", "rue de nulle part").out


def test_the_limit_and_the_commune_are_those_asked_for(cga):
    assert len(cga("--json", "geocode", "bondy", "--limit", "1").document["results"]) == 1
    assert len(cga("--json", "geocode", "bondy", "--code", "93010").document["results"]) == 2


def test_a_commune_of_which_nothing_is_known_is_said(cga):
    answer = cga("geocode", "bondy", "--code", "75056")
    assert (answer.code, answer.out) == (1, "")
    assert "75056" in answer.err


def test_the_nearest_address_of_a_point(cga):
    answer = cga("--json", "reverse", "48.8940", "2.4802")
    assert answer.code == 0
    assert [one["label"] for one in answer.document["results"]] == [GARE.label]
    assert answer.document["query"] == "48.894 2.4802"


def test_a_western_longitude_is_no_option(cga):
    assert cga("--json", "reverse", "47.2", "-1.55").document["results"] == []


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "adresses.csv"
    path.write_text(
        "id,rue,ville,insee\n1,12 avenue de verdun,Bondy,93010\n2,rue de la gare,,\n3,x,,\n",
        encoding="utf-8",
    )
    return path


def test_a_table_is_placed_row_by_row(cga, table, tmp_path):
    out = tmp_path / "lieux.csv"
    words = ("--column", "rue", "--column", "ville", "--code-column", "insee", "--out", out)
    answer = cga("--json", "geocode", "--csv", table, *words)
    assert answer.code == 0
    counts = answer.document
    assert set(counts) == {"rows", "ok", "unsure", "not_found", "seconds"}
    assert (counts["rows"], counts["ok"], counts["unsure"], counts["not_found"]) == (3, 1, 1, 1)
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0])[4:] == [
        *("result_label", "result_lat", "result_lon", "result_precision", "result_score"),
        *("result_citycode", "result_status"),
    ]
    assert [row["result_status"] for row in rows] == ["ok", "unsure", "not_found"]
    assert "3 lignes" in cga("geocode", "--csv", table, *words).out


@pytest.mark.parametrize("column", ["adresse", ""])
def test_a_column_that_is_not_there_is_said(cga, table, tmp_path, column):
    answer = cga("geocode", "--csv", table, "--column", column, "--out", tmp_path / "o.csv")
    assert (answer.code, answer.out) == (1, "")
    assert "id, rue, ville, insee" in answer.err
    assert not (tmp_path / "o.csv").exists()


def test_a_table_that_cannot_be_read_or_written_is_said(cga, table, tmp_path):
    missing = cga("geocode", "--csv", tmp_path / "a.csv", "--column", "x", "--out", "b.csv")
    assert missing.code == 1
    assert "« a.csv »" in missing.err
    nowhere = tmp_path / "absent" / "b.csv"
    refused = cga("geocode", "--csv", table, "--column", "rue", "--out", nowhere)
    assert refused.code == 1
    assert str(nowhere) in refused.err


def test_a_sentence_of_the_finder_reaches_the_user(cga, world, monkeypatch):
    def unknown(*_words, **_options):
        raise NotFound("Rien n’est connu ici.")

    monkeypatch.setattr(type(world.finder), "reverse", unknown)
    answer = cga("reverse", "48.9", "2.4")
    assert (answer.code, answer.err) == (1, "Rien n’est connu ici.\n")


@pytest.mark.parametrize("words", [("geocode", "bondy"), ("reverse", "48.8940", "2.4802")])
def test_damaged_addresses_are_said_once_beside_the_answer(cga, world, words):
    world.finder.damage = ("Le fichier des adresses était abîmé.",)
    first = cga("--json", *words)
    assert (first.code, first.err) == (0, "Le fichier des adresses était abîmé.\n")
    assert first.document["results"]
    assert cga(*words).err == ""
