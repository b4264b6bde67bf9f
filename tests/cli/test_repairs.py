from datetime import datetime

from cga_desktop.store.held import claim_file, hold

PAGE = 4096


def damage(file, *pages):
    content = bytearray(file.read_bytes())
    for page in pages:
        content[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)
    file.write_bytes(content)
    return bytes(content)


def test_a_study_in_good_order_is_left_alone(cga, file):
    before = file.read_bytes()
    answer = cga("--json", "repair", file)
    assert answer.code == 0
    assert answer.document == {"study": str(file), "repaired": False, "complete": True}
    assert file.read_bytes() == before


def test_a_damaged_study_says_how_it_is_repaired_and_is(cga, file, actor):
    cga("backup", file)
    before = cga("dump", file).out
    damaged = damage(file, 0)
    refused = cga("status", file)
    assert refused.code == 1
    assert "« repair »" in refused.err.replace("\u00a0", " ")
    assert cga("check", file).code == 1
    answer = cga("--json", "repair", file)
    assert answer.code == 0
    assert answer.document["complete"] is True
    assert answer.document["lost"] == []
    assert datetime.fromisoformat(answer.document["copy_made_at"])
    with open(answer.document["aside"], "rb") as aside:  # noqa: PTH123
        assert aside.read() == damaged
    assert cga("--json", "check", file).document == {"ok": True, "problems": []}
    assert cga("dump", file).out == before


def test_what_is_missing_is_said_and_the_answer_is_partial(cga, file, actor):
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 3])
    answer = cga("repair", file)
    assert answer.code == 3
    assert "Le fichier abîmé est gardé" in answer.out
    assert "peut manquer" in answer.out
    assert cga("status", file).code == 0


def test_a_study_that_a_window_has_open_is_not_repaired(cga, file):
    damage(file, 0)
    before = file.read_bytes()
    held = hold(claim_file(file))
    try:
        answer = cga("repair", file)
    finally:
        held.let_go()
    assert answer.code == 1
    assert "ouverte dans une fenêtre" in answer.err
    assert file.read_bytes() == before


def test_what_is_no_study_is_no_study(cga, tmp_path, unattended):
    letter = tmp_path / "lettre.cgaetude"
    letter.write_text("bonjour " * 999, encoding="utf-8")
    answer = cga("repair", letter)
    assert answer.code == 1
    assert answer.err
    assert list(tmp_path.iterdir()) == [letter]
