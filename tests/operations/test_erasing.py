"""Real deletion: what is left of a person is looked for on the disk, page by page."""

import json
import shutil
import threading
import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cga_desktop.domain.changes import Changes
from cga_desktop.domain.drafts import ActorDraft, ObservationDraft
from cga_desktop.domain.errors import BadValue, NotFound, NotWritten, UserError
from cga_desktop.domain.moments import now
from cga_desktop.domain.records import Contributor, Excerpt, Media, Relation
from cga_desktop.domain.unsaved import Rescued, Unsaved
from cga_desktop.domain.verbs import Verb
from cga_desktop.operations import erasing
from cga_desktop.operations.actors import add_actor, delete_actor, edit_actor, set_map_consent
from cga_desktop.operations.backups import back_up_now, copy_study, kept_backups, restore
from cga_desktop.operations.certificate_words import certificate_text
from cga_desktop.operations.erasing import (
    doomed,
    erase,
    erase_record,
    finish_erasures,
    kept_certificates,
    unfinished_erasures,
)
from cga_desktop.operations.history import (
    go_back,
    open_study_as_of,
    past_studies_folder,
    rebuild,
    redo,
    undo,
)
from cga_desktop.operations.interviews import (
    InterviewChanges,
    delete_interview,
    save_interview,
    start_interview,
)
from cga_desktop.operations.merging import merge_actors
from cga_desktop.operations.observations import add_observation
from cga_desktop.operations.studies import create_study, open_study
from cga_desktop.operations.workspace import Workspace
from cga_desktop.settings import Settings, home, save_settings
from cga_desktop.store import journal, keys, media
from cga_desktop.store.closed_files import opened_raw
from cga_desktop.store.dump import canonical_state
from cga_desktop.store.log.rebuilding import compared
from cga_desktop.store.migrations import newest_schema
from cga_desktop.store.queries import actors as actor_queries
from cga_desktop.store.queries import history
from cga_desktop.store.queries import interviews as queries
from tests.conftest import PASSPHRASE, PROJECT
from tests.fakes import FakeFinder, FakeOnline, FakePrinter
from tests.store.pages import content_of
from tests.studies.keep_a_study import PASSPHRASE_OF_PAST_STUDIES

SAID = "Depuis la mort d’Anatolijus je ne descends plus jamais."
FIRST_SAID = "Il buvait beaucoup, notre Wenceslao, vous comprenez."
NOTED = 'Reconnaissable : béquilles «\u202fkalanchoé\u202f», "tante" Domnika.'
QUOTED = "Sans Philoména je serais déjà Xanthippe."
PLACE = "chez elle, escalier Quetzalcoatl"
PHOTO = b"une photo de Zbigniewa, " * 4000
TYPED = (SAID, FIRST_SAID, NOTED, QUOTED, PLACE)
NAMES = ("Anatolijus", "Wenceslao", "kalanchoé", "kalanchoe", "Domnika", "Philoména", "philomena",
         "Xanthippe", "Quetzalcoatl")  # fmt: skip
KEPT = "La fête des voisins attire toute la rue."


def needles():
    """Everything typed about the person, as it may be spelled on a disk."""
    words = [*TYPED, *NAMES, *(name.casefold() for name in NAMES)]
    words += [json.dumps(one)[1:-1] for one in TYPED]
    words += [json.dumps(one, ensure_ascii=False)[1:-1] for one in TYPED]
    return {one.encode(encoding) for one in words for encoding in ("utf-8", "utf-16-le")}


def traces(workspace, tmp_path, wanted=None):
    """In which files something of the person can be read, by who has the key."""
    key = workspace.database.key.key
    found = []
    for folder in (tmp_path, home()):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                content = content_of(path, key)
                found += [(path.name, one) for one in wanted or needles() if one in content]
    return found


def question(workspace, interview):
    with workspace.database.reading() as session:
        return queries.interview_sheet(session, interview.id).questions[0].id


