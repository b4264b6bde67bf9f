import json


def test_a_sound_study_checks_well(cga, file, actor):
    answer = cga("--json", "check", file)
    assert answer.code == 0
    assert answer.document == {"ok": True, "problems": []}
    assert "bon état" in cga("check", file).out


def test_a_damaged_study_is_said_with_its_problems_and_left_as_it_is(cga, file, actor):
    content = bytearray(file.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 4096] = bytes(4096)
    file.write_bytes(content)
    answer = cga("--json", "check", file)
    assert answer.code == 1
    assert answer.document["ok"] is False
    assert answer.document["problems"]
    assert "copie de sauvegarde" in answer.err
    assert file.read_bytes() == bytes(content)


def test_a_study_damaged_from_its_first_page_is_an_answer_too(cga, file):
    content = bytearray(file.read_bytes())
    content[100:4000] = bytes(3900)
    file.write_bytes(content)
    answer = cga("--json", "check", file)
    assert answer.code == 1
    assert answer.document["ok"] is False


def test_the_dump_is_the_whole_content_and_always_the_same_text(cga, file, actor):
    answer = cga("dump", file)
    assert answer.code == 0
    state = json.loads(answer.out)
    assert [one["name"] for one in state["study"]] == ["Bondy 2026"]
    assert [one["id"] for one in state["actor"]] == [actor]
    assert set(state) >= {"interview", "answer", "consent", "excerpt", "theme", "question"}
    assert cga("dump", file).out == answer.out
    assert cga("--json", "dump", file).out == answer.out


def test_doctor_says_that_everything_is_in_place(cga):
    answer = cga("--json", "doctor")
    assert answer.code == 0
    assert answer.document["ok"] is True
    names = [one["name"] for one in answer.document["checks"]]
    assert {"python", "sqlcipher", "qt", "web", "territories", "folder", "keyring"} <= set(names)
    assert all(set(one) == {"name", "ok", "detail"} for one in answer.document["checks"])


def test_doctor_says_what_is_missing(cga, monkeypatch, tmp_path):
    (tmp_path / "fichier").write_text("", encoding="utf-8")
    monkeypatch.setenv("CGA_HOME", str(tmp_path / "fichier" / "home"))
    answer = cga("--json", "doctor")
    assert answer.code == 1
    assert answer.document["ok"] is False
    assert [one["name"] for one in answer.document["checks"] if not one["ok"]] == ["folder"]
    assert answer.err
