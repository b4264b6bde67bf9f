"""Another passphrase, and the recovery sheet: who can open the study, and who no longer can."""

import stat
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cga_desktop.domain.backups import Why
from cga_desktop.domain.errors import (
    BadValue,
    NotWritten,
    PlaceRefused,
    StudyUnreadable,
    WrongPassphrase,
)
from cga_desktop.domain.recovery_codes import fresh_code
from cga_desktop.operations import passphrases
from cga_desktop.operations.demonstration import demonstration_path, open_demonstration
from cga_desktop.operations.passphrases import (
    change_passphrase,
    check_opens,
    copies_behind,
    keep_sheet,
    make_recovery_code,
    recovery_sheet_date,
    renew_copies,
)
from cga_desktop.operations.studies import create_study, open_study
from cga_desktop.store import keys, recovery
from cga_desktop.store.backup_files import opened_copy
from cga_desktop.store.backups import back_up
from cga_desktop.store.no_vault import NoVault
from tests.conftest import PASSPHRASE
from tests.store.failing_steps import Dead, Steps, watch

NEW = "une phrase toute neuve"


@pytest.fixture
def path(tmp_path, vault):
    """A closed study."""
    path = tmp_path / "Bondy.cgaetude"
    create_study(path, name="Bondy", codes=["93010"], passphrase=PASSPHRASE, vault=vault).close()
    return path


def opens(path, typed):
    """Whether the study is opened by what is typed, for real."""
    try:
        open_study(path, vault=NoVault(), passphrase=typed).close()
    except WrongPassphrase:
        return False
    return True


def everything(*folders):
    return {file: file.read_bytes() for one in folders for file in one.rglob("*") if file.is_file()}


# --- another passphrase


def test_the_new_passphrase_opens_it_and_the_old_one_no_longer(path):
    change_passphrase(path, old=PASSPHRASE, new=NEW)
    assert opens(path, NEW)
    assert not opens(path, PASSPHRASE)


def test_only_the_key_files_are_written(path, cga_home):
    before = everything(path.parent, cga_home)
    change_passphrase(path, old=PASSPHRASE, new=NEW)
    after = everything(path.parent, cga_home)
    changed = {one for one in after if after[one] != before.get(one)}
    assert changed == {keys.key_file(path), *(cga_home / "clés").iterdir()}
    assert after.keys() == before.keys()


def test_it_can_be_changed_while_the_study_is_open_and_the_keyring_still_opens_it(study, vault):
    assert change_passphrase(study.path, old=PASSPHRASE, new=NEW) == study.key
    assert opens(study.path, NEW)
    open_study(study.path, vault=vault).close()


@pytest.mark.parametrize(
    ("old", "new", "refusal", "said"),
    [
        ("une autre phrase", NEW, WrongPassphrase, "n’ouvre pas l’étude"),
        ("", NEW, WrongPassphrase, "n’ouvre pas l’étude"),
        (PASSPHRASE, "court", BadValue, "trop courte"),
        (PASSPHRASE, " " * 20, BadValue, "trop courte"),
        (PASSPHRASE, PASSPHRASE, BadValue, "choisissez-en une autre"),
    ],
)
def test_what_is_refused_changes_nothing(path, cga_home, old, new, refusal, said):
    before = everything(path.parent, cga_home)
    with pytest.raises(refusal, match=said):
        change_passphrase(path, old=old, new=new)
    assert everything(path.parent, cga_home) == before


def test_a_copy_that_somebody_kept_still_opens_by_the_old_passphrase(path, tmp_path, monkeypatch):
    """What the window and the command line say of it is true."""
    elsewhere = tmp_path / "clé USB"
    elsewhere.mkdir()
    for file in (path, keys.key_file(path)):
        (elsewhere / file.name).write_bytes(file.read_bytes())
    change_passphrase(path, old=PASSPHRASE, new=NEW)
    monkeypatch.setenv("CGA_HOME", str(tmp_path / "autre ordinateur"))
    assert opens(elsewhere / path.name, PASSPHRASE)
    assert not opens(elsewhere / path.name, NEW)


