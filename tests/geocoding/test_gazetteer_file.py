import gc
import sqlite3
from pathlib import Path

import pytest

from cga_desktop.domain.errors import NotWritten
from cga_desktop.geocoding.gazetteer_file import GazetteerFile


def communes(file: GazetteerFile) -> list[str]:
    return [name for (name,) in file.read(lambda c: c.execute("SELECT name FROM commune"))]


def add(file: GazetteerFile, name: str) -> None:
    with file.writing() as connection:
        connection.execute(
            "INSERT INTO commune VALUES (?, ?, '', 48.9, 2.5, 0, 0, 0, '', '')", (name, name)
        )


def test_what_is_written_is_read_and_reading_alone_writes_nothing(tmp_path):
    path = tmp_path / "sub" / "gazetteer.sqlite"
    file = GazetteerFile(path)
    assert communes(file) == []
    assert not path.parent.exists()
    add(file, "Clairbourg")
    assert communes(file) == ["Clairbourg"]
    file.close()


def test_what_fails_in_the_middle_is_not_written(tmp_path):
    file = GazetteerFile(tmp_path / "gazetteer.sqlite")
    add(file, "Clairbourg")

    def empty_and_fail() -> None:
        with file.writing() as connection:
            connection.execute("DELETE FROM commune")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        empty_and_fail()
    assert communes(file) == ["Clairbourg"]
    file.close()


def test_a_file_that_cannot_be_opened_is_said_so_once_and_read_as_empty(tmp_path):
    path = tmp_path / "gazetteer.sqlite"
    path.mkdir()
    file = GazetteerFile(path)
    assert communes(file) == communes(file) == []
    (notice,) = file.take_notices()
    assert "n’a pas pu être lu" in notice
    with pytest.raises(NotWritten, match="conservées"):
        add(file, "Clairbourg")
    file.close()


def test_a_damaged_file_that_another_program_holds_is_read_as_empty(tmp_path, monkeypatch):
    path = tmp_path / "gazetteer.sqlite"
    path.write_bytes(b"no database at all" * 500)

    def held(self: Path, target: Path) -> None:
        raise PermissionError(13, "held by another program")

    monkeypatch.setattr(Path, "replace", held)
    file = GazetteerFile(path)
    assert communes(file) == []
    assert "n’a pas pu être lu" in file.take_notices()[0]
    assert path.exists()
    file.close()


def test_its_journal_is_set_aside_with_a_damaged_file(tmp_path):
    path = tmp_path / "gazetteer.sqlite"
    path.write_bytes(b"no database at all" * 500)
    (tmp_path / "gazetteer.sqlite-wal").write_bytes(b"its journal")
    file = GazetteerFile(path)
    assert communes(file) == []
    (aside,) = tmp_path.glob("gazetteer-abime-*.sqlite")
    assert Path(f"{aside}-wal").read_bytes() == b"its journal"
    assert aside.name in file.take_notices()[0]
    file.close()


def test_a_forgotten_file_is_closed(tmp_path):
    file = GazetteerFile(tmp_path / "gazetteer.sqlite")
    connection = file.read(lambda reader: reader)
    del file
    gc.collect()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")
