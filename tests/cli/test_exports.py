import json
from pathlib import Path

import pytest


@pytest.fixture
def filled(cga, file, actor):
    cga("actors", "edit", file, actor, "contact_name=Nadia Secret", "email=nadia@exemple.fr")
    return file


def test_each_format_asked_for_is_written_and_answered(cga, filled, tmp_path, world):
    out = tmp_path / "exports"
    formats = "html,geojson,csv,pdf"
    answer = cga("--json", "export", filled, "--for", "public", "--format", formats, "--out", out)
    assert answer.code == 0
    files = answer.document["files"]
    assert [one["format"] for one in files] == formats.split(",")
    for one in files:
        path = Path(one["path"])
        assert path.parent == out
        assert one["bytes"] == path.stat().st_size > 0
    assert len(world.printer.sheets) == 1
    (layer,) = (one["path"] for one in files if one["format"] == "geojson")
    assert "Les Mains du canal" in Path(layer).read_text("utf-8")


def test_a_contact_without_consent_stays_in_the_team(cga, filled, tmp_path):
    def content(audience):
        words = ("--for", audience, "--format", "csv", "--out", tmp_path / audience)
        files = cga("--json", "export", filled, *words).document["files"]
        return Path(files[0]["path"]).read_text("utf-8-sig")

    assert "Nadia Secret" in content("team")
    assert "Nadia Secret" not in content("public")
    assert "Nadia Secret" not in content("partners")


def test_without_formats_the_usual_ones_are_written(cga, filled, tmp_path):
    answer = cga("--json", "export", filled, "--for", "team", "--out", tmp_path / "e")
    assert {one["format"] for one in answer.document["files"]} == {"html", "geojson", "csv", "pdf"}
    said = cga("export", filled, "--for", "team", "--format", "csv", "--out", tmp_path / "e").out
    assert Path(said.strip()).is_file()


def test_the_same_format_twice_is_written_once_and_capitals_do(cga, filled, tmp_path):
    words = ("--for", "team", "--format", "CSV, csv", "--paper", "a3", "--out", tmp_path / "e")
    assert len(cga("--json", "export", filled, *words).document["files"]) == 1


def test_a_folder_that_cannot_be_made_is_said(cga, filled, tmp_path):
    (tmp_path / "fichier").write_text("", encoding="utf-8")
    words = ("--for", "team", "--format", "csv", "--out", tmp_path / "fichier" / "e")
    answer = cga("--json", "export", filled, *words)
    assert answer.code == 1
    assert set(json.loads(answer.out)) == {"error"}
