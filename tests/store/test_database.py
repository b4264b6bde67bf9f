import os
import subprocess
import sys
import textwrap
import threading
import traceback

import pytest
from sqlalchemy.orm.exc import DetachedInstanceError
from sqlmodel import Session, select

from cga_desktop.domain.errors import StudyTooNew, StudyUnreadable, UserError
from cga_desktop.domain.records import Actor, Interview
from cga_desktop.store import keys, migrations
from cga_desktop.store.database import Database
from tests.conftest import PROJECT

SENTENCE = "Ma voisine garde les petits le mercredi, sans elle je ne sais pas comment je ferais."


@pytest.fixture
def key():
    return keys.fresh_key()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "Bondy.cgaetude"


@pytest.fixture
def database(path, key):
    opened = Database.open(path, key)
    yield opened
    opened.close()


def names(database):
    with database.reading() as session:
        return sorted(session.exec(select(Actor.name)))


def add(database, name):
    with database.writing() as session:
        session.add(Actor(name=name, notes=SENTENCE))


# --- what lies on the disk


def readable(folder):
    """What can be read in the clear in any file of a folder, of what was typed or of SQLite's."""
    words = (SENTENCE, SENTENCE[:20], "Association des Jardins", "SQLite format", "CREATE TABLE")
    spelled = [word.encode(encoding) for word in words for encoding in ("utf-8", "utf-16-le")]
    contents = {file.name: file.read_bytes() for file in folder.iterdir()}
    return [(name, one) for name, text in contents.items() for one in spelled if one in text]


def test_nothing_typed_can_be_read_in_any_file_while_open_or_after(path, database, caplog):
    add(database, "Association des Jardins")
    assert path.with_name(path.name + "-wal").stat().st_size > 4096
    assert readable(path.parent) == []
    database.close()
    assert path.stat().st_size > 4096
    assert readable(path.parent) == []
    assert SENTENCE not in caplog.text


def test_the_file_begins_with_the_salt_of_its_key(path, key, database):
    assert path.read_bytes()[:16] == key.salt


def test_closing_folds_everything_into_one_file(path, database):
    add(database, "Régie")
    database.close()
    assert list(path.parent.iterdir()) == [path]


def test_what_was_written_is_there_when_opened_again(path, key, database):
    add(database, "Régie")
    database.close()
    again = Database.open(path, key)
    assert names(again) == ["Régie"]
    assert again.problems() == []
    again.close()


@pytest.mark.parametrize(
    "name", ["Étude n° 1 (50 %) #2", "L’été d'Awa; DROP", "mode=ro&x=1", "–-’"]
)
def test_a_study_may_be_called_as_people_call_files(tmp_path, key, name):
    path = tmp_path / f"{name}.cgaetude"
    opened = Database.open(path, key)
    add(opened, "Régie")
    opened.close()
    assert list(tmp_path.iterdir()) == [path]


# --- transactions


def test_rows_outlive_their_session(database):
    add(database, "Régie")
    with database.reading() as session:
        actor = session.exec(select(Actor)).one()
    assert actor.name == "Régie"
    with database.writing() as session:
        session.add(made := Actor(name="École"))
    assert made.name == "École"


def test_a_session_that_expires_its_rows_would_break(database):
    with Session(database._engine) as session:
        session.add(actor := Actor(name="Régie"))
        session.commit()
    with pytest.raises(DetachedInstanceError):
        _ = actor.name


def test_a_transaction_is_kept_whole_or_not_at_all(database):
    def half_way():
        with database.writing() as session:
            session.add(Actor(name="perdu"))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_way()
    assert names(database) == []


def test_what_is_done_in_a_reading_session_is_never_kept(database):
    with database.reading() as session:
        session.add(Actor(name="perdu"))
    assert names(database) == []


def test_a_reader_sees_one_moment_while_somebody_writes(database):
    add(database, "avant")
    with database.reading() as session:
        assert len(session.exec(select(Actor)).all()) == 1
        add(database, "pendant")
        assert len(session.exec(select(Actor)).all()) == 1
    assert names(database) == ["avant", "pendant"]