def save(workspace, interview, **changes):
    save_interview(workspace, interview_id=interview.id, changes=InterviewChanges(**changes))


def state(workspace):
    with workspace.database.reading() as session:
        return canonical_state(session)


def differences(workspace):
    """What the tables hold and the log does not say."""
    with workspace.database.reading() as session:
        found = compared(session.connection())
    return [*found.differing, *found.adopted]


def is_equal_to_its_log(workspace):
    return differences(workspace) == [] and workspace.database.problems() == []


def attach(workspace, content, **of):
    kept = media.keep(media.media_folder(workspace.database.path), BytesIO(content))
    with workspace.database.writing(Verb.ADD_MEDIA) as session:
        session.add(Media(name=kept.name, secret=kept.secret, size=kept.size,
                          media_type="image/jpeg", **of))  # fmt: skip
    return kept


@pytest.fixture
def neighbour(workspace):
    """Somebody else, who stays."""
    interview = start_interview(workspace, kind="resident", contributor="Awa").value
    save(workspace, interview, answers={question(workspace, interview): KEPT})
    return interview


@pytest.fixture
def person(workspace, neighbour):
    """An interview in which much was written, some of it taken back."""
    interview = start_interview(workspace, kind="resident", contributor="Awa").value
    asked = question(workspace, interview)
    save(workspace, interview, answers={asked: FIRST_SAID})
    save(workspace, interview, consents={"notes": True, "quoting": True})
    save(workspace, interview, answers={asked: SAID}, fields={"notes": NOTED, "place": PLACE})
    with workspace.database.writing() as session:
        session.add(Excerpt(interview_id=interview.id, kind="need", text=QUOTED))
    save(workspace, interview, fields={"notes": "Rien de plus."})
    attach(workspace, PHOTO, interview_id=interview.id)
    return interview


def test_what_was_typed_is_on_the_disk_before(workspace, person, tmp_path):
    """The search for traces finds them where they are: in the study, its log, every copy."""
    back_up_now(workspace.database)
    found = {name for name, _needle in traces(workspace, tmp_path)}
    copies = {one.path.name for one in kept_backups(workspace.database).copies}
    assert found >= {"Bondy.cgaetude-wal", *copies}
    workspace.database.close()
    found = {name for name, _needle in traces(workspace, tmp_path)}
    assert found == {"Bondy.cgaetude", *copies}


def test_nothing_of_a_person_is_left_anywhere(workspace, person, neighbour, tmp_path, caplog):
    back_up_now(workspace.database)
    (first,) = kept_backups(workspace.database).copies
    shutil.copy(first.path, first.path.with_name("une autre.cgacopie"))
    photos = media.names_in(media.media_folder(workspace.database.path))
    assert len(photos) == 1
    outcome = erase(workspace, record_id=person.id, reason="demande de la personne", by="Awa")
    assert traces(workspace, tmp_path) == []
    assert not list(tmp_path.rglob("*.bin"))
    assert not list(home().rglob("*.bin"))
    workspace.database.close()
    assert traces(workspace, tmp_path) == []
    assert not [one for one in needles() if one.decode("utf-8", "ignore") in caplog.text]
    assert outcome.changes & Changes.INTERVIEWS
    assert outcome.value.finished
    assert [one.rewritten for one in outcome.value.backups] == [True] * 2
    assert outcome.value.media == 1


def test_others_keep_every_word(workspace, person, neighbour, tmp_path):
    before = state(workspace)
    erase(workspace, record_id=person.id, reason="demande")
    after = state(workspace)
    for kind, rows in before.items():
        gone = [one for one in rows if one not in after[kind]]
        assert all(person.id in (one["id"], one.get("interview_id")) for one in gone), kind
    assert is_equal_to_its_log(workspace)
    with workspace.database.reading() as session:
        assert queries.interview_sheet(session, neighbour.id).answers
        assert len(history.history(session, neighbour.id)) == 2


