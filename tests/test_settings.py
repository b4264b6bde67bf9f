import errno
import json
import os
import stat
import sys
from pathlib import Path

import platformdirs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cga_desktop import settings as module
from cga_desktop.domain.errors import NotWritten
from cga_desktop.settings import (
    Settings,
    gazetteer_folder,
    home,
    load_settings,
    save_settings,
    studies_folder,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
FIELDS = list(Settings.model_fields)


@pytest.fixture
def file(cga_home):
    return cga_home / "settings.json"


def test_everything_of_the_program_lies_under_one_folder_that_can_be_moved(cga_home):
    assert home() == cga_home
    assert studies_folder().parent == cga_home
    assert gazetteer_folder().parent == cga_home
    assert studies_folder() != gazetteer_folder()


def test_the_folder_is_the_one_of_the_system_unless_moved(monkeypatch):
    for not_moved in (None, ""):
        if not_moved is None:
            monkeypatch.delenv("CGA_HOME")
        else:
            monkeypatch.setenv("CGA_HOME", not_moved)
        assert home() == platformdirs.user_data_path("CGA Terrain", appauthor=False)


def test_a_moved_folder_may_be_written_as_people_write_folders(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("CGA_HOME", "~/essai")
    assert home() == tmp_path / "essai"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CGA_HOME", "essai")
    assert home() == tmp_path / "essai"
    monkeypatch.setenv("CGA_HOME", "~personne-de-ce-nom/essai")
    assert home().is_absolute()


def test_the_first_start_has_defaults(file):
    assert load_settings() == Settings()
    assert not file.exists()


def test_what_was_chosen_is_there_at_the_next_start(file):
    chosen = Settings(theme="dark", text_percent=150, contributor="Fatoumata ’ é 😀")
    save_settings(chosen)
    assert load_settings() == chosen
    assert [one.name for one in file.parent.iterdir()] == ["settings.json"]


def test_every_setting_says_what_it_is_and_has_a_default():
    for name, field in Settings.model_fields.items():
        assert field.title, name
        assert not field.is_required(), name


@pytest.mark.parametrize(
    "wrong",
    [
        {"language": "de"},
        {"theme": "rose"},
        {"text_percent": 90},
        {"text_percent": 210},
        {"text_percent": 110},
        {"contributor": "x" * 81},
    ],
)
def test_a_setting_stays_within_its_bounds(wrong):
    with pytest.raises(ValueError):  # noqa: PT011  (pydantic's own)
        Settings.model_validate(wrong)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"null", b"[]", b'"x"', b"\xff\xfe", b"[" * 100_000, b'{"a":' * 50_000, b"\0"],
)
def test_a_damaged_file_means_the_defaults_and_is_left_as_it_is(file, content):
    file.write_bytes(content)
    assert load_settings() == Settings()
    assert file.read_bytes() == content


def test_one_value_that_does_not_fit_does_not_take_the_others_with_it(file):
    file.write_text(json.dumps({"theme": "rose", "text_percent": 125, "language": 3}), "utf-8")
    assert load_settings() == Settings(text_percent=125)


def test_a_setting_of_a_newer_program_is_not_lost_by_an_older_one(file):
    file.write_text(json.dumps({"theme": "dark", "future": [1, 2]}), "utf-8")
    save_settings(load_settings())
    kept = json.loads(file.read_text("utf-8"))
    assert (kept["theme"], kept["future"]) == ("dark", [1, 2])


@given(st.dictionaries(st.sampled_from(FIELDS) | st.text(), JSON))
def test_any_file_gives_settings_within_their_bounds(content):
    home().joinpath("settings.json").write_text(json.dumps(content), "utf-8")
    loaded = load_settings()
    assert Settings.model_validate(loaded.model_dump()) == loaded
    save_settings(loaded)
    assert load_settings() == loaded


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "le disque est plein"),
        (OSError(errno.EROFS, "Read-only file system"), "lecture seule"),
        (PermissionError(errno.EACCES, "Permission denied"), "l’accès est refusé"),
    ],
)
def test_a_disk_that_refuses_keeps_the_old_settings_and_gets_its_sentence(
    file, monkeypatch, refusal, said
):
    save_settings(Settings(theme="light"))

    def refuse(*_given, **_options):
        raise refusal

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(NotWritten, match=said) as refused:
        save_settings(Settings(theme="dark"))
    assert "L’étude n’est pas touchée" in str(refused.value)
    assert refusal.strerror not in str(refused.value)
    assert load_settings().theme == "light"
    assert [one.name for one in file.parent.iterdir()] == ["settings.json"]


def test_a_home_that_cannot_be_made_gets_its_sentence(tmp_path, monkeypatch):
    (tmp_path / "un fichier").touch()
    monkeypatch.setenv("CGA_HOME", str(tmp_path / "un fichier"))
    assert load_settings() == Settings()
    with pytest.raises(NotWritten, match="réglages"):
        save_settings(Settings())


def test_settings_hold_nothing_of_what_people_said():
    assert module.APPLICATION == "CGA Terrain"
    assert set(FIELDS) == {
        "language",
        "theme",
        "text_percent",
        "contributor",
        "last_study",
        "keep_key",
        "lock_minutes",
        "backup_folder",
    }


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_the_program_s_own_folder_is_for_its_owner_only_and_others_are_as_usual(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("CGA_HOME", str(tmp_path / "à côté" / "CGA"))
    before = os.umask(0o022)
    try:
        module.make_folder(module.home() / "études" / "nord")
        module.make_folder(tmp_path / "ailleurs" / "études")
        module.make_folder(tmp_path)
    finally:
        os.umask(before)

    def rights(*names):
        return stat.S_IMODE(tmp_path.joinpath(*names).stat().st_mode)

    assert rights("à côté") == rights("ailleurs") == rights("ailleurs", "études") == 0o755
    assert rights("à côté", "CGA") == rights("à côté", "CGA", "études") == 0o700
    assert rights("à côté", "CGA", "études", "nord") == 0o700


def test_a_folder_in_place_of_which_there_is_a_file_is_refused(tmp_path):
    (tmp_path / "un fichier").touch()
    with pytest.raises(OSError, match="un fichier"):
        module.make_folder(tmp_path / "un fichier" / "dossier")