def test_a_tie_to_nobody_is_refused_by_the_file_itself(database):
    with pytest.raises(Exception, match="FOREIGN KEY"), database.writing() as session:
        session.add(Interview(kind="actor", guide_id="nulle part", date="2026-05-12"))


@pytest.mark.parametrize("word", ["full", "readonly", "not a database", "permission", "locked"])
def test_words_typed_by_people_never_pass_for_a_refusal_of_the_disk(database, word):
    """The text of a database error may hold the statement; only its code says what happened."""
    with pytest.raises(Exception, match="FOREIGN KEY") as bug, database.writing() as session:
        session.add(Interview(kind=word, guide_id="nulle part", date="2026-05-12", notes=word))
    assert not isinstance(bug.value, UserError)


def test_a_bug_report_holds_nothing_that_was_typed(database):
    with pytest.raises(Exception, match="FOREIGN KEY") as bug, database.writing() as session:
        session.add(Interview(kind="actor", guide_id="x", date="2026-05-12", notes=SENTENCE))
    report = "".join(traceback.format_exception(bug.value))
    assert "INSERT INTO interview" in report
    assert SENTENCE not in report


# --- not a study, or not with this key


def untouched(path, open_it):
    before = path.read_bytes()
    present = sorted(path.parent.iterdir())
    open_it()
    assert path.read_bytes() == before
    assert sorted(path.parent.iterdir()) == present


def test_a_wrong_key_gets_its_sentence_and_touches_nothing(path, key, database, capfd):
    add(database, "Régie")
    database.close()
    wrong = keys.StudyKey(os.urandom(32), key.salt)

    def open_it():
        with pytest.raises(StudyUnreadable, match="n’a pas été modifié"):
            Database.open(path, wrong)

    untouched(path, open_it)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "content",
    [
        b"SQLite format 3\0" + bytes(8176),
        ("Compte rendu de réunion. ".encode() * 400)[:8192],
        ("Compte rendu de réunion. ".encode() * 400)[:8000],
        bytes(8192),
        b"PK\x03\x04" + os.urandom(5000),
    ],
    ids=["plain SQLite", "text, whole pages", "text", "zeros", "zip"],
)
def test_another_kind_of_file_gets_its_sentence_and_is_not_touched(path, key, content):
    path.write_bytes(content)

    def open_it():
        with pytest.raises(StudyUnreadable, match="n’a pas été modifié"):
            Database.open(path, key)

    untouched(path, open_it)


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("whole_pages", [True, False])
def test_a_truncated_study_gets_its_sentence_and_is_not_touched(
    path, key, database, kept, whole_pages
):
    for number in range(30):
        add(database, f"acteur {number}")
    database.close()
    size = int(path.stat().st_size * kept)
    with path.open("r+b") as file:
        file.truncate(size // 4096 * 4096 if whole_pages else size // 4096 * 4096 + 1000)

    def open_it():
        with pytest.raises(StudyUnreadable, match="copie de sauvegarde"):
            Database.open(path, key)

    untouched(path, open_it)


def test_a_damaged_page_is_reported_by_the_check_and_said_when_met(path, key, database):
    for number in range(200):
        add(database, f"acteur {number}")
    database.close()
    content = bytearray(path.read_bytes())
    middle = len(content) // 4096 // 2 * 4096 + 2000
    content[middle] ^= 0xFF
    path.write_bytes(content)
    damaged = Database.open(path, key)
    problems = damaged.problems()
    assert any("HMAC" in one or "malformed" in one for one in problems)
    with pytest.raises(StudyUnreadable), damaged.reading() as session:
        read_everything(session.connection())
    damaged.close()


def read_everything(connection):
    kept = "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0"
    for name in connection.exec_driver_sql(kept).scalars().all():
        connection.exec_driver_sql(f"SELECT * FROM {name} NOT INDEXED").all()  # noqa: S608


def test_a_study_of_a_newer_version_is_refused_as_it_is(path, key, database):
    add(database, "de demain")
    raw = database._engine.raw_connection().driver_connection
    raw.execute(f"PRAGMA user_version = {migrations.newest_schema() + 1}")
    raw.close()
    database.close()

    def open_it():
        with pytest.raises(StudyTooNew, match=r"plus récente.*n’a pas été modifiée"):
            Database.open(path, key)

    untouched(path, open_it)


def test_a_newer_backup_that_is_not_in_wal_mode_is_refused_as_it_is(path, key, database):
    raw = database._engine.raw_connection().driver_connection
    raw.execute("PRAGMA user_version = 99")
    raw.execute("PRAGMA journal_mode = DELETE")
    raw.close()
    database.close()

    def open_it():
        with pytest.raises(StudyTooNew):
            Database.open(path, key)

    untouched(path, open_it)


def test_the_file_is_kept_as_durably_as_sqlite_can(database):
    with database._engine.connect() as connection:
        asked = {
            pragma: connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one()
            for pragma in (
                "journal_mode",
                "synchronous",
                "foreign_keys",
                "secure_delete",
                "temp_store",
            )
        }
    full, memory = 2, 2
    assert asked == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "secure_delete": 1,
        "temp_store": memory,
    }


