import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, inspect
from sqlmodel import SQLModel

from cga_desktop.domain import records
from cga_desktop.store import keys, migrations
from cga_desktop.store.database import Database


@pytest.fixture
def key():
    return keys.fresh_key()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "Bondy.cgaetude"


def schema(engine):
    """Tables, columns, types, defaults, keys and indexes: everything a query can depend on."""
    found = inspect(engine)
    return {
        table: {
            "columns": [
                (one["name"], str(one["type"]), one["nullable"], one["default"], one["primary_key"])
                for one in found.get_columns(table)
            ],
            "ties": sorted(
                (one["constrained_columns"], one["referred_table"], one["referred_columns"])
                for one in found.get_foreign_keys(table)
            ),
            "indexes": sorted(
                (one["name"], one["column_names"], one["unique"])
                for one in found.get_indexes(table)
            ),
            "unique": sorted(str(one) for one in found.get_unique_constraints(table)),
        }
        for table in found.get_table_names()
        if table not in OF_THIS_COPY and not table.startswith("search_")
    }


OF_THIS_COPY = {"action", "operation", "care"}
"""Tables that hold no records: the log, and the care taken of the file; so do those of search."""


def version(database):
    with database._engine.connect() as connection:
        return migrations.schema_of(connection)


def test_the_migrated_schema_is_exactly_that_of_the_records(path, key):
    expected = create_engine("sqlite://")
    SQLModel.metadata.create_all(expected)
    migrated = Database.open(path, key)
    assert schema(migrated._engine) == schema(expected)
    migrated.close()
    expected.dispose()


def test_every_kind_of_record_has_its_table(path, key):
    migrated = Database.open(path, key)
    kinds = {kind.__name__.lower() for kind in records.Record.__subclasses__()}
    assert set(schema(migrated._engine)) == kinds
    migrated.close()


def test_a_new_file_has_the_newest_schema(path, key):
    migrated = Database.open(path, key)
    assert version(migrated) == migrations.newest_schema() >= 1
    migrated.close()


def test_opening_again_migrates_nothing(path, key, monkeypatch):
    Database.open(path, key).close()

    def never(_connection):
        raise AssertionError

    monkeypatch.setattr(migrations, "_steps", [never] * migrations.newest_schema())
    Database.open(path, key).close()


class PowerCut(Exception):
    """The computer stops in the middle of a step."""


def numbered_steps(count, *, cut=None):
    """The real first step, then ``count`` more that each add a row; ``cut`` stops half-way."""

    def step(number):
        def take(connection):
            table = "CREATE TABLE IF NOT EXISTS taken (step INTEGER PRIMARY KEY)"
            connection.exec_driver_sql(table)
            connection.exec_driver_sql("INSERT INTO taken VALUES (?)", (number,))
            if number == cut:
                raise PowerCut

        return take

    return [*migrations._steps[:1], *(step(number) for number in range(count))]


def taken(database):
    with database._engine.connect() as connection:
        return list(connection.exec_driver_sql("SELECT step FROM taken ORDER BY rowid").scalars())


@settings(max_examples=15)
@given(st.integers(1, 5), st.data())
def test_a_migration_interrupted_anywhere_goes_on_where_it_stopped(tmp_path_factory, count, data):
    """However often it is cut, every step is taken once, whole, and in order."""
    path, key = tmp_path_factory.mktemp("study") / "Bondy.cgaetude", keys.fresh_key()
    cuts = data.draw(st.lists(st.integers(0, count - 1), max_size=4))
    with pytest.MonkeyPatch.context() as patched:
        for cut in sorted(cuts):
            patched.setattr(migrations, "_steps", numbered_steps(count, cut=cut))
            with pytest.raises(PowerCut):
                Database.open(path, key)
            patched.undo()
        patched.setattr(migrations, "_steps", numbered_steps(count))
        database = Database.open(path, key)
        assert taken(database) == list(range(count))
        assert version(database) == 1 + count
        assert database.problems() == []
        database.close()


def test_a_step_that_another_window_took_meanwhile_is_not_taken_twice(path, key, monkeypatch):
    monkeypatch.setattr(migrations, "_steps", migrations._steps[:1])
    Database.open(path, key).close()
    steps = numbered_steps(1)
    real = migrations.schema_of
    monkeypatch.setattr(migrations, "_steps", steps)
    other = Database.open(path, key)
    # This window still believes what it read before the other one migrated.
    answers = iter([1, 1])
    monkeypatch.setattr(migrations, "schema_of", lambda open_: next(answers, None) or real(open_))
    late = Database.open(path, key)
    assert taken(late) == [0]
    late.close()
    other.close()
