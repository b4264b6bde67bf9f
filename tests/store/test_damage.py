"""Studies truly damaged: pages zeroed, bits flipped, ends cut off, logs torn."""

import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from cga_desktop.domain.backups import Why
from cga_desktop.domain.errors import StudyUnreadable
from cga_desktop.domain.records import Actor, Answer, Interview, InterviewGuide, Question
from cga_desktop.store import backups, damage, keys
from cga_desktop.store.closed_files import opened_raw
from cga_desktop.store.damage import aside_of, build_anew, finish, opens_pages, put_in_place
from cga_desktop.store.database import Database
from cga_desktop.store.dump import canonical_state
from cga_desktop.store.log.rebuilding import compared
from cga_desktop.store.restoring import restore_copy
from cga_desktop.store.salvage.cells import LEAF, cells, kind_of
from cga_desktop.store.salvage.pages import PAGE, Pages
from cga_desktop.store.salvage.tables import Salvage, columns_of

LONG = "Ce que disent les gens d’ici, mot à mot, et leurs silences. " * 120
MOMENT = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)


def no_more(session, empty):
    """Nothing is added to what could be read."""


def add_actor(database, name, notes="ici"):
    with database.writing() as session:
        actor = Actor(name=name, notes=notes, lat=48.0, lon=2.5, placed_by_hand=True)
        session.add(actor)
    return actor.id


def rename(database, actor_id, name):
    with database.writing() as session:
        session.get(Actor, actor_id).name = name


def add_interview(database, pseudonym):
    with database.writing() as session:
        guide = session.exec(select(InterviewGuide)).first()
        question = session.exec(select(Question).where(Question.guide_id == guide.id)).first()
        interview = Interview(
            kind="resident", guide_id=guide.id, pseudonym=pseudonym, date="2026-05-12"
        )
        session.add(interview)
        session.flush()
        answer = Answer(interview_id=interview.id, question_id=question.id, wording="?", text=LONG)
        session.add(answer)
    return interview.id


def content(database):
    """Every record without the moment of its last change, by kind and id."""
    with database.reading() as session:
        state = canonical_state(session)
    return {
        (kind, row["id"]): {name: row[name] for name in row if name != "updated_at"}
        for kind, rows in state.items()
        for row in rows
    }


class Whole:
    """A study before it is damaged: its bytes, its content, one copy of half of it."""

    def __init__(self, database):
        self.path, self.key = database.path, database.key
        for number in range(12):
            add_actor(database, f"avant {number}", LONG if number % 4 == 0 else "court")
        add_interview(database, "H-001")
        backups.back_up(database.path, database.key, why=Why.DAILY)
        self.in_copy = content(database)
        for number in range(12):
            add_actor(database, f"après {number}", LONG if number % 4 == 0 else "court")
        add_interview(database, "H-002")
        self.content = content(database)
        database.close()
        self.bytes = self.path.read_bytes()
        self.pages = len(self.bytes) // PAGE

    def damaged(self, data):
        for left in self.path.parent.glob(f"{self.path.stem}*"):
            if left != keys.key_file(self.path):
                left.unlink()
        self.path.write_bytes(data)

    def mended(self):
        built = build_anew(self.path, self.key, no_more)
        put_in_place(self.path, MOMENT)
        return built

    def forget_copies(self):
        shutil.rmtree(backups.default_root())

    def now(self):
        database = Database.open(self.path, self.key)
        try:
            assert database.problems() == []
            with database.reading() as session:
                assert compared(session.connection()).equal
            return content(database)
        finally:
            database.close()


@pytest.fixture
def whole(study):
    return Whole(study)


def pages_of(whole, table):
    """The numbers of the pages that the rows of a table begin on."""
    pages = Pages(whole.path, whole.key)
    found = list(Salvage(pages, {}).table(table).leaves)
    pages.close()
    return found


def without_pages(whole, numbers):
    data = bytearray(whole.bytes)
    for number in numbers:
        data[(number - 1) * PAGE : number * PAGE] = bytes(PAGE)
    return data


def silently_missing(whole, built, now):
    """What is not as it was, where nothing was said to be missing."""
    mended = built.mended
    if mended.lost or mended.older or mended.emptied or not mended.end_known:
        return []
    return [one for one in whole.content if now.get(one) != whole.content[one]]


