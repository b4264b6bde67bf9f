import os
import shutil
import stat
import sys
import traceback

import keyring.backend
import keyring.core
import pytest

from cga_desktop.domain.errors import (
    BadValue,
    NotFound,
    NotWritten,
    PassphraseNeeded,
    PlaceRefused,
    StudyUnreadable,
    WrongPassphrase,
)
from cga_desktop.operations import studies
from cga_desktop.operations.care import check_study
from cga_desktop.operations.passphrases import make_recovery_code
from cga_desktop.operations.studies import (
    check_passphrase,
    create_study,
    is_locked,
    open_study,
)
from cga_desktop.store import keys
from cga_desktop.store.keyring_vault import SystemVault
from cga_desktop.store.no_vault import NoVault
from cga_desktop.store.queries import study as queries
from tests.conftest import PASSPHRASE
from tests.fakes import FakeVault
from tests.test_fakes import KeyringInMemory


def name_of(database):
    with database.reading() as session:
        return queries.the_study(session).name


@pytest.fixture
def path(tmp_path):
    return tmp_path / "études" / "Bondy.cgaetude"


@pytest.fixture
def create(path, vault):
    """Create a study, and close it when the test is over."""
    made = []

    def created(**changes):
        given = {"name": "Bondy 2026", "codes": ["93010"], "passphrase": PASSPHRASE, "vault": vault}
        made.append(create_study(changes.pop("path", path), **{**given, **changes}))
        return made[-1]

    yield created
    for one in made:
        one.close()


@pytest.fixture
def closed(create, path):
    """A study that was created and closed again."""
    create().close()
    return path


@pytest.fixture
def reopen():
    opened = []

    def reopened(path, **given):
        opened.append(open_study(path, **given))
        return opened[-1]

    yield reopened
    for one in opened:
        one.close()


def never():
    raise AssertionError


# --- creating


def test_a_new_study_holds_its_name_its_communes_guides_and_themes(create):
    study = create(codes=["93031", "93010", "93031"])
    with study.reading() as session:
        status = queries.status(session)
        assert queries.guides(session)
        assert queries.themes(session)
    assert (status.name, status.demonstration) == ("Bondy 2026", False)
    assert status.territories == (("93010", "Bondy"), ("93031", "Épinay-sur-Seine"))
    assert (status.actors, status.interviews, status.observations, status.excerpts) == (0, 0, 0, 0)
    assert check_study(study) == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", "Bondy"), ("  ", "Bondy"), (" Bondy\n2026 \0", "Bondy 2026"), ("\ud800", "Bondy")],
)
def test_a_study_without_a_name_is_called_after_its_file(create, typed, kept):
    assert name_of(create(name=typed)) == kept


def test_the_folder_is_made_and_holds_the_study_and_its_key_file_only(create, path):
    create().close()
    assert sorted(one.name for one in path.parent.iterdir()) == [
        "Bondy.cgaetude",
        "Bondy.cgaetude.cle",
    ]


def test_neither_passphrase_nor_key_stands_in_any_file(create, path, cga_home, vault):
    create()
    ((_name, key),) = vault.kept.items()
    for folder in (path.parent, cga_home):
        for file in folder.rglob("*"):
            if file.is_file():
                content = file.read_bytes()
                assert PASSPHRASE.encode() not in content
                assert key not in content
                assert key.hex().encode() not in content


@pytest.mark.parametrize("taken", ["Bondy.cgaetude", "Bondy.cgaetude.cle"])
def test_nothing_that_is_there_is_ever_replaced(create, path, taken):
    path.parent.mkdir()
    (path.parent / taken).write_bytes(b"precious")
    with pytest.raises(PlaceRefused, match="existe déjà et n’a pas été touché"):
        create()
    assert [one.read_bytes() for one in path.parent.iterdir()] == [b"precious"]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"passphrase": "court"}, BadValue),
        ({"passphrase": " a  b      "}, BadValue),
        ({"codes": ["93010", "75056"]}, NotFound),
    ],
)
def test_what_cannot_be_made_leaves_nothing_behind(create, path, cga_home, changes, refusal, vault):
    with pytest.raises(refusal):
        create(**changes)
    assert not path.parent.exists()
    assert list(cga_home.iterdir()) == []
    assert vault.kept == {}


def test_a_synchronised_folder_is_refused_before_anything_is_written(create, tmp_path):
    folder = tmp_path / "OneDrive - Association"
    with pytest.raises(PlaceRefused, match="OneDrive"):
        create(path=folder / "Bondy.cgaetude")
    assert not folder.exists()


