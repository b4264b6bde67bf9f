"""Photos and recordings are joined to what was seen and said, and leave only when asked."""

import io
import os
from dataclasses import replace

import pytest
from sqlmodel import text

from cga_desktop.domain.changes import Changes
from cga_desktop.domain.drafts import ObservationDraft
from cga_desktop.domain.errors import BadValue, NotFound, NotWritten, UnreadableFile
from cga_desktop.domain.moments import local_now
from cga_desktop.domain.records import Media
from cga_desktop.operations import media
from cga_desktop.operations.care import check_study
from cga_desktop.operations.history import (
    open_study_as_of,
    redo,
    undo,
    write_study_as_of,
)
from cga_desktop.operations.interviews import InterviewChanges, save_interview, start_interview
from cga_desktop.operations.media import (
    Owner,
    attach,
    media_problems,
    photo_content,
    remove,
    save_copy,
)
from cga_desktop.operations.observations import add_observation, delete_observation
from cga_desktop.operations.studies import open_study
from cga_desktop.store import media as files
from cga_desktop.store.log import clock
from cga_desktop.store.queries import media as queries
from tests.domain.test_photos import encoded, telling_jpeg, told
from tests.ui.full_disk import FullDisk

MP3 = b"ID3\x04" + bytes(300_000)


@pytest.fixture
def seen(workspace):
    """An observation."""
    draft = ObservationDraft(text="Le banc est cassé.", date=local_now())
    return add_observation(workspace, draft=draft).value


@pytest.fixture
def folder(study):
    return files.media_folder(study.path)


@pytest.fixture
def photo(tmp_path):
    """A photo as a telephone makes it."""
    path = tmp_path / "IMG_2034.JPG"
    path.write_bytes(telling_jpeg(upright=6))
    return path


@pytest.fixture
def recording(tmp_path):
    path = tmp_path / "Voix 3.mp3"
    path.write_bytes(MP3)
    return path


def meet(workspace, *, recorded):
    interview = start_interview(workspace, kind="resident").value
    said = InterviewChanges(consents={"notes": True, "recording": recorded})
    return save_interview(workspace, interview_id=interview.id, changes=said).value


def of(workspace, observation):
    with workspace.database.reading() as session:
        return list(queries.media_of_observation(session, observation.id))


def lying(folder):
    return sorted(one.name for one in folder.iterdir()) if folder.is_dir() else []


# --- joining


def test_a_photo_is_joined_without_what_it_tells(workspace, seen, photo, folder):
    before = photo.read_bytes()
    outcome = attach(
        workspace, path=photo, owner=Owner(observation_id=seen.id), title="  Le banc\n"
    )
    made = outcome.value
    assert outcome.changes == Changes.OBSERVATIONS
    assert (made.media_type, made.title, made.interview_id) == ("image/jpeg", "Le banc", None)
    assert [one.id for one in of(workspace, seen)] == [made.id]
    kept = photo_content(workspace, made)
    assert told(before)
    assert told(kept) == []
    assert made.size == len(kept)
    assert photo.read_bytes() == before
    assert lying(folder) == [f"{made.name}.bin"]
    assert kept[:40] not in (folder / f"{made.name}.bin").read_bytes()


def test_several_photos_stay_in_order(workspace, seen, photo, tmp_path):
    other = tmp_path / "capture.png"
    other.write_bytes(encoded("PNG"))
    made = [
        attach(workspace, path=one, owner=Owner(observation_id=seen.id)).value
        for one in (photo, other)
    ]
    assert [one.id for one in of(workspace, seen)] == [one.id for one in made]


def test_a_photo_can_belong_to_an_interview(workspace, photo):
    interview = meet(workspace, recorded=False)
    outcome = attach(workspace, path=photo, owner=Owner(interview_id=interview.id))
    assert outcome.changes == Changes.INTERVIEWS
    with workspace.database.reading() as session:
        (found,) = queries.media_of_interview(session, interview.id)
    assert found.id == outcome.value.id


def test_a_recording_is_joined_where_the_person_agreed(workspace, recording, tmp_path):
    interview = meet(workspace, recorded=True)
    made = attach(workspace, path=recording, owner=Owner(interview_id=interview.id)).value
    assert (made.media_type, made.size) == ("audio/mpeg", len(MP3))
    copy = save_copy(workspace, media_id=made.id, out=tmp_path / "copie")
    assert copy.read_bytes() == MP3
    with pytest.raises(UnreadableFile, match="n’est pas une photo"):
        photo_content(workspace, made)


@pytest.mark.parametrize("recorded", [False, None])
def test_a_recording_of_who_did_not_agree_is_refused(workspace, recording, folder, recorded):
    interview = meet(workspace, recorded=recorded)
    with pytest.raises(BadValue, match="accepté d’être enregistrée"):
        attach(workspace, path=recording, owner=Owner(interview_id=interview.id))
    assert lying(folder) == []