# Pages


def test_every_page_of_a_sound_study_is_read(whole):
    pages = Pages(whole.path, whole.key)
    assert list(pages.intact()) == list(range(1, whole.pages + 1))
    assert pages.page(1).startswith(b"SQLite format 3\x00")
    assert pages.page(0) is None
    assert pages.page(whole.pages + 1) is None
    pages.close()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_changed_bit_damages_one_page(whole, data):
    changed = bytearray(whole.bytes)
    place = data.draw(st.integers(16, len(changed) - 1))  # the salt is not part of page 1
    changed[place] ^= 1 << data.draw(st.integers(0, 7))
    whole.path.write_bytes(changed)
    pages = Pages(whole.path, whole.key)
    assert set(range(1, whole.pages + 1)) - set(pages.intact()) == {place // PAGE + 1}
    pages.close()


def test_another_key_reads_nothing(whole):
    assert opens_pages(whole.path, whole.key)
    assert not opens_pages(whole.path, keys.StudyKey(bytes(32), whole.key.salt))
    assert not opens_pages(whole.path.with_name("absente"), whole.key)


def test_rows_are_read_as_sqlite_reads_them(whole):
    with opened_raw(whole.path, whole.key) as connection:
        tables = [
            name
            for name, sql in connection.execute("SELECT name, sql FROM sqlite_schema").fetchall()
            if sql and columns_of(sql)
        ]
        wanted = {
            name: sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"').fetchall()))  # noqa: S608
            for name in tables
        }
    pages = Pages(whole.path, whole.key)
    salvage = Salvage(pages, {})
    for name in tables:
        rows = list(salvage.rows(name))
        if name in {"actor", "observation"}:  # SQLite keeps 48.0 as 48
            rows = [
                row | {one: float(row[one]) for one in ("lat", "lon") if row[one] is not None}
                for row in rows
            ]
        assert sorted(repr(tuple(row.values())) for row in rows) == wanted[name], name
        assert salvage.table(name).whole
    assert {"actor", "answer", "operation", "action", "care"} <= set(tables)
    pages.close()


def test_what_was_written_last_is_read_from_the_log(study):
    add_actor(study, "dans le journal")
    with Path(f"{study.path}-wal").open("rb") as log:
        assert log.read(4)
    pages = Pages(study.path, study.key)
    names = [row["name"] for row in Salvage(pages, {}).rows("actor")]
    assert names == ["dans le journal"]
    assert pages.whole
    pages.close()


def test_a_torn_log_is_known_to_be_torn_and_its_intact_pages_are_read(study, tmp_path):
    for number in range(5):
        add_actor(study, f"n° {number}")
    copy = tmp_path / "copie" / study.path.name
    copy.parent.mkdir()
    for suffix in ("", "-wal"):
        shutil.copy(f"{study.path}{suffix}", f"{copy}{suffix}")
    log = Path(f"{copy}-wal")
    data = bytearray(log.read_bytes())
    frames = (len(data) - 32) // (24 + PAGE)
    middle = 32 + (frames // 2) * (24 + PAGE) + 24
    data[middle + 50] ^= 1
    log.write_bytes(data)
    pages = Pages(copy, study.key)
    salvage = Salvage(pages, {})
    names = {row["name"] for row in salvage.rows("actor")}
    assert not pages.whole
    assert not salvage.table("actor").whole
    assert "n° 0" in names
    pages.close()


def test_leaves_that_nothing_leads_to_are_recognised(whole):
    pages = Pages(whole.path, whole.key)
    leaves = set(Salvage(pages, {}).table("answer").leaves)
    with opened_raw(whole.path, whole.key) as connection:
        asked = "SELECT rootpage FROM sqlite_schema WHERE name = 'operation'"
        (root,) = connection.execute(asked).fetchone()
    operations = pages_of(whole, "operation")
    assert root not in operations
    pages.close()
    whole.path.write_bytes(without_pages(whole, [root]))
    pages = Pages(whole.path, whole.key)
    salvage = Salvage(pages, {})
    assert set(salvage.table("operation").leaves) == set(operations)
    assert not salvage.table("operation").whole
    assert set(salvage.table("answer").leaves) == leaves
    pages.close()


def test_a_page_of_noise_gives_no_row_and_no_error():
    @given(st.binary(min_size=4016, max_size=4016), st.sampled_from([1, 2]))
    def try_one(noise, number):
        page = bytes([LEAF]) + noise[1:] if number == 2 else noise[:100] + b"\x0d" + noise[101:]
        assert kind_of(page, number) == LEAF
        for _cell in cells(page, number, lambda _number: noise):
            pass

    try_one()


# Studies mended


@pytest.mark.parametrize("table", ["actor", "answer", "interview", "operation", "action", "study"])
def test_with_a_copy_nothing_that_either_has_is_lost(whole, table):
    """One table's pages are gone: the log has them, or the rows have what the log lost."""
    whole.damaged(without_pages(whole, pages_of(whole, table)))
    built = whole.mended()
    assert built.copy_made_at is not None
    assert whole.now() == whole.content


def test_a_study_without_its_first_page_is_whole_again(whole):
    whole.damaged(os.urandom(PAGE) + whole.bytes[PAGE:])
    built = whole.mended()
    assert whole.now() == whole.content
    assert (built.unread, built.mended.lost, built.mended.older) == (1, [], [])


def test_without_a_copy_the_damaged_file_alone_gives_what_it_has(whole):
    whole.forget_copies()
    whole.damaged(without_pages(whole, pages_of(whole, "actor")))
    built = whole.mended()
    assert built.copy_made_at is None
    assert whole.now() == whole.content


def test_a_file_of_which_nothing_is_left_is_what_its_copy_was(whole):
    whole.damaged(os.urandom(20_000))
    built = whole.mended()
    assert whole.now() == whole.in_copy
    assert not built.mended.end_known


def test_a_file_of_which_nothing_is_left_and_without_a_copy_is_left_alone(whole):
    whole.forget_copies()
    noise = os.urandom(20_000)
    whole.damaged(noise)
    with pytest.raises(StudyUnreadable, match="aucune copie"):
        build_anew(whole.path, whole.key, no_more)
    assert whole.path.read_bytes() == noise
    assert {one.name for one in whole.path.parent.iterdir()} == {
        whole.path.name,
        keys.key_file(whole.path).name,
    }


def test_changes_that_cannot_be_read_are_numbered_and_dated(whole):
    operations = pages_of(whole, "operation")
    whole.damaged(without_pages(whole, [*operations[-2:], *pages_of(whole, "actor")]))
    built = whole.mended()
    lost = built.mended.lost
    assert lost
    pages = Pages(aside_of_last(whole), whole.key)
    read = {row["id"] for row in Salvage(pages, {}).rows("operation")}
    pages.close()
    assert not read & {number for one in lost for number in range(one.first, one.last + 1)}
    assert all(one.after for one in lost)
    now = whole.now()
    missing = {one for one in whole.content if now.get(one) != whole.content[one]}
    assert missing
    assert len(missing) <= sum(one.count for one in lost)
    assert set(whole.in_copy) <= set(now)


def aside_of_last(whole):
    return aside_in(whole.path.parent)


def test_records_that_may_be_older_are_named(study):
    kept = add_actor(study, "Les Mains du canal")
    backups.back_up(study.path, study.key, why=Why.DAILY)
    rename(study, kept, "Les Mains du canal et du parc")
    for number in range(40):
        add_actor(study, f"plus tard {number}", "long " * 200)
    path, key = study.path, study.key
    study.close()
    whole = Whole.__new__(Whole)
    whole.path, whole.key, whole.bytes = path, key, path.read_bytes()
    pages = Pages(path, key)
    salvage = Salvage(pages, {})
    hit = [
        number
        for table in ("actor", "operation")
        for number in salvage.table(table).leaves
        if any(
            kept in map(str, cell.values) for cell in cells(pages.page(number), number, pages.page)
        )
    ]
    first_of_log = salvage.table("operation").leaves[0]
    pages.close()
    whole.damaged(without_pages(whole, [one for one in hit if one != first_of_log]))
    built = whole.mended()
    name = whole.now()["actor", kept]["name"]
    assert name == "Les Mains du canal"
    assert name in built.older
    assert "plus tard 39" not in built.older


def test_an_answer_whose_interview_is_lost_is_found_again(whole):
    whole.forget_copies()
    answers = {one for one in whole.content if one[0] == "answer"}
    gone = [*pages_of(whole, "interview"), *pages_of(whole, "operation")]
    whole.damaged(without_pages(whole, gone))
    built = whole.mended()
    now = whole.now()
    assert answers <= set(now)
    assert all(now[one] == whole.content[one] for one in answers)
    assert built.emptied == ("Entretien retrouvé",)


def test_what_was_deleted_does_not_come_back(study):
    gone = add_actor(study, "à supprimer", LONG)
    backups.back_up(study.path, study.key, why=Why.DAILY)
    add_actor(study, "reste")
    with study.writing() as session:
        session.delete(session.get(Actor, gone))
    path, key = study.path, study.key
    study.close()
    whole = Whole.__new__(Whole)
    whole.path, whole.key, whole.bytes = path, key, path.read_bytes()
    whole.damaged(without_pages(whole, pages_of(whole, "operation")))
    whole.mended()
    assert [row["name"] for (kind, _id), row in whole.now().items() if kind == "actor"] == ["reste"]


def test_a_copy_newer_than_a_file_that_lost_its_log_is_believed(study, tmp_path):
    """The file was copied by hand without its write-ahead log: it is older than the copy."""
    add_actor(study, "ancien", LONG)
    with opened_raw(study.path, study.key) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    older = study.path.read_bytes()
    add_actor(study, "dans le journal")
    backups.back_up(study.path, study.key, why=Why.DAILY)
    wanted = content(study)
    study.close()
    whole = Whole.__new__(Whole)
    whole.path, whole.key = study.path, study.key
    whole.damaged(older)
    whole.bytes = older
    whole.damaged(without_pages(whole, pages_of(whole, "theme")))
    whole.mended()
    assert whole.now() == wanted


def test_a_study_restored_from_the_same_copy_does_not_mend_this_one(study, tmp_path):
    add_actor(study, "commun")
    copy = backups.back_up(study.path, study.key, why=Why.DAILY)
    twin = Database.open(
        restore_copy(copy.path, tmp_path / "là-bas" / study.path.name).study, study.key
    )
    add_actor(study, "ici")
    add_actor(twin, "là-bas")
    backups.back_up(twin.path, twin.key, why=Why.DAILY)
    wanted = content(study)
    path, key = study.path, study.key
    study.close()
    twin.close()
    whole = Whole.__new__(Whole)
    whole.path, whole.key, whole.bytes = path, key, path.read_bytes()
    whole.damaged(without_pages(whole, pages_of(whole, "actor")))
    built = whole.mended()
    assert whole.now() == wanted
    assert built.copy_made_at == copy.made_at


def test_a_damaged_copy_is_passed_by_for_an_older_one(whole):
    (copy,) = backups.all_copies(whole.path, whole.key.salt)
    newer = copy.path.with_name("z plus récente.cgacopie")
    data = bytearray(copy.path.read_bytes())
    data[len(data) // 2] ^= 1
    newer.write_bytes(data)
    whole.damaged(without_pages(whole, pages_of(whole, "actor")))
    assert whole.mended().copy_made_at == copy.made_at
    assert whole.now() == whole.content


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_happens_to_a_file_everything_intact_survives_and_nothing_is_silent(whole, data):
    changed = bytearray(whole.bytes)
    match data.draw(st.sampled_from(["zero", "flip", "cut", "noise"])):
        case "zero":
            for page in data.draw(st.sets(st.integers(0, whole.pages - 1), min_size=1)):
                changed[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)
        case "flip":
            for place in data.draw(st.sets(st.integers(0, len(changed) - 1), min_size=1)):
                changed[place] ^= 1 << place % 8
        case "cut":
            del changed[data.draw(st.integers(0, len(changed) - 1)) :]
        case _:
            start = data.draw(st.integers(0, len(changed) - 1))
            noise = os.urandom(min(9000, len(changed) - start))
            changed[start : start + len(noise)] = noise
    whole.damaged(changed)
    built = whole.mended()
    now = whole.now()
    assert set(whole.in_copy) <= set(now)
    assert silently_missing(whole, built, now) == []
    assert aside_of_last(whole).read_bytes() == bytes(changed)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_study_killed_and_then_damaged_is_mended_with_its_log(study, tmp_path, data):
    """The write-ahead log holds the last changes, as after a power cut; both files are damaged."""
    if not _LIVE.get(study.path):
        for number in range(8):
            add_actor(study, f"n° {number}", LONG if number % 2 else "court")
        files = {one: Path(f"{study.path}{one}").read_bytes() for one in ("", "-wal")}
        _LIVE[study.path] = content(study), files
    wanted, files = _LIVE[study.path]
    path = tmp_path / "tuée" / study.path.name
    shutil.rmtree(path.parent, ignore_errors=True)
    path.parent.mkdir()
    for suffix, whole in files.items():
        damaged = bytearray(whole)
        for place in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=4)):
            damaged[place] ^= 1 << place % 8
        Path(f"{path}{suffix}").write_bytes(damaged)
    try:
        built = build_anew(path, study.key, no_more)
    except StudyUnreadable:
        pytest.fail("a few bits leave something to be read")
    put_in_place(path, MOMENT)
    assert not Path(f"{path}-wal").exists()
    database = Database.open(path, study.key)
    now = content(database)
    assert database.problems() == []
    database.close()
    mended = built.mended
    if built.unread == 0 and Path(f"{aside_in(path.parent)}-wal").read_bytes() == files["-wal"]:
        assert {one: now[one] for one in wanted} == wanted
    if not (mended.lost or mended.older or mended.emptied) and mended.end_known:
        assert {one: now.get(one) for one in wanted} == wanted


_LIVE = {}


def aside_in(folder):
    return next(iter(folder.glob("*abîmée*.cgaetude")))


# Moved aside


def test_a_damaged_file_is_moved_aside_with_its_log_and_its_key(whole):
    changed = without_pages(whole, [3])
    whole.damaged(changed)
    Path(f"{whole.path}-wal").write_bytes(b"un journal")
    build_anew(whole.path, whole.key, no_more)
    aside = put_in_place(whole.path, MOMENT)
    assert aside.name == "Bondy (abîmée 2026-11-23 14h05).cgaetude"
    assert aside.read_bytes() == changed
    assert Path(f"{aside}-wal").read_bytes() == b"un journal"
    assert keys.key_file(aside).read_bytes() == keys.key_file(whole.path).read_bytes()
    assert not Path(f"{whole.path}-wal").exists()
    assert aside_of(whole.path, MOMENT) != aside
    if sys.platform != "win32":
        assert keys.key_file(aside).stat().st_mode & 0o077 == 0


def test_where_a_file_has_one_name_only_it_is_copied_aside(whole, monkeypatch):
    def refuse(*_names):
        raise PermissionError

    monkeypatch.setattr(damage.os, "link", refuse)
    changed = without_pages(whole, [3])
    whole.damaged(changed)
    whole.mended()
    assert aside_of_last(whole).read_bytes() == changed


def test_a_repair_cut_short_is_finished_at_the_next_opening(whole, monkeypatch):
    class Cut(BaseException):
        pass

    for calls_before_the_cut in range(4):
        whole.damaged(without_pages(whole, pages_of(whole, "actor")) if whole.bytes else b"")
        Path(f"{whole.path}-wal").write_bytes(b"")
        build_anew(whole.path, whole.key, no_more)
        calls = []
        real = Path.replace

        def replace(self, target, calls=calls, most=calls_before_the_cut, real=real):
            if len(calls) == most:
                raise Cut
            calls.append(target)
            return real(self, target)

        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", replace)
            try:
                put_in_place(whole.path, MOMENT)
            except Cut:
                assert whole.path.exists()
        finish(whole.path, MOMENT)
        assert whole.now() == whole.content
        assert finish(whole.path, MOMENT) is None


def test_a_repair_stopped_leaves_everything_as_it_was(whole):
    class Stopped(StudyUnreadable):
        pass

    def stop():
        raise Stopped

    changed = without_pages(whole, [3])
    whole.damaged(changed)
    before = sorted(whole.path.parent.iterdir())
    with pytest.raises(Stopped):
        build_anew(whole.path, whole.key, no_more, stop)
    assert sorted(whole.path.parent.iterdir()) == before
    assert whole.path.read_bytes() == changed
