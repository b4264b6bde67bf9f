import json
import os
import shutil
import sys
import time
import zipfile
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from cga_desktop.domain.backups import Why
from cga_desktop.domain.errors import (
    NotWritten,
    PlaceRefused,
    StudyTooNew,
    StudyUnreadable,
    UnreadableFile,
    UserError,
)
from cga_desktop.domain.records import Actor
from cga_desktop.operations.studies import open_study
from cga_desktop.settings import Settings, home, save_settings
from cga_desktop.store import backup_files, backups, keys
from cga_desktop.store.backup_files import DATABASE, KEY, MANIFEST, read_manifest, verified
from cga_desktop.store.backup_rewriting import rewrap_backups, rewrite_backups
from cga_desktop.store.closed_files import opened_raw, problems_of
from cga_desktop.store.database import Database
from cga_desktop.store.dump import canonical_state
from cga_desktop.store.media import media_folder
from cga_desktop.store.restoring import restore_copy
from tests.conftest import PASSPHRASE, PROJECT
from tests.disks import fill, mount_small, pull_out, read_only
from tests.studies.keep_a_study import PASSPHRASE_OF_PAST_STUDIES

PAST = PROJECT / "tests" / "studies"


def state(database):
    with database.reading() as session:
        return canonical_state(session)


def names(folder):
    return sorted(one.name for one in folder.iterdir())


def add(database, name):
    with database.writing() as session:
        session.add(Actor(name=name, notes="Ce que disent les gens. " * 40))


def copy_of(study, target, *, media=False):
    return backups.make_copy(study.path, study.key, target, why=Why.BY_HAND, media=media)


def put_medium(study, content):
    folder = media_folder(study.path)
    folder.mkdir(exist_ok=True)
    name = f"{blake2b(content, digest_size=32).hexdigest()}.bin"
    (folder / name).write_bytes(content)
    return name


@pytest.fixture
def copy(study, tmp_path):
    """A copy of the study, with two actors in it."""
    add(study, "Les Mains du canal")
    add(study, "Le Café des allotissements")
    return copy_of(study, tmp_path / "copie.cgacopie").path


def zipped(path, parts, *, compression=zipfile.ZIP_STORED):
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def parts_of(copy):
    with zipfile.ZipFile(copy) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_copy_restored_is_the_same_study(study, copy, tmp_path, vault):
    restored = restore_copy(copy, tmp_path / "ailleurs" / "Bondy rendu.cgaetude")
    again = open_study(restored.study, vault=vault, passphrase=PASSPHRASE)
    assert state(again) == state(study)
    assert again.problems() == []
    again.close()


def test_what_is_written_while_a_copy_is_made_waits_for_nothing(study, tmp_path):
    """The copy is of one moment; a change made during it is in the study and not in the copy."""
    before, written = state(study), []

    def meanwhile():
        if not written:
            written.append(True)
            add(study, "pendant la copie")

    made = backups.make_copy(
        study.path,
        study.key,
        tmp_path / "c.cgacopie",
        why=Why.DAILY,
        media=False,
        go_on=meanwhile,
    )
    restored = restore_copy(made.path, tmp_path / "rendu.cgaetude")
    again = Database.open(restored.study, study.key)
    assert written
    assert state(again) == before
    again.close()


def test_a_copy_says_what_it_is_and_nothing_of_what_is_in_it(study, copy):
    manifest = read_manifest(copy)
    assert manifest.salt == study.key.salt.hex()
    assert abs(datetime.now(UTC) - manifest.made_at) < timedelta(minutes=1)
    assert set(zipfile.ZipFile(copy).namelist()) == {DATABASE, KEY, MANIFEST}
    content = copy.read_bytes()
    assert b"canal" not in content
    assert b"SQLite format" not in content
    assert not list(copy.parent.glob("*.tmp*"))


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_a_copy_stopped_half_way_leaves_nothing(study, tmp_path, steps):
    class Stopped(UserError):
        pass

    asked = 0

    def stop():
        nonlocal asked
        asked += 1
        if asked > steps:
            raise Stopped

    with pytest.raises(Stopped):
        backups.make_copy(
            study.path, study.key, tmp_path / "c.cgacopie", why=Why.DAILY, media=False, go_on=stop
        )
    assert not list(tmp_path.glob("c.cgacopie*"))