def test_a_recording_belongs_to_no_observation(workspace, recording, seen):
    with pytest.raises(BadValue, match="se joint à un entretien"):
        attach(workspace, path=recording, owner=Owner(observation_id=seen.id))


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"<svg/>", b"\x00\x00\x00\x1cftypheic", b"MZ"])
def test_what_is_no_photo_is_refused_by_what_it_holds(workspace, seen, tmp_path, folder, content):
    path = tmp_path / "photo.jpg"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=r"n’est ni une photo.*iPhone"):
        attach(workspace, path=path, owner=Owner(observation_id=seen.id))
    assert lying(folder) == []


def test_a_damaged_photo_is_refused(workspace, seen, photo, folder):
    photo.write_bytes(photo.read_bytes()[:200])
    with pytest.raises(UnreadableFile, match="n’est pas une photo lisible"):
        attach(workspace, path=photo, owner=Owner(observation_id=seen.id))
    assert lying(folder) == []


def test_what_is_too_large_is_refused_with_its_bound(
    workspace, seen, photo, recording, folder, monkeypatch
):
    monkeypatch.setattr(media, "LARGEST_PHOTO", 500)
    with pytest.raises(BadValue, match=r"trop lourd.*au plus 0 Mo"):
        attach(workspace, path=photo, owner=Owner(observation_id=seen.id))
    monkeypatch.setattr(media, "LARGEST_RECORDING", 100_000)
    interview = meet(workspace, recorded=True)
    with pytest.raises(BadValue, match="trop lourd"):
        attach(workspace, path=recording, owner=Owner(interview_id=interview.id))
    assert lying(folder) == []


def test_a_file_that_is_not_there_is_said(workspace, seen, tmp_path):
    with pytest.raises(UnreadableFile, match=r"nulle part.jpg.* ne peut pas être lu"):
        attach(workspace, path=tmp_path / "nulle part.jpg", owner=Owner(observation_id=seen.id))


def test_nothing_is_kept_for_what_is_not_in_the_study(workspace, photo, folder):
    for owner in (Owner(observation_id="x"), Owner(interview_id="x")):
        with pytest.raises(NotFound):
            attach(workspace, path=photo, owner=owner)
    assert lying(folder) == []


@pytest.mark.parametrize("owners", [{}, {"observation_id": "a", "interview_id": "b"}])
def test_a_photo_has_one_owner(owners):
    with pytest.raises(ValueError):  # noqa: PT011  (a mistake of ours, without words)
        Owner(**owners)


def test_an_observation_that_goes_while_its_photo_is_sealed_takes_it_along(
    workspace, seen, photo, folder
):
    sealed = media.seal(workspace, path=photo, owner=Owner(observation_id=seen.id))
    assert lying(folder) == [f"{sealed.kept.name}.bin"]
    delete_observation(workspace, observation_id=seen.id)
    with pytest.raises(NotFound):
        media.join(workspace, sealed=sealed)
    assert lying(folder) == []


def test_where_the_record_is_refused_no_file_stays(workspace, seen, photo, folder):
    disk = FullDisk(workspace.database)
    disk.path, disk.full = workspace.database.path, True
    full = type(workspace)(disk, workspace.finder, workspace.online, workspace.printer)
    with pytest.raises(NotWritten):
        attach(full, path=photo, owner=Owner(observation_id=seen.id))
    assert lying(folder) == []
    assert of(workspace, seen) == []


def test_what_a_killed_program_began_is_swept_at_the_next_photo(workspace, seen, photo, folder):
    lost = files.keep(folder, io.BytesIO(b"photo"))
    half = folder / "0123.tmp"
    half.write_bytes(b"")
    os.utime(half, (0, 0))
    made = attach(workspace, path=photo, owner=Owner(observation_id=seen.id)).value
    assert lying(folder) == sorted(f"{one.name}.bin" for one in (lost, made))


# --- the study as it was


def at(workspace, moment):
    """Everything of the study's past happened then."""
    with workspace.database.writing() as session:
        then = clock.end_of(moment)
        session.connection().execute(text("UPDATE operation SET hlc = :then"), {"then": then})


def test_photos_of_the_study_as_it_was_are_seen_and_none_is_added(
    workspace, seen, photo, folder, study
):
    then = attach(workspace, path=photo, owner=Owner(observation_id=seen.id)).value
    at(workspace, "2026-01-01T00:00:00+00:00")
    now = attach(workspace, path=photo, owner=Owner(observation_id=seen.id)).value
    past = open_study_as_of(study, moment="2026-01-02")
    there = replace(workspace, database=past)
    assert [one.id for one in of(there, seen)] == [then.id]
    assert photo_content(there, then) == photo_content(workspace, then)
    with pytest.raises(NotWritten, match="telle qu’elle était"):
        attach(there, path=photo, owner=Owner(observation_id=seen.id))
    past.close()
    assert lying(folder) == sorted(f"{one.name}.bin" for one in (then, now))