def test_on_another_computer_the_new_key_file_makes_the_old_passphrase_useless(
    path, tmp_path, monkeypatch
):
    here = tmp_path / "ordinateur d’Awa"
    monkeypatch.setenv("CGA_HOME", str(here))
    assert opens(path, PASSPHRASE)
    with monkeypatch.context() as patch:
        patch.setenv("CGA_HOME", str(tmp_path / "ordinateur de Binta"))
        change_passphrase(path, old=PASSPHRASE, new=NEW)
    assert opens(path, NEW)
    assert not opens(path, PASSPHRASE)


def test_killed_at_any_step_the_study_opens(path):
    with pytest.MonkeyPatch.context() as patch:
        steps = Steps()
        watch(patch, steps)
        change_passphrase(path, old=PASSPHRASE, new=NEW)
    change_passphrase(path, old=NEW, new=PASSPHRASE)
    half_way = 0
    for stop in range(1, steps.taken + 1):
        with pytest.MonkeyPatch.context() as patch:
            watch(patch, Steps(stop))
            with suppress(Dead):
                change_passphrase(path, old=PASSPHRASE, new=NEW)
        old, new = opens(path, PASSPHRASE), opens(path, NEW)
        assert old or new, "nobody can open the study any more"
        half_way += old and new
        assert opens(path, PASSPHRASE) is not opens(path, NEW), "the change is whole once opened"
        if opens(path, NEW):
            change_passphrase(path, old=NEW, new=PASSPHRASE)
    assert half_way


def test_the_demonstration_keeps_the_passphrase_that_everybody_knows():
    open_demonstration(vault=NoVault()).close()
    for refused in (
        lambda: change_passphrase(demonstration_path(), old="demonstration", new=NEW),
        lambda: make_recovery_code(demonstration_path(), passphrase="demonstration"),
    ):
        with pytest.raises(BadValue, match="démonstration garde sa phrase"):
            refused()
    open_demonstration(vault=NoVault()).close()


def test_a_file_that_is_no_study_has_no_passphrase(tmp_path):
    (tmp_path / "a.cgaetude").write_bytes(b"something" * 100)
    for refused in (
        lambda: change_passphrase(tmp_path / "a.cgaetude", old=PASSPHRASE, new=NEW),
        lambda: make_recovery_code(tmp_path / "a.cgaetude", passphrase=PASSPHRASE),
    ):
        with pytest.raises(StudyUnreadable):
            refused()


# --- the recovery sheet


def test_its_code_opens_the_study_and_the_passphrase_still_does(path):
    code = make_recovery_code(path, passphrase=PASSPHRASE)
    for typed in (code.text, code.text.lower().replace("-", " "), PASSPHRASE):
        assert opens(path, typed)
        check_opens(path, typed)
    assert not opens(path, fresh_code().text)
    with pytest.raises(WrongPassphrase):
        check_opens(path, fresh_code().text)


def test_the_code_is_written_nowhere(path, cga_home, caplog):
    code = make_recovery_code(path, passphrase=PASSPHRASE)
    assert opens(path, code.text)
    for content in everything(path.parent, cga_home).values():
        for written in (code.text, "".join(code.groups), code.secret.hex()):
            assert written.encode() not in content
        assert code.secret not in content
    assert code.text not in caplog.text


def test_a_new_sheet_takes_the_place_of_the_one_before(path):
    first = make_recovery_code(path, passphrase=PASSPHRASE)
    second = make_recovery_code(path, passphrase=PASSPHRASE)
    assert opens(path, second.text)
    assert not opens(path, first.text)


def test_a_sheet_stays_valid_when_the_passphrase_changes(path):
    code = make_recovery_code(path, passphrase=PASSPHRASE)
    change_passphrase(path, old=PASSPHRASE, new=NEW)
    assert opens(path, code.text)


def test_who_forgot_the_passphrase_chooses_a_new_one_by_the_code(path):
    code = make_recovery_code(path, passphrase=PASSPHRASE)
    change_passphrase(path, old=code.text.lower(), new=NEW)
    assert opens(path, NEW)
    assert not opens(path, PASSPHRASE)
    assert opens(path, code.text)


def test_nobody_makes_a_sheet_without_the_passphrase(study):
    with pytest.raises(WrongPassphrase):
        make_recovery_code(study.path, passphrase="une autre phrase")
    assert recovery_sheet_date(study.path, study.key) is None