def test_a_folder_that_cannot_be_made_is_said_so(create, tmp_path):
    (tmp_path / "un fichier").touch()
    with pytest.raises(NotWritten, match="ne peut pas être créé"):
        create(path=tmp_path / "un fichier" / "Bondy.cgaetude")


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, RuntimeError])
def test_a_creation_interrupted_half_way_leaves_nothing_behind(
    create, path, cga_home, vault, monkeypatch, interruption
):
    def interrupted(_session):
        raise interruption

    monkeypatch.setattr(studies, "add_default_themes", interrupted)
    with pytest.raises(interruption):
        create()
    assert list(path.parent.iterdir()) == []
    assert [one for one in cga_home.rglob("*") if one.is_file()] == []
    assert vault.kept == {}


def test_a_creation_killed_half_way_is_said_to_be_empty(create, path, vault, reopen, monkeypatch):
    """Without a chance to clean up, an empty study stays: it says what it is."""
    create()
    study = reopen(path, vault=vault)
    with study.writing() as session:
        session.delete(queries.the_study(session))
    with pytest.raises(StudyUnreadable, match="Créez-la à nouveau"):
        name_of(study)


@pytest.mark.parametrize("passphrase", ["huit car", "é" * 8, "quatre mots sans lien"])
def test_eight_characters_are_a_passphrase(passphrase):
    check_passphrase(passphrase)


@pytest.mark.parametrize("passphrase", ["", "        ", "sept ca", " sept ca "])
def test_a_passphrase_that_protects_nothing_is_refused_with_advice(passphrase):
    with pytest.raises(BadValue, match="quatre mots sans lien"):
        check_passphrase(passphrase)


# --- opening


def test_the_passphrase_is_asked_once_and_never_again_on_this_computer(closed, vault, reopen):
    vault.kept.clear()
    assert is_locked(closed, vault=vault)
    asked = []

    def ask():
        asked.append("asked")
        return PASSPHRASE

    reopen(closed, vault=vault, ask=ask).close()
    assert not is_locked(closed, vault=vault)
    assert name_of(reopen(closed, vault=vault, ask=never)) == "Bondy 2026"
    assert asked == ["asked"]


def test_a_given_passphrase_is_used_even_where_the_keyring_would_do(closed, vault, reopen):
    with pytest.raises(WrongPassphrase):
        reopen(closed, vault=vault, passphrase="une autre phrase")
    assert name_of(reopen(closed, vault=vault, passphrase=PASSPHRASE)) == "Bondy 2026"


def test_a_wrong_passphrase_touches_nothing_and_is_not_kept(closed, reopen):
    before = {one.name: one.read_bytes() for one in closed.parent.iterdir()}
    vault = FakeVault()
    with pytest.raises(WrongPassphrase):
        reopen(closed, vault=vault, ask=lambda: "une autre phrase")
    assert vault.kept == {}
    assert {one.name: one.read_bytes() for one in closed.parent.iterdir()} == before


@pytest.mark.parametrize("ask", [None, lambda: None])
def test_without_anybody_to_ask_the_sentence_says_how_to_give_it(closed, reopen, ask):
    with pytest.raises(PassphraseNeeded, match="CGA_PASSPHRASE"):
        reopen(closed, vault=NoVault(), ask=ask)


# --- a keyring that is missing, or wrong


class Raising(keyring.backend.KeyringBackend):
    """A keyring that raises what platforms raise: anything."""

    priority = 1.0  # type: ignore[assignment]  (a property in the base class)

    def __init__(self, error):
        super().__init__()
        self.error = error

    def _raise(self, *_given):
        raise self.error

    get_password = set_password = delete_password = get_credential = _raise


class PlatformError(Exception):
    """As D-Bus, COM and the Security framework have theirs."""


@pytest.fixture(
    params=[
        None,
        PlatformError("org.freedesktop.DBus.Error.ServiceUnknown"),
        OSError(2, "No such file"),
        RuntimeError("no recommended backend"),
        AttributeError("'NoneType' object has no attribute 'Get'"),
    ],
    ids=[
        "keyring's own failing backend",
        "platform",
        "OSError",
        "RuntimeError",
        "bug of a backend",
    ],
)
def missing_keyring(request, monkeypatch):
    if request.param is not None:
        monkeypatch.setattr(keyring.core, "_keyring_backend", Raising(request.param))
    return SystemVault()