def test_a_study_written_as_it_was_takes_its_photos_along(
    workspace, seen, photo, study, tmp_path, vault
):
    then = attach(workspace, path=photo, owner=Owner(observation_id=seen.id)).value
    at(workspace, "2026-01-01T00:00:00+00:00")
    attach(workspace, path=photo, owner=Owner(observation_id=seen.id))
    path = tmp_path / "avant.cgaetude"
    write_study_as_of(study, moment="2026-01-02", path=path)
    assert lying(files.media_folder(path)) == [f"{then.name}.bin"]
    written = open_study(path, vault=vault)
    assert check_study(written) == []
    written.close()


# --- taking away


def test_a_photo_taken_away_comes_back_by_undo(workspace, seen, photo):
    made = attach(workspace, path=photo, owner=Owner(observation_id=seen.id)).value
    content = photo_content(workspace, made)
    assert remove(workspace, media_id=made.id).changes == Changes.OBSERVATIONS
    assert of(workspace, seen) == []
    undo(workspace)
    (back,) = of(workspace, seen)
    assert photo_content(workspace, back) == content
    redo(workspace)
    assert of(workspace, seen) == []


def test_a_photo_that_is_not_there_cannot_be_taken_away(workspace):
    with pytest.raises(NotFound, match="Aucune pièce jointe"):
        remove(workspace, media_id="x")


def test_an_observation_goes_with_its_photos_and_comes_back_with_them(workspace, seen, photo):
    made = attach(workspace, path=photo, owner=Owner(observation_id=seen.id)).value
    delete_observation(workspace, observation_id=seen.id)
    with workspace.database.reading() as session:
        assert queries.all_media(session) == []
    undo(workspace)
    (back,) = of(workspace, seen)
    assert back.name == made.name
    assert photo_content(workspace, back)


# --- copies and care


def test_a_copy_is_written_whole_with_the_ending_of_its_kind(workspace, seen, photo, tmp_path):
    made = attach(workspace, path=photo, owner=Owner(observation_id=seen.id)).value
    (tmp_path / "copies").mkdir()
    copy = save_copy(workspace, media_id=made.id, out=tmp_path / "copies" / "banc.txt")
    assert copy == tmp_path / "copies" / "banc.jpg"
    assert copy.read_bytes() == photo_content(workspace, made)
    assert lying(tmp_path / "copies") == ["banc.jpg"]


def test_a_copy_that_cannot_be_written_leaves_nothing(workspace, seen, photo, tmp_path):
    made = attach(workspace, path=photo, owner=Owner(observation_id=seen.id)).value
    with pytest.raises(NotWritten, match="La pièce jointe reste dans l’étude"):
        save_copy(workspace, media_id=made.id, out=tmp_path / "nulle part" / "banc.jpg")


def damage(folder, made):
    path = files.path_of(folder, made.name)
    path.write_bytes(path.read_bytes()[:-1] + b"x")


def test_a_damaged_photo_is_not_copied(workspace, seen, photo, folder, tmp_path):
    made = attach(workspace, path=photo, owner=Owner(observation_id=seen.id)).value
    damage(folder, made)
    (tmp_path / "copies").mkdir()
    with pytest.raises(UnreadableFile, match="est abîmée"):
        save_copy(workspace, media_id=made.id, out=tmp_path / "copies" / "banc.jpg")
    assert lying(tmp_path / "copies") == []
    with pytest.raises(UnreadableFile):
        photo_content(workspace, made)


def test_a_check_of_the_study_reads_every_photo(workspace, seen, photo, folder):
    made = [
        attach(workspace, path=photo, owner=Owner(observation_id=seen.id), title=title).value
        for title in ("Le banc", "La place", "")
    ]
    assert media_problems(workspace.database) == []
    assert check_study(workspace.database) == []
    damage(folder, made[0])
    files.delete(folder, made[2].name)
    first, second = media_problems(workspace.database)
    assert first.startswith("Le banc")
    assert "est abîmée" in first
    assert "manque dans le dossier" in second
    assert check_study(workspace.database) == [first, second]


def test_a_long_check_can_be_stopped(workspace, seen, photo):
    attach(workspace, path=photo, owner=Owner(observation_id=seen.id))

    def stop():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        media_problems(workspace.database, stop)


def test_media_of_a_newer_program_are_copied_under_the_name_they_are_given(
    workspace, study, seen, folder, tmp_path
):
    kept = files.keep(folder, io.BytesIO(b"film"))
    film = Media(
        name=kept.name, secret=kept.secret, size=4, media_type="video/x", observation_id=seen.id
    )
    with study.writing() as session:
        session.add(film)
    copy = save_copy(workspace, media_id=film.id, out=tmp_path / "film.mkv")
    assert (copy.name, copy.read_bytes()) == ("film.mkv", b"film")