def test_a_disk_that_keeps_something_else_than_it_was_given_is_found_out(
    study, tmp_path, monkeypatch
):
    def lying(descriptor):
        os.pwrite(descriptor, bytes(16), 20_000)

    monkeypatch.setattr(backup_files, "_forget_cached", lying)
    with pytest.raises(NotWritten, match="n’a pas gardé la copie"):
        copy_of(study, tmp_path / "c.cgacopie")
    assert not list(tmp_path.glob("c.cgacopie*"))


def test_a_copy_of_a_damaged_study_is_not_kept(study, copy, tmp_path):
    path, key = study.path, study.key
    study.close()
    content = bytearray(path.read_bytes())
    middle = len(content) // 8192 * 4096
    content[middle : middle + 4096] = bytes(4096)
    path.write_bytes(content)
    with pytest.raises(StudyUnreadable):
        backups.make_copy(path, key, tmp_path / "c.cgacopie", why=Why.DAILY, media=False)
    assert not list(tmp_path.glob("c.cgacopie*"))
    assert path.read_bytes() == bytes(content)
    assert verified(copy)


def test_a_folder_that_is_not_there_is_said(study, tmp_path):
    with pytest.raises(NotWritten, match="L’étude elle-même est enregistrée"):
        copy_of(study, tmp_path / "clé USB" / "c.cgacopie")


def test_the_rotation_keeps_one_copy_a_day_and_knows_its_own(study):
    first = backups.back_up_if_due(study.path, study.key)
    assert first is not None
    assert first.path.parent == home() / "sauvegardes" / f"Bondy-{study.key.salt.hex()[:8]}"
    assert backups.back_up_if_due(study.path, study.key) is None
    (first.path.parent / "lettre.cgacopie").write_text("autre chose", encoding="utf-8")
    assert [one.path for one in backups.all_copies(study.path, study.key.salt)] == [first.path]


def test_a_renamed_study_finds_its_copies_again(study, tmp_path):
    first = backups.back_up_if_due(study.path, study.key)
    path, key = study.path, study.key
    study.close()
    renamed = path.rename(path.with_name("Bondy, définitif.cgaetude"))
    second = backups.back_up_if_due(renamed, key)
    assert second.path.parent != first.path.parent
    assert {one.path for one in backups.all_copies(renamed, key.salt)} == {first.path, second.path}


def date_back(copy, days):
    """Make a copy as old as that."""
    parts = parts_of(copy)
    manifest = json.loads(parts[MANIFEST])
    moment = datetime.fromisoformat(manifest["made_at"]) - timedelta(days=days)
    parts[MANIFEST] = json.dumps(manifest | {"made_at": moment.isoformat()})
    older = copy.with_name(f"{days} {copy.name}")
    zipped(older, parts)
    copy.unlink()
    return older


def test_copies_not_worth_keeping_are_let_go_and_the_last_before_an_update_stays(study):
    before_update = date_back(backups.before_migration(study.path, study.key).path, 200)
    late_in_it = date_back(backups.back_up(study.path, study.key, why=Why.DAILY).path, 199)
    for days in range(40, 0, -1):
        date_back(backups.back_up(study.path, study.key, why=Why.DAILY).path, days)
    backups.back_up(study.path, study.key, why=Why.DAILY)
    kept = backups.all_copies(study.path, study.key.salt)
    assert 8 < len(kept) < 8 + 4 + 3
    assert {before_update, late_in_it} >= {
        one.path for one in kept if one.path.name[:3] in "200199"
    }
    assert before_update in {one.path for one in kept}


def test_of_two_studies_from_one_copy_each_keeps_its_own(study, tmp_path):
    """Same key, same name, another folder: the copies of both lie in one folder."""
    first = backups.back_up_if_due(study.path, study.key)
    twin = restore_copy(first.path, tmp_path / "là-bas" / study.path.name).study
    second = backups.back_up_if_due(twin, study.key)
    assert second is not None
    assert second.path.parent == first.path.parent
    backups.back_up(twin, study.key, why=Why.DAILY)
    kept = {one.path for one in backups.kept_copies(first.path.parent, study.key.salt)}
    assert first.path in kept
    assert len(kept) == 2
    assert backups.back_up_if_due(study.path, study.key) is None