def test_without_a_keyring_the_study_is_made_and_the_passphrase_asked_each_time(
    create, path, missing_keyring, reopen
):
    create(vault=missing_keyring).close()
    asked = []

    def ask():
        asked.append("asked")
        return PASSPHRASE

    for _ in range(2):
        assert is_locked(path, vault=missing_keyring)
        reopen(path, vault=missing_keyring, ask=ask).close()
    assert asked == ["asked", "asked"]
    missing_keyring.forget("anything")


@pytest.mark.parametrize("garbage", ["pas du base64 !", "", "Y291cnQ=", "é", "A" * 44])
def test_garbage_in_the_keyring_falls_back_to_asking(closed, reopen, monkeypatch, garbage):
    backend = KeyringInMemory()
    monkeypatch.setattr(keyring.core, "_keyring_backend", backend)
    backend.kept["CGA Terrain", closed.read_bytes()[:16].hex()] = garbage
    study = reopen(closed, vault=SystemVault(), ask=lambda: PASSPHRASE)
    assert name_of(study) == "Bondy 2026"


def test_a_wrong_key_in_the_keyring_is_replaced_by_the_right_one(closed, vault, reopen):
    (name,) = vault.kept
    vault.kept[name] = os.urandom(32)
    reopen(closed, vault=vault, ask=lambda: PASSPHRASE).close()
    assert name_of(reopen(closed, vault=vault, ask=never)) == "Bondy 2026"


def test_a_wrong_key_with_nobody_to_ask_is_said_as_an_unreadable_study(closed, vault, reopen):
    (name,) = vault.kept
    vault.kept[name] = os.urandom(32)
    with pytest.raises(StudyUnreadable):
        reopen(closed, vault=vault)


# --- a key file that is missing, damaged, or foreign


def test_a_study_moved_without_its_key_file_opens_here_and_gets_it_back(closed, tmp_path, reopen):
    moved = tmp_path / "ailleurs" / "Épinay.cgaetude"
    moved.parent.mkdir()
    shutil.move(closed, moved)
    assert name_of(reopen(moved, vault=FakeVault(), passphrase=PASSPHRASE)) == "Bondy 2026"
    assert keys.key_file(moved).exists()


def test_on_another_computer_the_sentence_says_which_file_is_missing(
    closed, reopen, monkeypatch, tmp_path
):
    monkeypatch.setenv("CGA_HOME", str(tmp_path / "autre ordinateur"))
    keys.key_file(closed).unlink()
    with pytest.raises(StudyUnreadable, match=r"Bondy\.cgaetude\.cle"):
        reopen(closed, vault=FakeVault(), ask=never)


def test_a_study_received_with_its_key_file_opens_and_is_remembered_here(
    closed, reopen, monkeypatch, tmp_path
):
    monkeypatch.setenv("CGA_HOME", str(tmp_path / "autre ordinateur"))
    reopen(closed, vault=FakeVault(), passphrase=PASSPHRASE).close()
    keys.key_file(closed).unlink()
    assert name_of(reopen(closed, vault=FakeVault(), passphrase=PASSPHRASE)) == "Bondy 2026"


@pytest.mark.parametrize("damage", [b"", b"\0" * 100, b"{}", b"\xff\xfe", b"[" * 9000])
def test_a_damaged_key_file_does_not_lock_anybody_out_at_home(closed, reopen, damage):
    keys.key_file(closed).write_bytes(damage)
    assert name_of(reopen(closed, vault=FakeVault(), passphrase=PASSPHRASE)) == "Bondy 2026"
    assert keys.key_file(closed).read_bytes() == damage


def test_the_keyring_opens_a_study_whose_key_files_are_all_gone(closed, vault, reopen, cga_home):
    keys.key_file(closed).unlink()
    shutil.rmtree(cga_home / "clés")
    assert name_of(reopen(closed, vault=vault, ask=never)) == "Bondy 2026"


# --- not a study


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"court",
        "Compte rendu de la réunion du 12 mai. ".encode() * 300,
        b"SQLite format 3\0" + bytes(8176),
        b"PK\x03\x04" + bytes(5000),
    ],
    ids=["empty", "short", "text", "plain SQLite", "zip"],
)
def test_another_file_is_said_not_to_be_a_study_without_asking_for_a_passphrase(
    tmp_path, reopen, content
):
    path = tmp_path / "Bondy.cgaetude"
    path.write_bytes(content)
    with pytest.raises(StudyUnreadable, match="n’est pas une étude de CGA Terrain"):
        reopen(path, vault=FakeVault(), ask=never)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("kept", [0.0001, 0.3, 0.7])