# --- several processes

CHILD = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from cga_desktop.domain.records import Actor
    from cga_desktop.store.database import Database
    from cga_desktop.store.keys import StudyKey

    path, key, salt, label, count = sys.argv[1:]
    database = Database.open(Path(path), StudyKey(bytes.fromhex(key), bytes.fromhex(salt)))
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(int(count)):
        with database.writing() as session:
            session.add(Actor(name=f"{label} {number}", notes="mot " * 200))
        print(number, flush=True)
    database.close()
    """
)


def child(path, key, label, count):
    return subprocess.Popen(  # noqa: S603  (this very Python)
        [sys.executable, "-c", CHILD, path, key.key.hex(), key.salt.hex(), label, str(count)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_processes_that_write_wait_for_each_other_and_lose_nothing(path, key, database):
    others = [child(path, key, label, 60) for label in ("un", "deux")]
    for one in others:
        assert one.stdout.readline() == "ready\n"
    for one in others:
        one.stdin.write("go\n")
        one.stdin.flush()
    for number in range(20):
        add(database, f"ici {number}")
    for one in others:
        one.communicate(timeout=60)
        assert one.returncode == 0
    assert len(names(database)) == 140
    assert database.problems() == []


@pytest.mark.parametrize("acknowledged", [1, 25, 90])
def test_what_was_acknowledged_before_a_kill_is_there(path, key, database, acknowledged):
    database.close()
    with child(path, key, "saisie", 100_000) as writer:
        assert writer.stdout.readline() == "ready\n"
        writer.stdin.write("go\n")
        writer.stdin.flush()
        heard = [int(writer.stdout.readline()) for _ in range(acknowledged)]
        writer.kill()  # SIGKILL: nothing is closed, nothing is folded
        heard += [int(line) for line in writer.stdout if line.endswith("\n")]
    again = Database.open(path, key)
    kept = set(names(again))
    assert {f"saisie {number}" for number in heard} <= kept
    assert len(kept) - len(heard) <= 1  # the one committed but not yet said
    assert again.problems() == []
    again.close()


# --- checks while others work


def test_a_check_finds_nothing_where_another_connection_wrote_since(study):
    """What a connection remembers of the index of the search is no damage of it."""
    with study.reading() as first, study.reading() as second:
        for session in (first, second):  # two connections, each of which reads the index
            session.connection().exec_driver_sql("SELECT count(*) FROM search_text").all()
    for number in range(40):
        with study.writing() as session:
            session.add(Actor(name=f"Acteur {number}", notes=SENTENCE * 50))
        assert study.problems() == []


def test_a_check_finds_nothing_while_somebody_writes(study):
    done = threading.Event()

    def write_on():
        while not done.is_set():
            with study.writing() as session:
                session.add(Actor(name="Acteur", notes=SENTENCE * 50))

    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        found = [problem for _look in range(15) for problem in study.problems()]
    finally:
        done.set()
        writer.join()
    assert found == []