def test_only_empty_operations_and_a_tombstone_remain_in_the_log(workspace, person):
    erase(workspace, record_id=person.id, reason="demande", by="Moussa")
    with workspace.database.reading() as session:
        rows = session.connection().exec_driver_sql(
            "SELECT kind, fields, hlc FROM operation WHERE owner = ? ORDER BY hlc", (person.id,)
        ).all()  # fmt: skip
        lines = history.history(session, person.id)
    assert {row.kind for row in rows} == {"gone", "erase"}
    assert {row.fields for row in rows} == {"{}"}
    assert [one.kind for one in lines][:1] == ["erase"]
    assert sum(row.kind == "erase" for row in rows) == 6  # itself, 1 answer, 2 consents, 1, 1


def test_the_certificate_says_everything_but_who(workspace, person, tmp_path):
    back_up_now(workspace.database)
    made = erase(workspace, record_id=person.id, reason="demande de la personne", by="Awa").value
    assert made.kind == "interview"
    assert made.reference == person.id
    assert (made.by, made.reason, made.study) == ("Awa", "demande de la personne", "Bondy 2026")
    assert made.records == {"answer": 1, "consent": 2, "excerpt": 1, "interview": 1, "media": 1}
    assert made.operations >= 7
    assert made.unfinished == ()
    assert kept_certificates(workspace.database) == [made]
    said = certificate_text(made)
    assert "1\u00a0entretien" in said or "1 entretien" in said
    assert "demande de la personne" in said
    assert made.reference in said
    assert "pseudonyme" in said
    assert kept_backups(workspace.database).copies[0].path.name in said
    assert person.pseudonym not in said
    assert traces(workspace, tmp_path, [person.pseudonym.encode()]) == []


def test_undoing_never_brings_it_back(workspace, person):
    erase(workspace, record_id=person.id, reason="demande")
    kept = state(workspace)
    while undo(workspace).value is not None:
        assert not mentions(workspace, person.id)
    while redo(workspace).value is not None:
        assert not mentions(workspace, person.id)
    strip = lambda rows: [{k: v for k, v in one.items() if k != "updated_at"} for one in rows]  # noqa: E731
    assert {k: strip(v) for k, v in state(workspace).items()} == {
        k: strip(v) for k, v in kept.items()
    }
    assert is_equal_to_its_log(workspace)


def mentions(workspace, record_id):
    """The records of the tables that are, or name, this one."""
    return [one for rows in state(workspace).values() for one in rows if record_id in one.values()]


def test_neither_rebuilding_nor_going_back_nor_the_past_show_it(workspace, person):
    with workspace.database.reading() as session:
        line = history.history(session, person.id)[0]
    erase(workspace, record_id=person.id, reason="demande")
    assert rebuild(workspace).value.equal
    assert not mentions(workspace, person.id)
    go_back(workspace, record_id=person.id, until=line.hlc)
    assert not mentions(workspace, person.id)
    past = open_study_as_of(workspace.database, moment=line.at)
    with past.reading() as session:
        assert person.id not in {one["id"] for one in canonical_state(session)["interview"]}
    past.close()


def test_a_restored_copy_does_not_bring_it_back_and_remembers(workspace, person, vault, tmp_path):
    back_up_now(workspace.database)
    erase(workspace, record_id=person.id, reason="demande")
    (copy,) = kept_backups(workspace.database).copies
    restored = restore(copy.path, tmp_path / "Restaurée.cgaetude")
    database = open_study(restored.study, vault=vault, passphrase=PASSPHRASE)
    with database.reading() as session:
        assert person.id not in {one["id"] for one in canonical_state(session)["interview"]}
        assert compared(session.connection()).equal
        assert history.history(session, person.id)[0].kind == "erase"
    assert database.problems() == []
    database.close()


