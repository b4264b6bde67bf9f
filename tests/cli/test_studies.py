import pytest

from tests.conftest import PASSPHRASE


def test_a_new_study_answers_its_path_its_name_and_its_territories(cga, tmp_path, unattended):
    path = tmp_path / "Bondy.cgaetude"
    answer = cga(
        "--json", "new", path, "--name", "Bondy 2026", "--territory", "93010",
        "--territory", "93063",
    )  # fmt: skip
    assert answer.code == 0
    assert answer.document["study"] == str(path)
    assert answer.document["name"] == "Bondy 2026"
    assert sorted(answer.document["territories"]) == ["93010", "93063"]
    assert path.is_file()


def test_a_study_without_name_suffix_or_territory_gets_the_usual_ones(cga, tmp_path, unattended):
    answer = cga("--json", "new", tmp_path / "Essai")
    assert answer.document["study"] == str(tmp_path / "Essai.cgaetude")
    assert answer.document["name"] == "Essai"
    assert sorted(answer.document["territories"]) == ["93010", "93031", "93063"]
    assert cga("--json", "status", tmp_path / "Essai").document["name"] == "Essai"


def test_a_suffix_of_ones_own_is_kept(cga, tmp_path, unattended):
    assert cga("--json", "new", tmp_path / "a.etude").document["study"].endswith("a.etude")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--territory", "75056"), "75056"),
        ((), "existe déjà"),
    ],
)
def test_what_cannot_be_made_leaves_nothing(cga, tmp_path, unattended, words, why):
    path = tmp_path / "Bondy.cgaetude"
    if not words:
        path.write_bytes(b"something of somebody")
    before = {one: one.read_bytes() for one in tmp_path.iterdir()}
    answer = cga("new", path, *words)
    assert (answer.code, answer.out) == (1, "")
    assert why in answer.err
    assert {one: one.read_bytes() for one in tmp_path.iterdir()} == before


def test_a_short_passphrase_is_refused(cga, tmp_path, monkeypatch):
    monkeypatch.setenv("CGA_PASSPHRASE", "court")
    answer = cga("new", tmp_path / "Bondy")
    assert answer.code == 1
    assert "8 caractères" in answer.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("folder", ["Dropbox", "OneDrive - La Compagnie", "Nextcloud/equipe"])
def test_a_synchronised_folder_is_refused_before_a_passphrase_is_asked(cga, tmp_path, folder):
    answer = cga("new", tmp_path / folder / "Bondy.cgaetude")
    assert answer.code == 1
    assert "synchronisé" in answer.err
    assert "disque de cet ordinateur" in answer.err
    assert list(tmp_path.iterdir()) == []


def test_status_counts_what_is_in_the_study(cga, file, actor):
    cga("interviews", "add", file, "--kind", "resident")
    answer = cga("--json", "status", file)
    assert answer.code == 0
    status = answer.document
    assert status["name"] == "Bondy 2026"
    assert status["schema"] >= 1
    assert (status["actors"], status["interviews"]) == (1, 1)
    assert (status["excerpts"], status["observations"], status["conflicts"]) == (0, 0, 0)
    assert status["unshared"] > 2
    assert status["territories"] == [{"code": "93010", "name": "Bondy"}]
    said = cga("status", file).out
    assert said.startswith("Bondy 2026\n")
    assert "acteurs" in said


def test_every_new_record_is_still_to_be_shared(cga, file):
    before = cga("--json", "status", file).document["unshared"]
    cga("actors", "add", file, "name=A")
    assert cga("--json", "status", file).document["unshared"] == before + 1


def test_a_new_study_asks_for_its_passphrase_twice(cga, tmp_path, typing, monkeypatch):
    asked = typing(PASSPHRASE, PASSPHRASE)
    assert cga("new", tmp_path / "Bondy").code == 0
    assert len(asked) == 2
    monkeypatch.setenv("CGA_PASSPHRASE", PASSPHRASE)
    assert cga("status", tmp_path / "Bondy").code == 0


def test_two_passphrases_that_differ_make_nothing(cga, tmp_path, typing):
    typing(PASSPHRASE, "quatre mots sans liens")
    answer = cga("new", tmp_path / "Bondy")
    assert answer.code == 1
    assert "diffèrent" in answer.err
    assert list(tmp_path.iterdir()) == []


def test_without_anybody_to_ask_a_new_study_says_how_to_give_its_passphrase(cga, tmp_path):
    answer = cga("new", tmp_path / "Bondy")
    assert answer.code == 1
    assert "CGA_PASSPHRASE" in answer.err
    assert list(tmp_path.iterdir()) == []


def test_a_study_asks_once_then_the_keyring_knows(cga, closed, typing, world):
    asked = typing(PASSPHRASE)
    assert cga("status", closed).code == 0
    assert cga("status", closed).code == 0
    assert len(asked) == 1
    assert len(world.vault.kept) == 1


def test_without_a_keyring_a_study_asks_each_time(cga, closed, typing, world):
    world.vault.working = False
    asked = typing(PASSPHRASE, PASSPHRASE)
    assert cga("status", closed).code == 0
    assert cga("status", closed).code == 0
    assert len(asked) == 2


def test_nobody_to_ask_and_no_keyring_is_a_sentence(cga, closed, typing):
    answer = cga("status", closed)
    assert answer.code == 1
    assert "CGA_PASSPHRASE" in answer.err
    typing()
    assert cga("status", closed).code == 1


def test_a_wrong_passphrase_in_the_environment_is_wrong_whatever_the_keyring_knows(
    cga, closed, typing, monkeypatch
):
    typing(PASSPHRASE)
    assert cga("status", closed).code == 0
    monkeypatch.setenv("CGA_PASSPHRASE", "une autre phrase")
    answer = cga("status", closed)
    assert (answer.code, answer.out) == (1, "")
    assert "n’ouvre pas l’étude" in answer.err


def test_an_unattended_run_leaves_the_keyring_alone(cga, closed, unattended, world):
    assert cga("status", closed).code == 0
    assert world.vault.kept == {}


def test_a_file_that_is_no_study_is_said_and_left_as_it_is(cga, tmp_path, unattended):
    path = tmp_path / "photo.cgaetude"
    path.write_bytes(b"not a study at all" * 400)
    before = path.read_bytes()
    answer = cga("status", path)
    assert answer.code == 1
    assert "n’est pas une étude" in answer.err
    assert path.read_bytes() == before


def test_a_study_from_a_newer_version_is_refused_and_left_as_it_is(cga, closed, unattended, world):
    from cga_desktop.operations.studies import open_study

    database = open_study(closed, vault=world.vault, passphrase=PASSPHRASE)
    with database.writing() as session:
        session.connection().exec_driver_sql("PRAGMA user_version = 99")
    database.close()
    answer = cga("status", closed)
    assert answer.code == 1
    assert "version plus récente" in answer.err
