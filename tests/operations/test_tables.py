import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.domain.errors import BadValue, UnreadableFile
from cga_desktop.operations.tables import opened_table, simplified


def read(path):
    with opened_table(path) as table:
        return table.columns, [cells for _line, cells in table.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_spreadsheet_s_table_is_read_however_it_was_saved(tmp_path, encoding, separator):
    path = tmp_path / "acteurs.csv"
    rows = [["Épicerie « L’Été »", f"12 rue{separator} Bondy"], ["Café", "deux\nlignes"]]
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=separator).writerows([["nom", "adresse"], *rows])
    assert read(path) == (("nom", "adresse"), rows)


def test_a_single_column_keeps_the_commas_of_its_addresses(tmp_path):
    path = tmp_path / "adresses.csv"
    path.write_text("adresse\n12 avenue de Verdun, Bondy\n", encoding="utf-8")
    assert read(path) == (("adresse",), [["12 avenue de Verdun, Bondy"]])


def test_empty_rows_are_passed_over_and_lines_are_counted_as_in_the_file(tmp_path):
    path = tmp_path / "adresses.csv"
    path.write_text('nom;adresse\n;\n\n"a\nb";c\nd;e\n', encoding="utf-8")
    with opened_table(path) as table:
        assert list(table.rows) == [(5, ["a\nb", "c"]), (6, ["d", "e"])]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "il est vide"),
        (b"\n\n", "il est vide"),
        (b"nom;\0\0adresse", "pas un fichier texte"),
        (b"PK\x03\x04 a workbook", "classeur de tableur"),
        (b"x" * 200_000, "sans fin"),
        (b"nom\n" + b"y" * 200_000, "la ligne 2 n’est pas lisible"),
    ],
)
def test_what_is_no_table_is_refused_with_its_sentence(tmp_path, content, why):
    path = tmp_path / "étrange.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=why) as refused:
        read(path)
    assert "« étrange.csv »" in str(refused.value)


def test_a_missing_file_a_folder_and_a_huge_file_are_refused(tmp_path):
    with pytest.raises(UnreadableFile, match="n’existe pas"):
        read(tmp_path / "absent.csv")
    with pytest.raises(UnreadableFile, match="pas un fichier"):
        read(tmp_path)
    path = tmp_path / "long.csv"
    path.write_text("nom\n" + "a\n" * 600_000, encoding="utf-8")
    with pytest.raises(UnreadableFile, match="dépasse 1 Mo"), opened_table(path, most_bytes=10**6):
        pass


def test_a_column_is_found_by_its_name_accents_and_capitals_aside(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("Nom;Adresse complète ;CODE_POSTAL\n", encoding="utf-8")
    with opened_table(path) as table:
        assert table.place_of("adresse complete") == 1
        assert table.place_of("code postal") == 2
        with pytest.raises(BadValue, match="Nom, Adresse complète, CODE_POSTAL"):
            table.place_of("ville")


def test_a_file_that_is_almost_utf8_is_read_as_windows_wrote_it(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(b"nom\n" + b"a" * (1 << 20) + b"\n" + "Été\n".encode("cp1252"))
    with opened_table(path) as table:
        assert table.from_spreadsheet
    path.write_text("nom\nÉté\n", encoding="utf-8")
    with opened_table(path) as table:
        assert not table.from_spreadsheet


WORDS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1).filter(str.strip)


@given(st.lists(st.lists(WORDS, min_size=2, max_size=4), min_size=1, max_size=5))
def test_what_a_spreadsheet_wrote_is_read_to_the_letter(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("tables") / "t.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([["nom", "adresse"], *rows])
    assert read(path)[1] == rows


@given(st.text())
def test_a_simplified_name_is_its_own_simplification(text):
    once = simplified(text)
    assert simplified(once) == once
    assert once == once.strip()