def test_a_text_that_waits_in_a_rescue_file_goes_too(workspace, person, neighbour, tmp_path):
    key = workspace.database.key
    mine = Unsaved(kind="interview", record_id=person.id, typed_at="", fields={"notes": SAID})
    other = Unsaved(kind="interview", record_id=neighbour.id, typed_at="", fields={"notes": KEPT})
    for entries in ([mine], [mine, other], [other]):
        rescue = journal.Journal(workspace.database.path, key)
        rescue.keep(Rescued(study="x", entries=entries).model_dump_json().encode())
        rescue.close()
    aside = journal.set_aside(next(journal.rescue_folder().glob("*" + journal.SUFFIX)))
    made = erase(workspace, record_id=person.id, reason="demande").value
    reader = journal.Journal(workspace.database.path, key)
    left = [one.content.decode() for one in reader.left_behind() if one.content]
    reader.close()
    if aside.exists():
        left.append((journal._unsealed(aside, journal._sealing(key), key.salt) or b"").decode())
    assert len(left) == 2
    assert all(KEPT in one and SAID not in one for one in left)
    assert made.unsaved == 2


def test_a_copy_in_which_the_study_was_looked_at_as_it_was_goes_too(workspace, person):
    with workspace.database.reading() as session:
        at = history.history(session, person.id)[0].at
    past = open_study_as_of(workspace.database, moment=at)
    past._engine.dispose()  # the program is killed: nobody removes it
    assert list(past_studies_folder().glob("*.cgaetude"))
    erase(workspace, record_id=person.id, reason="demande")
    assert not list(past_studies_folder().glob("*.cgaetude*"))


# --- what cannot be erased


def test_a_reason_is_asked_for(workspace, person):
    for reason in ("", "  \n ", "x" * 501):
        with pytest.raises(BadValue):
            erase(workspace, record_id=person.id, reason=reason)
    assert mentions(workspace, person.id)


def test_only_interviews_actors_and_observations_are_erased(workspace, person):
    with pytest.raises(NotFound):
        erase(workspace, record_id="nobody", reason="demande")
    with workspace.database.reading() as session:
        answer = queries.answers(session)[0].id
    with pytest.raises(BadValue, match="rien d’autre"):
        erase(workspace, record_id=answer, reason="demande")


def test_nothing_is_erased_twice(workspace, person):
    erase(workspace, record_id=person.id, reason="demande")
    with pytest.raises(BadValue, match="déjà"):
        erase(workspace, record_id=person.id, reason="demande")


def test_what_was_deleted_before_is_still_erased(workspace, tmp_path):
    interview = start_interview(workspace, kind="resident").value
    asked = question(workspace, interview)
    save(workspace, interview, answers={asked: SAID})
    save(workspace, interview, answers={asked: ""})
    delete_interview(workspace, interview_id=interview.id)
    assert traces(workspace, tmp_path)
    made = erase(workspace, record_id=interview.id, reason="demande").value
    assert made.records == {"answer": 1, "interview": 1}
    assert traces(workspace, tmp_path) == []


def test_an_observation_goes_with_its_photos(workspace, tmp_path):
    observation = add_observation(
        workspace, draft=ObservationDraft.filled({"text": SAID, "date": "2026-05-12"})
    ).value
    attach(workspace, PHOTO, observation_id=observation.id)
    back_up_now(workspace.database)
    made = erase(workspace, record_id=observation.id, reason="demande").value
    assert made.records == {"media": 1, "observation": 1}
    assert traces(workspace, tmp_path) == []
    assert not list(tmp_path.rglob("*.bin")) + list(home().rglob("*.bin"))


# --- actors


def actor(workspace, **fields):
    return add_actor(workspace, draft=ActorDraft(**{"name": "Régie", **fields})).value


def tie(workspace, source, target, note=""):
    with workspace.database.writing() as session:
        relation = Relation(source_id=source.id, target_id=target.id, kind="funds", note=note)
        session.add(relation)
    return relation


@pytest.fixture
def contact(workspace):
    """An actor that is a person, tied both ways."""
    one = actor(workspace, name="Domnika Quetzalcoatl", notes=NOTED, phone="06 99 88 77 66")
    set_map_consent(workspace, actor_id=one.id, granted=True)
    other = actor(workspace)
    tie(workspace, one, other, QUOTED)
    tie(workspace, other, one, SAID)
    return one


