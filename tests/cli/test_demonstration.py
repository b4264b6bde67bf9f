from pathlib import Path

from cga_desktop.operations.studies import DEMONSTRATION_PASSPHRASE


def test_the_demonstration_comes_with_its_exports(cga, tmp_path, monkeypatch):
    out = tmp_path / "demo"
    answer = cga("--json", "demo", "--out", out)
    assert answer.code == 0
    assert DEMONSTRATION_PASSPHRASE in answer.err
    study = Path(answer.document["study"])
    assert study.parent == out
    outputs = [Path(one) for one in answer.document["outputs"]]
    assert {one.suffix for one in outputs} == {".html", ".geojson", ".csv", ".pdf"}
    assert all(one.stat().st_size > 0 for one in outputs)
    monkeypatch.setenv("CGA_PASSPHRASE", DEMONSTRATION_PASSPHRASE)
    status = cga("--json", "status", study).document
    assert status["demonstration"] is True
    assert (status["actors"], status["interviews"]) >= (40, 25)
    assert cga("--json", "check", study).document["ok"] is True


def test_screens_are_drawn_when_asked_for(cga, tmp_path):
    answer = cga("--json", "demo", "--screenshots", "--out", tmp_path)
    assert "demonstration.png" in {Path(one).name for one in answer.document["outputs"]}


def test_making_it_again_in_the_same_folder_replaces_it_and_leaves_the_rest(cga, tmp_path):
    first = cga("--json", "demo", "--out", tmp_path).document
    (tmp_path / "mes notes.txt").write_text("à garder", encoding="utf-8")
    before = {one.name for one in tmp_path.iterdir()}
    again = cga("--json", "demo", "--out", tmp_path)
    assert again.code == 0
    assert again.document == first
    assert {one.name for one in tmp_path.iterdir()} == before


def test_a_study_of_somebody_in_its_place_is_left_alone(cga, tmp_path, unattended):
    study = tmp_path / "demonstration.cgaetude"
    cga("new", study)
    before = study.read_bytes()
    answer = cga("demo", "--out", tmp_path)
    assert (answer.code, answer.out) == (1, "")
    assert study.read_bytes() == before


def test_its_passphrase_is_the_one_given(cga, tmp_path, unattended):
    answer = cga("--json", "demo", "--out", tmp_path)
    assert DEMONSTRATION_PASSPHRASE not in answer.err
    assert cga("status", answer.document["study"]).code == 0