@pytest.mark.parametrize("how", ["keyring", "passphrase"])
def test_a_truncated_study_gets_its_sentence_and_is_not_touched(closed, vault, reopen, kept, how):
    content = closed.read_bytes()
    closed.write_bytes(content[: max(16, int(len(content) * kept))])
    before = closed.read_bytes()
    given = {"vault": vault} if how == "keyring" else {"vault": NoVault(), "passphrase": PASSPHRASE}
    with pytest.raises(StudyUnreadable, match=r"n’a pas été (modifié|touché)"):
        reopen(closed, **given)
    assert closed.read_bytes() == before
    assert sorted(one.name for one in closed.parent.iterdir()) == [
        "Bondy.cgaetude",
        "Bondy.cgaetude.cle",
    ]


def test_a_study_that_is_not_there_is_said_so_in_french(tmp_path, vault, reopen):
    with pytest.raises(StudyUnreadable, match="n’existe pas") as refused:
        reopen(tmp_path / "Bondy.cgaetude", vault=vault, passphrase=PASSPHRASE)
    assert "No such file" not in str(refused.value)
    with pytest.raises(StudyUnreadable):
        is_locked(tmp_path / "Bondy.cgaetude", vault=vault)


def test_a_study_moved_into_a_synchronised_folder_is_refused_and_whole(closed, tmp_path, reopen):
    synced = tmp_path / "Dropbox"
    synced.mkdir()
    moved = synced / closed.name
    shutil.copy(closed, moved)
    with pytest.raises(PlaceRefused, match="Dropbox"):
        reopen(moved, vault=FakeVault(), passphrase=PASSPHRASE)
    assert moved.read_bytes() == closed.read_bytes()
    assert list(synced.iterdir()) == [moved]


def test_no_error_tells_the_passphrase_or_the_key(closed, vault, reopen):
    ((_name, key),) = vault.kept.items()
    typed = PASSPHRASE.swapcase()
    with pytest.raises(WrongPassphrase) as refused:
        reopen(closed, vault=vault, passphrase=typed)
    report = "".join(traceback.format_exception(refused.value))
    assert typed not in report
    assert key.hex() not in report


def test_a_key_does_not_show_itself(closed, vault):
    ((name, key),) = vault.kept.items()
    shown = repr(keys.StudyKey(key, bytes.fromhex(name)))
    assert key.hex() not in shown
    assert repr(key) not in shown


# --- who may read the files


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_everything_of_a_new_study_is_for_its_owner_only(create, path, cga_home):
    before = os.umask(0)
    try:
        create()
    finally:
        os.umask(before)
    files = [one for one in path.parent.iterdir() if one.is_file()]
    files += [one for one in cga_home.rglob("*") if one.is_file()]
    kinds = {one.name.removeprefix("Bondy.cgaetude") for one in files}
    assert kinds >= {"", "-wal", "-shm", ".cle"}
    assert {stat.S_IMODE(one.stat().st_mode) for one in files} == {0o600}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_the_program_s_own_folder_is_made_for_its_owner_only(create, cga_home, monkeypatch):
    before = os.umask(0)
    try:
        monkeypatch.setenv("CGA_HOME", str(cga_home / "neuf"))
        create(path=cga_home / "neuf" / "études" / "Bondy.cgaetude")
    finally:
        os.umask(before)
    assert stat.S_IMODE((cga_home / "neuf").stat().st_mode) == 0o700


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_a_study_that_others_could_read_is_closed_to_them_when_it_is_opened(
    closed, vault, reopen, cga_home
):
    files = [closed, keys.key_file(closed), *(cga_home / "clés").iterdir()]
    for one in files:
        one.chmod(0o644)
    reopen(closed, vault=vault)
    assert {stat.S_IMODE(one.stat().st_mode) for one in files} == {0o600}


def test_a_file_that_comes_meanwhile_is_not_taken_for_ours(create, path, monkeypatch, cga_home):
    real = studies.keys.fresh_key

    def somebody_is_quicker():
        path.write_bytes(b"of somebody")
        return real()

    monkeypatch.setattr(studies.keys, "fresh_key", somebody_is_quicker)
    with pytest.raises(PlaceRefused, match="existe déjà"):
        create()
    assert path.read_bytes() == b"of somebody"
    assert list(path.parent.iterdir()) == [path]


def test_the_code_of_the_recovery_sheet_opens_it_and_the_keyring_remembers(closed, reopen):
    code = make_recovery_code(closed, passphrase=PASSPHRASE)
    vault = FakeVault()
    reopen(closed, vault=vault, ask=lambda: code.text).close()
    assert name_of(reopen(closed, vault=vault, ask=never)) == "Bondy 2026"