def test_an_actor_goes_with_ties_from_and_to_it(workspace, contact, tmp_path):
    back_up_now(workspace.database)
    with workspace.database.reading() as session:
        assert doomed(session, contact.id).counts == {"actor": 1, "consent": 1, "relation": 2}
    made = erase(workspace, record_id=contact.id, reason="demande").value
    assert made.records == {"actor": 1, "consent": 1, "relation": 2}
    assert traces(workspace, tmp_path) == []
    assert [one["name"] for one in state(workspace)["actor"]] == ["Régie"]
    assert is_equal_to_its_log(workspace)


def test_interviews_about_an_actor_keep_it_unless_they_may_go_too(workspace, contact, tmp_path):
    interview = start_interview(workspace, kind="actor", actor_id=contact.id).value
    save(workspace, interview, fields={"notes": SAID})
    with workspace.database.reading() as session:
        assert doomed(session, contact.id).interviews == 1
    with pytest.raises(BadValue, match="entretien porte sur cet acteur"):
        erase(workspace, record_id=contact.id, reason="demande")
    assert mentions(workspace, contact.id)
    made = erase(workspace, record_id=contact.id, reason="demande", with_interviews=True).value
    assert made.records["interview"] == 1
    assert traces(workspace, tmp_path) == []


def test_deleted_interviews_about_an_actor_go_with_it(workspace, contact, tmp_path):
    interview = start_interview(workspace, kind="actor", actor_id=contact.id).value
    save(workspace, interview, fields={"notes": SAID})
    save(workspace, interview, fields={"notes": ""})
    delete_interview(workspace, interview_id=interview.id)
    made = erase(workspace, record_id=contact.id, reason="demande").value
    assert made.records["interview"] == 1
    assert traces(workspace, tmp_path) == []


def test_the_index_of_a_copy_forgets_whom_an_interview_that_stays_was_with(
    workspace, contact, tmp_path
):
    """The title by which the search found the interview was the actor's name."""
    interview = start_interview(workspace, kind="actor", actor_id=contact.id).value
    save(workspace, interview, fields={"notes": KEPT})
    back_up_now(workspace.database)
    save(workspace, interview, fields={"actor_id": actor(workspace, name="Une autre").id})
    erase(workspace, record_id=contact.id, reason="demande")
    assert traces(workspace, tmp_path) == []


def test_an_interview_that_was_about_it_stays_and_forgets_it(workspace, contact):
    other = actor(workspace, name="Une autre")
    interview = start_interview(workspace, kind="actor", actor_id=contact.id).value
    back_up_now(workspace.database)
    save(workspace, interview, fields={"notes": KEPT})
    with workspace.database.reading() as session:
        at_first = history.history(session, interview.id)[-1].hlc
    save(workspace, interview, fields={"actor_id": other.id})
    erase(workspace, record_id=contact.id, reason="demande")
    assert not mentions(workspace, contact.id)
    while undo(workspace).value is not None:
        assert not mentions(workspace, contact.id)
    while redo(workspace).value is not None:
        assert not mentions(workspace, contact.id)
    go_back(workspace, record_id=interview.id, until=at_first)
    assert not mentions(workspace, contact.id)
    assert is_equal_to_its_log(workspace)


def test_undoing_the_deletion_of_another_actor_leaves_the_erased_tie_out(workspace, contact):
    with workspace.database.reading() as session:
        other = next(one for one in actor_queries.actors(session) if one.name == "Régie")
    delete_actor(workspace, actor_id=other.id)
    erase(workspace, record_id=contact.id, reason="demande")
    assert undo(workspace).value is not None
    assert [one["name"] for one in state(workspace)["actor"]] == ["Régie"]
    assert state(workspace)["relation"] == []
    assert is_equal_to_its_log(workspace)


# --- copies made by older versions


