import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.exporting.csv_table import csv_table, inert

SPECIAL = "=+-@＝＋－＠"
HOSTILE = st.text(
    alphabet=st.sampled_from([*SPECIAL, *"1a ;,\t\r\n\"'|()!\u200b\u00a0\ufeff"]), max_size=30
)


def read(content: bytes, delimiter: str = ";") -> list[list[str]]:
    return list(
        csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter)
    )


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "＝1+1",
        "＋1a",
        "－1a",
        "＠x",
        "\rmot",
        " =1",
        "\u200b=1",
        "\ufeff=1",
        "- une puce",
        "+33-6-12",
        "-1,5+cmd|' /C calc'!A0",
    ],
)
def test_a_cell_that_begins_like_a_formula_gets_an_apostrophe(cell):
    assert inert(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell", ["+33 6 12 34 56 78", "+33612345678", "+33 (0)6 12", "-1.554136", "- 3", "a=b", "l’été"]
)
def test_telephone_numbers_signed_numbers_and_plain_words_stay(cell):
    assert inert(cell) == cell


def test_a_formula_after_a_separator_or_line_break_is_defused_too():
    assert inert("\t=1") == "'\t'=1"
    assert inert("nom, =cmd|' /C calc'!A0") == "nom,' =cmd|' /C calc'!A0"
    assert inert("liste :\n=1") == "liste :\n'=1"
    assert inert("tél, +33 6 12 34 56 78") == "tél, +33 6 12 34 56 78"


def test_the_file_is_utf8_with_its_mark_semicolons_and_quotes_where_needed():
    content = csv_table(["nom", "dit"], [["Été", 'elle dit "oui"; puis\nnon'], [None, 3]])
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    assert b'"elle dit ""oui""; puis\nnon"' in content
    assert read(content) == [["nom", "dit"], ["Été", 'elle dit "oui"; puis\nnon'], ["", "3"]]


def test_half_a_character_from_elsewhere_does_not_stop_an_export():
    assert read(csv_table(["nom"], [["\ud83d!"], ["a\x00b"]])) == [["nom"], ["?!"], ["ab"]]


@given(st.lists(HOSTILE, min_size=2, max_size=4))
def test_no_cell_begins_a_formula_wherever_a_spreadsheet_cuts(cells):
    content = csv_table(["x"] * len(cells), [cells])
    text = content.decode("utf-8-sig").split("\r\n", 1)[1]
    for delimiter in ";,\t":
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            for cell in row:
                seen = cell.lstrip(' \t\r\n\u00a0\u200b\ufeff"')
                # A number, perhaps with the next cells after semicolons: no formula anywhere.
                number = re.fullmatch(r"[+-] ?[(]?[0-9][0-9 .,()\u00a0]*\"*(;.*)?", seen, re.DOTALL)
                assert not seen or seen[0] not in SPECIAL or number, (delimiter, cell)


@given(st.lists(st.text(max_size=40).filter(lambda text: "\x00" not in text), min_size=1))
def test_what_is_no_formula_is_read_back_as_it_was(cells):
    harmless = [f"x{cell}".encode(errors="replace").decode() for cell in cells]
    harmless = [cell for cell in harmless if inert(cell) == cell]
    if harmless:
        assert read(csv_table(["x"] * len(harmless), [harmless]))[1] == harmless