def test_when_the_sheet_was_made_is_known(study):
    today = datetime.now(UTC).astimezone().date()
    assert recovery_sheet_date(study.path, study.key) is None
    make_recovery_code(study.path, passphrase=PASSPHRASE)
    assert recovery_sheet_date(study.path, study.key) == today
    keys.key_file(study.path).unlink()
    assert recovery_sheet_date(study.path, study.key) == today
    study.close()
    study.path.unlink()
    assert recovery_sheet_date(study.path, study.key) is None


def test_the_sheet_before_stays_valid_where_the_disk_refuses(path, monkeypatch):
    code = make_recovery_code(path, passphrase=PASSPHRASE)
    with monkeypatch.context() as patch:
        watch(patch, Steps(2, lambda: OSError(28, "No space left on device")))
        with pytest.raises(NotWritten, match="la feuille de secours d’avant"):
            make_recovery_code(path, passphrase=PASSPHRASE)
    assert opens(path, code.text)


def test_a_sheet_is_written_for_its_owner_only_and_never_beside_the_study(path, tmp_path):
    stick = tmp_path / "clé USB"
    stick.mkdir()
    keep_sheet(b"%PDF", stick / "Feuille.pdf", study=path)
    assert (stick / "Feuille.pdf").read_bytes() == b"%PDF"
    if sys.platform != "win32":
        assert stat.S_IMODE((stick / "Feuille.pdf").stat().st_mode) == 0o600
    for refused in (path.with_name("Feuille.pdf"), tmp_path / "Dropbox" / "Feuille.pdf"):
        with pytest.raises(PlaceRefused):
            keep_sheet(b"%PDF", refused, study=path)
        assert not refused.exists()
    with pytest.raises(NotWritten, match="n’existe pas"):
        keep_sheet(b"%PDF", tmp_path / "nulle part" / "Feuille.pdf", study=path)


# --- backups


def ways_into(backup: Path):
    with opened_copy(backup) as copy:
        return copy.key_text


def test_backups_are_opened_by_the_new_passphrase_and_no_longer_by_the_old(study):
    kept = back_up(study.path, study.key, why=Why.DAILY)
    key = change_passphrase(study.path, old=PASSPHRASE, new=NEW)
    asked = []
    renewed = renew_copies(study.path, key, go_on=lambda: asked.append(1))
    assert (renewed.done, renewed.left, renewed.why) == (1, (), "")
    assert asked, "long work can be stopped"
    assert keys.unwrap(ways_into(kept.path), NEW) == study.key
    with pytest.raises(WrongPassphrase):
        keys.unwrap(ways_into(kept.path), PASSPHRASE)


def test_the_code_of_the_sheet_opens_a_backup_made_before_it(study):
    kept = back_up(study.path, study.key, why=Why.DAILY)
    code = make_recovery_code(study.path, passphrase=PASSPHRASE)
    renew_copies(study.path, study.key)
    for typed in (code.text, PASSPHRASE):
        assert recovery.unlock([ways_into(kept.path)], typed) == study.key


def test_backups_are_behind_until_they_are_renewed(study):
    assert not copies_behind(study.path, study.key)
    damaged, other = (back_up(study.path, study.key, why=why) for why in (Why.DAILY, Why.BY_HAND))
    assert not copies_behind(study.path, study.key)
    make_recovery_code(study.path, passphrase=PASSPHRASE)
    assert copies_behind(study.path, study.key)
    renew_copies(study.path, study.key)
    damaged.path.write_bytes(b"damaged")
    assert other.path.exists()
    assert not copies_behind(study.path, study.key), "what cannot be read is not tried for ever"


def test_a_study_without_backups_has_none_to_renew(study):
    assert renew_copies(study.path, study.key) == passphrases.CopiesRenewed(0)


def test_a_backup_that_cannot_be_read_is_named(study):
    kept = back_up(study.path, study.key, why=Why.DAILY)
    kept.path.write_bytes(b"damaged")
    assert renew_copies(study.path, study.key).left == (kept.path.name,)


def test_a_disk_that_refuses_is_said_with_what_was_left(study, monkeypatch):
    kept = back_up(study.path, study.key, why=Why.DAILY)

    def full(*_given):
        raise NotWritten("Le disque est plein.")

    monkeypatch.setattr(passphrases, "rewrap_backups", full)
    renewed = renew_copies(study.path, study.key)
    assert renewed == passphrases.CopiesRenewed(0, (kept.path.parent.name,), "Le disque est plein.")