@pytest.fixture(params=range(1, newest_schema()))
def older(request, tmp_path, vault):
    """A study of an older version, copied as it was before it is brought to this one."""
    kept = PROJECT / "tests" / "studies" / f"schema_{request.param}.cgaetude"
    for file in (kept, keys.key_file(kept)):
        shutil.copy(file, tmp_path)
    path = tmp_path / kept.name
    database = open_study(path, vault=vault, passphrase=PASSPHRASE_OF_PAST_STUDIES)
    yield Workspace(database, FakeFinder(), FakeOnline(), FakePrinter())
    database.close()


def test_copies_of_an_older_version_stay_of_it_and_forget_too(older, tmp_path):
    said = ["Elle rit beaucoup", "garde les petits", "Les Jardins de Bondy", "peu de bancs"]
    wanted = [one.encode() for one in said]
    (copy,) = kept_backups(older.database).copies
    found = {needle for name, needle in traces(older, tmp_path, wanted) if name == copy.path.name}
    assert found == set(wanted)
    schema = schema_in(copy.path, older.database.key, tmp_path)
    for kind in ("interview", "actor", "observation"):
        (one,) = state(older)[kind]
        erase(older, record_id=one["id"], reason="demande")
    assert traces(older, tmp_path, wanted) == []
    (copy,) = kept_backups(older.database).copies
    assert schema_in(copy.path, older.database.key, tmp_path) == schema < newest_schema()


def schema_in(copy, key, folder):
    """The schema of the study in a copy."""
    with zipfile.ZipFile(copy) as archive:
        path = folder / "dedans.cgaetude"
        path.write_bytes(archive.read("étude.cgaetude"))
    with opened_raw(path, key) as connection:
        (schema,) = connection.execute("PRAGMA user_version").fetchone()
    path.unlink()
    return schema


# --- when the disk refuses


def test_what_the_disk_refuses_is_said_and_done_next_time(workspace, person, tmp_path, monkeypatch):
    back_up_now(workspace.database)

    def refuse(*_anything, **_named):
        raise NotWritten("Le disque est plein.")

    with monkeypatch.context() as patched:
        patched.setattr(erasing, "rewrite_backups", refuse)
        made = erase(workspace, record_id=person.id, reason="demande").value
    assert not made.finished
    assert made.unfinished == ("Le disque est plein.",)
    assert "Le disque est plein." in certificate_text(made)
    assert not mentions(workspace, person.id)
    assert traces(workspace, tmp_path)
    assert unfinished_erasures(workspace.database) == [made]
    (done,) = finish_erasures(workspace)
    assert done.finished
    assert traces(workspace, tmp_path) == []
    assert unfinished_erasures(workspace.database) == []
    assert finish_erasures(workspace) == []


def test_a_kill_in_the_middle_is_made_good_at_the_next_opening(workspace, person, tmp_path):
    back_up_now(workspace.database)
    erase_record(workspace, record_id=person.id, reason="demande")
    assert traces(workspace, tmp_path)
    (done,) = finish_erasures(workspace)
    assert done.media == 1
    assert traces(workspace, tmp_path) == []


class Stopped(UserError):
    """Somebody closed the study."""


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_it_can_be_stopped_and_goes_on_next_time(workspace, person, tmp_path, steps):
    back_up_now(workspace.database)
    erase_record(workspace, record_id=person.id, reason="demande")
    left = iter(range(steps))

    def go_on():
        if next(left, None) is None:
            raise Stopped

    with pytest.raises(Stopped):
        finish_erasures(workspace, go_on=go_on)
    assert unfinished_erasures(workspace.database)
    (done,) = finish_erasures(workspace)
    assert done.finished
    assert traces(workspace, tmp_path) == []
    assert workspace.database.problems() == []


def test_copies_on_a_drive_that_is_not_plugged_in_are_not_forgotten(workspace, person, tmp_path):
    drive, elsewhere = tmp_path / "clé", tmp_path / "tiroir"
    drive.mkdir()
    save_settings(Settings(backup_folder=str(drive)))
    back_up_now(workspace.database)
    drive.rename(elsewhere)
    made = erase(workspace, record_id=person.id, reason="demande").value
    assert str(drive) in made.unfinished[0]
    elsewhere.rename(drive)
    (done,) = finish_erasures(workspace)
    assert [one.rewritten for one in done.backups] == [True]
    assert traces(workspace, tmp_path) == []