def test_recordings_and_photos_are_kept_once_for_all_copies(study):
    name = put_medium(study, b"une voix" * 1000)
    first = backups.back_up(study.path, study.key, why=Why.DAILY)
    folder = first.path.parent / "media"
    assert names(folder) == [name]
    assert first.media == 1
    date_back(first.path, 1)
    (media_folder(study.path) / name).unlink()
    backups.back_up(study.path, study.key, why=Why.DAILY)
    assert names(folder) == [name]
    for one in backups.kept_copies(first.path.parent, study.key.salt):
        if one.media:
            one.path.unlink()
    backups.thin_out(first.path.parent, study.key.salt)
    assert names(folder) == []


def test_media_come_back_from_the_folder_beside_a_copy_or_from_within_it(study, tmp_path):
    content = b"une photo" * 5000
    name = put_medium(study, content)
    beside = backups.back_up(study.path, study.key, why=Why.DAILY).path
    inside = copy_of(study, tmp_path / "à emporter.cgacopie", media=True).path
    for number, copy in enumerate((beside, inside)):
        restored = restore_copy(copy, tmp_path / f"rendu {number}.cgaetude")
        assert (restored.media, restored.missing_media) == (1, ())
        assert (media_folder(restored.study) / name).read_bytes() == content
    alone = shutil.copy(beside, tmp_path)
    restored = restore_copy(Path(alone), tmp_path / "sans photo.cgaetude")
    assert (restored.media, restored.missing_media) == (0, (name,))


def test_a_damaged_photo_is_missing_and_the_study_is_there(study, tmp_path):
    name = put_medium(study, b"une photo" * 5000)
    copy = copy_of(study, tmp_path / "c.cgacopie", media=True).path
    parts = parts_of(copy)
    parts[f"media/{name}"] = b"autre chose"
    restored = restore_copy(zipped(copy, parts), tmp_path / "rendu.cgaetude")
    assert restored.missing_media == (name,)
    assert problems_of(restored.study, study.key) == []


def test_a_chosen_drive_that_is_not_plugged_in_is_said_and_not_made_up(study, tmp_path):
    stick = tmp_path / "media" / "CLÉ"
    save_settings(Settings(backup_folder=str(stick)))
    with pytest.raises(NotWritten):
        backups.back_up_if_due(study.path, study.key)
    assert not stick.exists()
    stick.mkdir(parents=True)
    made = backups.back_up_if_due(study.path, study.key)
    assert made.path.is_relative_to(stick)
    assert [one.path for one in backups.all_copies(study.path, study.key.salt)] == [made.path]


def test_before_a_migration_another_disk_takes_the_copy_where_the_chosen_one_does_not(
    study, tmp_path
):
    save_settings(Settings(backup_folder=str(tmp_path / "débranchée" / "clé")))
    made = backups.before_migration(study.path, study.key)
    assert made.path.is_relative_to(home())
    assert made.why is Why.MIGRATION


def past_study(tmp_path, number=1):
    kept = PAST / f"schema_{number}.cgaetude"
    for file in (kept, keys.key_file(kept)):
        shutil.copy(file, tmp_path)
    path = tmp_path / kept.name
    key = keys.unwrap(keys.key_file(path).read_text("utf-8"), PASSPHRASE_OF_PAST_STUDIES)
    return path, key


def test_a_copy_of_an_old_schema_is_of_that_schema_and_opens_when_restored(tmp_path, vault):
    path, key = past_study(tmp_path)
    made = backups.before_migration(path, key)
    restored = restore_copy(made.path, tmp_path / "rendu.cgaetude").study
    with opened_raw(restored, key) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    again = open_study(restored, vault=vault, passphrase=PASSPHRASE_OF_PAST_STUDIES)
    with again.reading() as session:
        assert session.exec(select(Actor.name)).all() == ["Les Jardins de Bondy"]
    again.close()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX says who may read a file")
def test_copies_and_restored_studies_are_their_owners_alone(study, copy, tmp_path):
    restored = restore_copy(copy, tmp_path / "rendu.cgaetude").study
    rewrap_backups(tmp_path, study.key, keys.wrap(study.key, "une phrase toute neuve"))
    for path in (copy, restored, keys.key_file(restored)):
        assert path.stat().st_mode & 0o077 == 0, path


def test_a_full_disk_takes_no_copy_and_gives_no_study_and_keeps_nothing_half_made(
    study, copy, tmp_path
):
    disk = tmp_path / "petit disque"
    mount_small(disk, "1m")
    film = fill(disk)
    with film.open("rb+") as file:
        file.truncate(film.stat().st_size - 400 * 1024)  # room for the study, not for its copy
    try:
        with pytest.raises(NotWritten, match="plein"):
            copy_of(study, disk / "c.cgacopie")
        with pytest.raises(NotWritten, match="place"):
            restore_copy(copy, disk / "rendu.cgaetude")
        assert names(disk) == [film.name]
    finally:
        pull_out(disk)


