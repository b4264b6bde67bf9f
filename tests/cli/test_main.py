import re

import pytest

from cga_desktop.cli import places

ENGLISH = re.compile(
    r"\b(error|invalid|missing|usage|such|unexpected|requires|try|did you mean|input should)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("where", [("--json", "--version"), ("--version", "--json")])
def test_the_version_is_one_document(cga, where):
    answer = cga(*where)
    assert answer.code == 0
    assert re.fullmatch(r"\d+\.\d+\.\d+", answer.document["version"])
    assert cga("--version").out == f"CGA Terrain {answer.document['version']}\n"


def test_without_a_command_the_window_opens(cga, world):
    assert cga().code == 0
    assert cga("--demo-if-none").code == 0
    assert world.windows == [(None, False), (None, True)]


def test_a_study_alone_opens_in_the_window_as_by_a_double_click(cga, world, tmp_path):
    study = tmp_path / "Bondy.cgaetude"
    assert cga(study).code == 0
    assert world.windows == [(study, False)]


def test_help_is_in_french_and_lists_what_is_built(cga):
    answer = cga("--help")
    assert answer.code == 0
    assert answer.err == ""
    assert answer.out.startswith("Utilisation")
    listed = re.findall(r"^  (\w+)  ", answer.out, re.MULTILINE)
    assert set(listed) == {
        *("new", "status", "demo", "geocode", "reverse", "export", "check", "dump", "doctor"),
        *("territory", "actors", "interviews", "search", "passphrase", "backup", "restore"),
        *("erase", "certificates", "history", "undo", "redo", "rebuild", "repair"),
    }
    assert "open" not in listed
    assert "demo-if-none" not in answer.out


@pytest.mark.parametrize(
    "words", [("new",), ("geocode",), ("actors", "import"), ("interviews", "add"), ("export",)]
)
def test_the_help_of_a_command_is_in_french(cga, words):
    answer = cga(*words, "--help")
    assert answer.code == 0
    assert f"cga-desktop {' '.join(words)}" in answer.out
    assert "Montre cette aide." in answer.out
    assert not ENGLISH.search(answer.out), answer.out
    assert not re.search(r"Options:|required|default", answer.out)


@pytest.mark.parametrize("group", ["actors", "interviews", "territory"])
def test_a_group_alone_is_a_usage_error_that_shows_its_help(cga, group):
    answer = cga(group)
    assert answer.code == 2
    assert answer.out == ""
    assert f"Utilisation : cga-desktop {group}" in answer.err.replace("\u00a0", " ")


@pytest.mark.parametrize(
    "words",
    [
        ("inconnue",),
        ("sync", "a", "b"),
        ("geocod", "x"),
        ("--inconnue",),
        ("status",),
        ("status", "a", "b"),
        ("status", "--inconnue", "a"),
        ("export", "a", "--for", "everybody", "--out", "x"),
        ("export", "a", "--for", "public", "--out", "x", "--format", "docx"),
        ("export", "a", "--for", "public", "--out", "x", "--paper", "A0"),
        ("export", "a", "--for", "public", "--out", "x", "--format", ","),
        ("interviews", "add", "a", "--kind", "other"),
        ("interviews", "add", "a"),
        ("actors", "add", "a", "sans valeur"),
        ("actors", "add", "a", "=x"),
        ("actors", "edit", "a", "id"),
        ("actors", "import", "a", "b", "--map", "name"),
        ("geocode",),
        ("geocode", "x", "--limit", "beaucoup"),
        ("geocode", "x", "--limit", "0"),
        ("geocode", "x", "--limit"),
        ("geocode", "x", "--out", "y"),
        ("geocode", "--csv", "a"),
        ("geocode", "x", "--csv", "a", "--column", "c", "--out", "b"),
        ("reverse", "48.9"),
        ("reverse", "nord", "2.4"),
        ("reverse", "91", "2.4"),
        ("--lang", "de", "doctor"),
        ("--version=2",),
        ("actors", "list", "a", "b", "c"),
    ],
)
def test_a_command_line_that_does_not_hold_is_a_usage_error_in_french(cga, words):
    answer = cga(*words)
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err
    assert not ENGLISH.search(answer.err), answer.err
    again = cga("--json", *words)
    assert again.code == 2
    assert again.document["error"] in again.err


def test_the_nearest_name_is_proposed(cga):
    assert "geocode" in cga("geocod", "x").err
    assert "--limit" in cga("geocode", "x", "--limite", "2").err


def test_what_the_user_can_mend_is_a_sentence_and_code_1(cga, tmp_path, unattended):
    answer = cga("status", tmp_path / "absente.cgaetude")
    assert (answer.code, answer.out) == (1, "")
    assert "n’existe pas" in answer.err
    assert len(answer.err.splitlines()) == 1
    again = cga("status", tmp_path / "absente.cgaetude", "--json")
    assert again.code == 1
    assert again.document == {"error": answer.err.strip()}


def break_geocoding(monkeypatch, error):
    def broken(*_words, **_options):
        secret = "12 rue du Secret"
        raise error(f"broken by {len(secret)}")

    monkeypatch.setattr(places, "_answer", broken)


def test_a_bug_is_code_70_a_sentence_and_a_log_without_what_was_typed(cga, monkeypatch, cga_home):
    break_geocoding(monkeypatch, RuntimeError)
    answer = cga("geocode", "14 impasse des Lilas")
    log = cga_home / "logs" / "cga-desktop.log"
    assert (answer.code, answer.out) == (70, "")
    assert str(log) in answer.err
    assert "Traceback" not in answer.err
    kept = log.read_text("utf-8")
    assert "RuntimeError: broken by 16" in kept
    assert "impasse des Lilas" not in kept
    assert cga("--json", "geocode", "x").document["error"] in answer.err


def test_a_bug_is_still_said_where_no_log_can_be_kept(cga, monkeypatch, tmp_path):
    break_geocoding(monkeypatch, KeyError)
    (tmp_path / "fichier").write_text("", encoding="utf-8")
    monkeypatch.setenv("CGA_HOME", str(tmp_path / "fichier"))
    answer = cga("geocode", "x")
    assert answer.code == 70
    assert "n’a pas pu être gardé" in answer.err


def test_stopping_from_the_keyboard_is_code_130_and_a_sentence(cga, monkeypatch):
    break_geocoding(monkeypatch, lambda _words: KeyboardInterrupt())
    answer = cga("geocode", "x")
    assert (answer.code, answer.out) == (130, "")
    assert "Interrompu" in answer.err


def test_self_test_says_what_was_tried(cga, world):
    answer = cga("--json", "--self-test")
    assert answer.code == 0
    assert answer.document == {
        "ok": True,
        "checks": [{"name": "étude", "ok": True, "detail": ""}],
    }
    world.checks.append(("carte", False, "page blanche"))
    failed = cga("--self-test", "--json")
    assert failed.code == 1
    assert failed.document["ok"] is False
    assert failed.err
    assert "page blanche" in cga("--self-test").out


def test_names_cannot_command_the_terminal(cga, file):
    cga("actors", "add", file, "name=Léa\x1b[2J\x07x")
    listed = cga("actors", "list", file).out
    assert "Léa" in listed
    assert "\x1b" not in listed
    assert "\x07" not in listed


def test_global_options_stand_anywhere_but_not_after_two_dashes(cga, world):
    assert cga("geocode", "--lang=fr", "rue de la gare", "--json").document["query"]
    answer = cga("--json", "geocode", "--", "--json", "rue")
    assert answer.document["query"] == "--json rue"