def test_a_reader_of_an_older_state_holds_the_traces_up_and_nothing_else(
    workspace, person, tmp_path, monkeypatch
):
    from cga_desktop.store import closed_files

    monkeypatch.setattr(closed_files, "_BUSY_SECONDS", 0.2)
    with workspace.database.reading() as session:
        canonical_state(session)
        made = erase(workspace, record_id=person.id, reason="demande").value
    assert "autre fenêtre" in made.unfinished[0]
    (done,) = finish_erasures(workspace)
    assert done.finished
    assert traces(workspace, tmp_path) == []


def test_an_unreadable_copy_is_named_and_left(workspace, person):
    back_up_now(workspace.database)
    (copy,) = kept_backups(workspace.database).copies
    content = copy.path.read_bytes()
    damaged = copy.path.with_name("abîmée.cgacopie")
    damaged.write_bytes(content[: len(content) // 2])
    made = erase(workspace, record_id=person.id, reason="demande").value
    assert {one.name: one.rewritten for one in made.backups}[damaged.name] is False
    assert "illisible" in certificate_text(made)
    assert made.finished


def test_a_copy_that_is_being_made_meanwhile_is_waited_for(workspace, person, tmp_path):
    back_up_now(workspace.database)
    (copy,) = kept_backups(workspace.database).copies
    half_made = copy.path.with_name(copy.path.name + ".tmp")
    copy.path.rename(half_made)
    half_made.touch()
    finish = threading.Timer(0.3, lambda: half_made.rename(copy.path))
    finish.start()
    made = erase(workspace, record_id=person.id, reason="demande").value
    finish.join()
    assert [one.name for one in made.backups] == [copy.path.name]
    assert traces(workspace, tmp_path) == []


def test_what_a_killed_copy_left_behind_goes(workspace, person, tmp_path, monkeypatch):
    monkeypatch.setattr(erasing, "STILL_WRITTEN_S", 0.3)
    back_up_now(workspace.database)
    (copy,) = kept_backups(workspace.database).copies
    copy.path.rename(copy.path.with_name(copy.path.name + ".tmp"))
    made = erase(workspace, record_id=person.id, reason="demande").value
    assert made.backups == ()
    assert traces(workspace, tmp_path) == []


def test_a_copy_taken_elsewhere_is_out_of_reach_and_said(workspace, person, tmp_path):
    copy_study(workspace.database, tmp_path / "emportée.cgacopie")
    made = erase(workspace, record_id=person.id, reason="demande").value
    assert traces(workspace, tmp_path)
    assert "clé USB" in certificate_text(made)


def test_a_form_that_was_open_elsewhere_does_not_write_it_back(workspace, person):
    asked = question(workspace, person)
    erase(workspace, record_id=person.id, reason="demande")
    with pytest.raises(NotFound):
        save(workspace, person, answers={asked: SAID}, fields={"notes": NOTED})
    assert not mentions(workspace, person.id)
    assert is_equal_to_its_log(workspace)


def test_contributors_stay(workspace, person):
    with workspace.database.writing() as session:
        session.add(Contributor(name="Moussa"))
    erase(workspace, record_id=person.id, reason="demande")
    assert {one["name"] for one in state(workspace)["contributor"]} == {"Awa", "Moussa"}


# --- whatever people did before and do after


class Hands:
    """One actor and an interview about it, which are to be erased, and another actor."""

    def __init__(self, workspace):
        self.workspace = workspace
        self.one = actor(workspace, name="Domnika")
        self.other = actor(workspace, name="Une autre")
        self.interview = start_interview(workspace, kind="actor", actor_id=self.one.id).value
        self.question = question(workspace, self.interview)
        self.words = 0

    def there(self, *records):
        ids = {row["id"] for rows in state(self.workspace).values() for row in rows}
        return {one.id for one in records} <= ids

    def undo(self):
        undo(self.workspace)

    def redo(self):
        redo(self.workspace)

    def rebuild(self):
        assert rebuild(self.workspace).value.equal

    def rename(self):
        self.words += 1
        if self.there(self.other):
            changes = {"name": f"Une autre {self.words}"}
            edit_actor(self.workspace, actor_id=self.other.id, changes=changes)

    def answer(self):
        if self.there(self.interview):
            notes = {"notes": NOTED}
            save(self.workspace, self.interview, answers={self.question: SAID}, fields=notes)

    def ask(self):
        self.words += 1
        if self.there(self.one):
            set_map_consent(self.workspace, actor_id=self.one.id, granted=self.words % 2 == 0)

    def tie(self):
        if self.there(self.one, self.other):
            tie(self.workspace, self.one, self.other)

    def meet_another(self):
        if self.there(self.interview, self.other):
            save(self.workspace, self.interview, fields={"actor_id": self.other.id})

    def delete_the_other(self):
        with suppress(BadValue, NotFound):
            delete_actor(self.workspace, actor_id=self.other.id)

    def go_back(self):
        with self.workspace.database.reading() as session:
            first = history.history(session, self.other.id)[-1].hlc
        go_back(self.workspace, record_id=self.other.id, until=first)

    def merge(self):
        if self.there(self.one, self.other):
            merge_actors(self.workspace, keep_id=self.other.id, absorbed_id=self.one.id)

    def merge_the_other(self):
        if self.there(self.one, self.other):
            merge_actors(self.workspace, keep_id=self.one.id, absorbed_id=self.other.id)

    def observe(self):
        draft = ObservationDraft.filled({"text": KEPT, "date": "2026-05-12"})
        add_observation(self.workspace, draft=draft)


STEPS = st.lists(
    st.sampled_from([one for one in vars(Hands) if not one.startswith("_") and one != "there"]),
    max_size=12,
)


@pytest.fixture
def fresh(tmp_path_factory, vault):
    """Makes studies, one for each example."""
    made = []

    def one():
        path = tmp_path_factory.mktemp("study") / "Bondy.cgaetude"
        made.append(
            create_study(path, name="Bondy", codes=["93010"], passphrase=PASSPHRASE, vault=vault)
        )
        return Workspace(made[-1], FakeFinder(), FakeOnline(), FakePrinter())

    yield one
    for database in made:
        database.close()


def erased_with(workspace, hands, whom):
    """Erase whoever it is, or who took them in; answers whom, and the certificate."""
    subject = hands.one if whom == "actor" else hands.interview
    for one in (subject, hands.other):
        with suppress(BadValue):
            made = erase_record(workspace, record_id=one.id, reason="demande", with_interviews=True)
            return one.id, made.value
    raise AssertionError


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=STEPS, after=STEPS, whom=st.sampled_from(["interview", "actor"]))
def test_whatever_is_done_before_and_after_it_never_comes_back(fresh, before, after, whom):
    workspace = fresh()
    hands = Hands(workspace)
    for step in before:
        getattr(hands, step)()
    moment = now()
    gone, erased = erased_with(workspace, hands, whom)
    for step in (*after, "undo", "undo", "redo"):
        getattr(hands, step)()
        assert not mentions(workspace, gone)
        assert differences(workspace) == []
    assert workspace.database.problems() == []
    if "interview" in erased.records:
        with workspace.database.reading() as session:
            query = "SELECT 1 FROM operation WHERE instr(fields, ?) OR instr(fields, ?)"
            assert not session.connection().exec_driver_sql(query, (SAID, NOTED)).all()
    past = open_study_as_of(workspace.database, moment=moment)
    seen = Workspace(past, FakeFinder(), FakeOnline(), FakePrinter())
    assert not mentions(seen, gone)
    assert past.problems() == []
    past.close()
