import csv
import errno
import os

import pytest

from cga_desktop.domain.errors import BadValue, NotWritten, UnreadableFile
from cga_desktop.operations.address_tables import RESULTS, AddressColumns, place_table
from tests.fakes import GARE, VERDUN, FakeFinder

ADDRESS = AddressColumns(["adresse"])


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "adresses.csv"
    path.write_text(
        "id;adresse;ville\n"
        "1;12 avenue de verdun;Bondy\n"
        "2;rue de la gare;Bondy\n"
        "3;nulle part;\n"
        "4;;\n",
        encoding="utf-8",
    )
    return path


def read(path, encoding="utf-8", delimiter=";"):
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def test_each_address_gets_its_place_and_every_column_is_kept(source, tmp_path):
    out = tmp_path / "lieux.csv"
    placed = place_table(FakeFinder(), source=source, columns=ADDRESS, out=out)
    rows = read(out)
    assert list(rows[0]) == ["id", "adresse", "ville", *RESULTS]
    assert [row["id"] for row in rows] == ["1", "2", "3", "4"]
    assert [row["result_status"] for row in rows] == ["ok", "unsure", "not_found", "not_found"]
    assert rows[0]["result_label"] == VERDUN.label
    assert float(rows[0]["result_lat"]) == VERDUN.lat
    assert float(rows[0]["result_lon"]) == VERDUN.lon
    assert rows[0]["result_precision"] == "number"
    assert float(rows[0]["result_score"]) == VERDUN.score
    assert rows[0]["result_citycode"] == "93010"
    assert rows[1]["result_label"] == GARE.label
    assert rows[2]["result_label"] == rows[2]["result_lat"] == ""
    assert (placed.rows, placed.ok, placed.unsure, placed.not_found) == (4, 1, 1, 2)
    assert placed.seconds >= 0


def test_an_address_in_several_columns_is_put_together(source, tmp_path):
    finder = FakeFinder()
    columns = AddressColumns(["adresse", "ville"])
    place_table(finder, source=source, columns=columns, out=tmp_path / "lieux.csv")
    assert finder.asked == ["12 avenue de verdun Bondy", "rue de la gare Bondy", "nulle part"]


def test_the_code_column_keeps_the_search_within_its_commune(tmp_path):
    source = tmp_path / "adresses.csv"
    source.write_text(
        "adresse,insee\n12 avenue de verdun,93010\n12 avenue de verdun,75056\nrue de la gare,\n",
        encoding="utf-8",
    )
    out = tmp_path / "lieux.csv"
    columns = AddressColumns(["adresse"], "insee")
    place_table(FakeFinder(), source=source, columns=columns, out=out)
    statuses = [row["result_status"] for row in read(out, delimiter=",")]
    assert statuses == ["ok", "not_found", "unsure"]


def test_placing_the_result_again_does_not_double_its_columns(source, tmp_path):
    once, twice = tmp_path / "une.csv", tmp_path / "deux.csv"
    place_table(FakeFinder(), source=source, columns=ADDRESS, out=once)
    place_table(FakeFinder(), source=once, columns=ADDRESS, out=twice)
    assert once.read_text("utf-8") == twice.read_text("utf-8")


def test_a_table_from_a_spreadsheet_comes_back_such_that_it_opens_there(tmp_path):
    source, out = tmp_path / "a.csv", tmp_path / "b.csv"
    source.write_text("nom;adresse\nÉté;12 avenue de verdun\n", encoding="cp1252")
    place_table(FakeFinder(), source=source, columns=ADDRESS, out=out)
    assert out.read_bytes().startswith(b"\xef\xbb\xbfnom;")
    assert read(out, "utf-8-sig")[0]["nom"] == "Été"


def test_rows_too_short_or_too_long_keep_their_cells_and_the_columns_stay_in_line(tmp_path):
    source, out = tmp_path / "a.csv", tmp_path / "b.csv"
    source.write_text("adresse;ville\nrue de la gare\nnulle part;x;en trop\n", encoding="utf-8")
    place_table(FakeFinder(), source=source, columns=ADDRESS, out=out)
    with out.open(encoding="utf-8", newline="") as file:
        _header, short, long = csv.reader(file, delimiter=";")
    assert short[:3] == ["rue de la gare", "", GARE.label]
    assert long == ["nulle part", "x", *[""] * 6, "not_found", "en trop"]


def test_own_cells_are_not_changed_and_added_ones_are_no_formulas(tmp_path):
    source, out = tmp_path / "a.csv", tmp_path / "b.csv"
    source.write_text("adresse;tel\nrue x;=1+2\n", encoding="utf-8")
    evil = FakeFinder(
        [VERDUN.__class__("=cmd rue x", 48.9, 2.4, VERDUN.precision, 1.0, 5, "93010")]
    )
    place_table(evil, source=source, columns=ADDRESS, out=out)
    (row,) = read(out)
    assert row["tel"] == "=1+2"
    assert row["result_label"] == "'=cmd rue x"


def test_progress_is_told_every_five_hundred_rows(tmp_path):
    source = tmp_path / "a.csv"
    source.write_text("adresse\n" + "x\n" * 1200, encoding="utf-8")
    told = []
    place_table(
        FakeFinder(), source=source, columns=ADDRESS, out=tmp_path / "b.csv", progress=told.append
    )
    assert told == [500, 1000]


def test_the_file_read_is_never_written_over(source):
    with pytest.raises(BadValue, match="--out"):
        place_table(FakeFinder(), source=source, columns=ADDRESS, out=source)
    assert "result" not in source.read_text("utf-8")


def test_a_missing_column_or_file_leaves_nothing_behind(source, tmp_path):
    out = tmp_path / "b.csv"
    with pytest.raises(BadValue, match="Colonnes : id, adresse, ville"):
        place_table(FakeFinder(), source=source, columns=AddressColumns(["rue"]), out=out)
    with pytest.raises(UnreadableFile):
        place_table(FakeFinder(), source=tmp_path / "absent.csv", columns=ADDRESS, out=out)
    assert sorted(tmp_path.iterdir()) == [source]


def test_a_full_disk_gets_its_sentence_and_leaves_what_was_there(source, tmp_path, monkeypatch):
    out = tmp_path / "b.csv"
    out.write_text("avant", encoding="utf-8")

    def full(_descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotWritten, match="le disque est plein"):
        place_table(FakeFinder(), source=source, columns=ADDRESS, out=out)
    assert out.read_text("utf-8") == "avant"
    assert sorted(tmp_path.iterdir()) == [source, out]


def test_a_folder_that_does_not_exist_gets_its_sentence(source, tmp_path):
    with pytest.raises(NotWritten, match="n’existe pas"):
        place_table(FakeFinder(), source=source, columns=ADDRESS, out=tmp_path / "absent" / "b.csv")