def test_a_disk_that_cannot_be_written_is_said(study, tmp_path):
    disk = tmp_path / "protégé"
    mount_small(disk, "4m")
    read_only(disk)
    try:
        with pytest.raises(NotWritten, match="L’étude elle-même est enregistrée"):
            copy_of(study, disk / "c.cgacopie")
    finally:
        pull_out(disk)


def test_what_crashes_left_is_cleared_once_it_is_old(study):
    folder = backups.back_up(study.path, study.key, why=Why.DAILY).path.parent
    old, young = folder / "vieux.cgacopie.tmp", folder / "jeune.cgacopie.tmp"
    for one in (old, young):
        one.write_bytes(b"x")
    os.utime(old, (time.time() - 100_000,) * 2)
    backups.back_up(study.path, study.key, why=Why.DAILY)
    assert young.exists()
    assert not old.exists()


def test_nothing_is_ever_written_over(copy, tmp_path):
    study = tmp_path / "Autre.cgaetude"
    for taken in (study, keys.key_file(study), media_folder(study)):
        taken.write_bytes(b"pas touche")
        with pytest.raises(PlaceRefused, match="existe déjà"):
            restore_copy(copy, study)
        assert taken.read_bytes() == b"pas touche"
        taken.unlink()
    restore_copy(copy, study)


def test_the_key_wrapped_anew_opens_every_copy_and_the_old_passphrase_none(
    study, copy, tmp_path, vault
):
    folder = tmp_path / "copies"
    folder.mkdir()
    for name in ("un", "deux"):
        shutil.copy(copy, folder / f"{name}.cgacopie")
    (folder / "abîmée.cgacopie").write_bytes(copy.read_bytes()[:9000])
    other = zipped(
        folder / "autre étude.cgacopie",
        parts_of(copy) | {MANIFEST: json.dumps(manifest_of(copy) | {"salt": "00" * 16})},
    )
    untouched = other.read_bytes()
    done = rewrap_backups(folder, study.key, keys.wrap(study.key, "une phrase toute neuve"))
    assert {one.name for one in done.done} == {"un.cgacopie", "deux.cgacopie"}
    assert [one.name for one in done.unreadable] == ["abîmée.cgacopie"]
    assert other.read_bytes() == untouched
    for path in done.done:
        _manifest, text = verified(path)
        assert keys.unwrap(text, "une phrase toute neuve") == study.key
    restored = restore_copy(done.done[0], tmp_path / "rendu.cgaetude").study
    open_study(restored, vault=vault, passphrase="une phrase toute neuve").close()
    assert parts_of(copy)[KEY] not in done.done[0].read_bytes()


def manifest_of(copy):
    return json.loads(parts_of(copy)[MANIFEST])


def test_copies_can_be_rewritten_without_what_is_deleted(study, tmp_path):
    add(study, "à effacer")
    add(study, "à garder")
    name = put_medium(study, b"sa voix" * 1000)
    kept_name = put_medium(study, b"une rue" * 1000)
    copies = [backups.back_up(study.path, study.key, why=Why.DAILY)]
    carried = copy_of(study, copies[0].path.parent / "à emporter.cgacopie", media=True).path

    def change(path):
        database = Database.open(path, study.key)
        with database.writing() as session:
            session.delete(session.exec(select(Actor).where(Actor.name == "à effacer")).one())
        database.close()

    folder = copies[0].path.parent
    made_at = read_manifest(carried).made_at
    done = rewrite_backups(folder, study.key, change, without_media=[name])
    assert set(done.done) == {copies[0].path, carried}
    for number, copy in enumerate(done.done):
        restored = restore_copy(copy, tmp_path / f"rendu {number}.cgaetude")
        again = Database.open(restored.study, study.key)
        assert [one["name"] for one in state(again)["actor"]] == ["à garder"]
        again.close()
        assert names(media_folder(restored.study)) == [kept_name]
    assert read_manifest(carried).made_at == made_at
    assert names(folder / "media") == [kept_name]
    assert not list(folder.glob("*.tmp*"))


def test_a_change_that_fails_leaves_the_copy_as_it_was(study, copy, tmp_path):
    folder = tmp_path / "copies"
    folder.mkdir()
    kept = Path(shutil.copy(copy, folder))

    def spoil(path):
        path.write_bytes(path.read_bytes()[:8192] + bytes(4096))

    done = rewrite_backups(folder, study.key, spoil)
    assert (done.done, done.unreadable) == ((), (kept,))
    assert kept.read_bytes() == copy.read_bytes()
    assert names(folder) == [kept.name]


# What comes from elsewhere


def refused(copy, tmp_path, error=UnreadableFile):
    before = sorted(tmp_path.iterdir())
    with pytest.raises(error) as said:
        restore_copy(copy, tmp_path / "rendu.cgaetude")
    assert sorted(tmp_path.iterdir()) == before
    return str(said.value)


def test_what_is_no_copy_is_refused(tmp_path):
    for name, content in (("vide", b""), ("texte", b"bonjour" * 999), ("zip", b"PK\x03\x04")):
        path = tmp_path / f"{name}.cgacopie"
        path.write_bytes(content)
        assert "n’est pas une copie" in refused(path, tmp_path)
    assert "n’existe pas" in refused(tmp_path / "absente.cgacopie", tmp_path)
    assert refused(tmp_path, tmp_path)


def test_a_copy_of_a_newer_version_is_said(copy, tmp_path):
    parts = parts_of(copy)
    parts[MANIFEST] = json.dumps(manifest_of(copy) | {"format": 2})
    assert "plus récente" in refused(zipped(copy, parts), tmp_path, StudyTooNew)


@pytest.mark.parametrize(
    "change",
    [
        {"size": 10**18},
        {"blake2b": "0" * 64},
        {"salt": "../../etc"},
        {"made_at": "hier"},
        {"media": "../../x"},
        {"size": -1},
    ],
)
def test_a_manifest_that_lies_is_refused(copy, tmp_path, change):
    parts = parts_of(copy)
    parts[MANIFEST] = json.dumps(manifest_of(copy) | change)
    refused(zipped(copy, parts), tmp_path)


@pytest.mark.parametrize("name", [DATABASE, MANIFEST])
def test_a_copy_without_one_of_its_parts_is_refused(copy, tmp_path, name):
    parts = parts_of(copy)
    del parts[name]
    refused(zipped(copy, parts), tmp_path)


def test_a_bomb_is_refused_before_anything_is_written(copy, tmp_path):
    parts = parts_of(copy) | {DATABASE: bytes(50_000_000)}
    parts[MANIFEST] = json.dumps(manifest_of(copy) | {"size": 50_000_000})
    refused(zipped(copy, parts, compression=zipfile.ZIP_DEFLATED), tmp_path)


def test_names_that_lead_elsewhere_lead_nowhere(study, tmp_path):
    outside = f"../../{'a' * 64}.bin"
    copy = copy_of(study, tmp_path / "c.cgacopie").path
    parts = parts_of(copy) | {f"media/{outside}": b"x", "/etc/passwd": b"x", "../dehors": b"x"}
    parts[MANIFEST] = json.dumps(manifest_of(copy) | {"media": [outside, "/etc/passwd"]})
    folder = tmp_path / "ici"
    restored = restore_copy(zipped(copy, parts), folder / "rendu.cgaetude")
    assert restored.missing_media == ()
    assert {one.name for one in folder.iterdir()} == {"rendu.cgaetude", "rendu.cgaetude.cle"}
    assert not (tmp_path / "dehors").exists()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_damage_is_noticed_and_nothing_stays_behind(study, copy, tmp_path, data):
    content = bytearray(copy.read_bytes())
    match data.draw(st.sampled_from(["flip", "cut", "zero"])):
        case "flip":
            place = data.draw(st.integers(0, len(content) - 1))
            content[place] ^= 1 << data.draw(st.integers(0, 7))
        case "cut":
            del content[data.draw(st.integers(0, len(content) - 1)) :]
        case _:
            start = data.draw(st.integers(0, len(content) - 1))
            content[start : start + 4096] = bytes(len(content[start : start + 4096]))
    folder = tmp_path / "essai"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    damaged = folder / "c.cgacopie"
    damaged.write_bytes(content)
    target = folder / "rendu.cgaetude"
    try:
        restore_copy(damaged, target)
    except UserError:
        assert names(folder) == [damaged.name]
    else:  # what was hit is nothing that the study needs: a date in the zip, the zip's own folder
        assert problems_of(target, study.key) == []
