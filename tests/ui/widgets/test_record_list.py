"""The list that every room has: found in a few letters, steady under the hand."""

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.widgets.record_list import Chip, RecordList, Row

ROWS = [
    Row("a", "Élan Merisiers", "association · Bondy", groups=frozenset({"association"})),
    Row("b", "Café de la Gare", "commerce · Bondy", "à vérifier", groups=frozenset({"check"})),
    Row("c", "Épicerie", "commerce · Épinay", groups=frozenset()),
    Row("d", "La Source", "association", groups=frozenset({"association", "check"})),
]


@pytest.fixture
def records(qtbot: QtBot, theme: Theme) -> Iterator[RecordList]:
    made = RecordList(
        theme,
        [Chip("", "Tous"), Chip("association", "Associations"), Chip("check", "À vérifier")],
        search_hint="Chercher",
        count_text=lambda n: f"{n} fiches",
        empty=QLabel("Rien encore."),
    )
    made.resize(360, 600)
    made.set_rows(ROWS)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    shiboken6.delete(made)


def shown(records: RecordList) -> str:
    return "".join(row.id for row in records.rows.shown)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", "abcd"),
        ("gare", "b"),
        ("ELAN", "a"),
        ("bondy commerce", "b"),
        ("epi", "c"),
        ("  ", "abcd"),
        ("nulle part", ""),
    ],
)
def test_words_are_found_whatever_their_accents_and_order(
    records: RecordList, typed: str, found: str
) -> None:
    records.search.setText(typed)
    assert shown(records) == found
    assert records.count.text() == f"{len(found)} fiches"


def test_a_chip_shows_its_group_and_is_pressed_alone(records: RecordList) -> None:
    QTest.mouseClick(records.chips["association"], Qt.MouseButton.LeftButton)
    assert shown(records) == "ad"
    assert [group for group, chip in records.chips.items() if chip.isChecked()] == ["association"]
    records.search.setText("source")
    assert shown(records) == "d"
    QTest.mouseClick(records.chips[""], Qt.MouseButton.LeftButton)
    records.search.clear()
    assert shown(records) == "abcd"


def test_a_second_filter_narrows_what_the_first_lets_through(records: RecordList) -> None:
    records.filter_by("association")
    records.filter_also_by("check")
    assert shown(records) == "d"


def test_where_nothing_is_found_one_press_shows_everything_again(
    qtbot: QtBot, records: RecordList
) -> None:
    records.filter_by("association")
    records.filter_also_by("check")
    records.search.setText("rien de tel")
    button = next(one for one in records.findChildren(QPushButton) if one.text() == "Tout montrer")
    assert button.isVisible()
    with qtbot.waitSignal(records.widened):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert shown(records) == "abcd"
    assert records.view.isVisible()
    assert records.search.hasFocus()


def test_without_any_record_it_says_what_to_do_first(records: RecordList) -> None:
    records.set_rows([])
    assert not records.view.isVisible()
    assert any(one.text() == "Rien encore." and one.isVisible() for one in labels(records))


def labels(records: RecordList) -> list[QLabel]:
    return records.findChildren(QLabel)


def test_arrows_choose_and_enter_or_a_click_open(qtbot: QtBot, records: RecordList) -> None:
    chosen: list[str] = []
    opened: list[str] = []
    records.chosen.connect(chosen.append)
    records.opened.connect(opened.append)
    records.search.setFocus()
    QTest.keyClick(records.search, Qt.Key.Key_Down)
    assert records.view.hasFocus(), "down leads from the search into the list"
    QTest.keyClick(records.view, Qt.Key.Key_Down)
    QTest.keyClick(records.view, Qt.Key.Key_Down)
    assert opened == []
    assert chosen[-1] == records.current
    QTest.keyClick(records.view, Qt.Key.Key_Return)
    assert opened == [records.current]
    third = records.view.visualRect(records.rows.index_of("c")).center()
    QTest.mouseClick(records.view.viewport(), Qt.MouseButton.LeftButton, pos=third)
    assert (chosen[-1], opened[-1]) == ("c", "c")


def test_what_is_chosen_stays_so_while_it_is_hidden_and_nobody_hears_of_it(
    records: RecordList,
) -> None:
    records.choose("b")
    heard: list[str] = []
    records.chosen.connect(heard.append)
    records.search.setText("source")
    assert records.current == "b"
    assert not records.view.currentIndex().isValid()
    records.search.clear()
    assert records.view.currentIndex() == records.rows.index_of("b")
    records.set_rows(list(reversed(ROWS)))
    assert records.view.currentIndex() == records.rows.index_of("b")
    assert heard == []


def test_what_is_no_longer_there_is_no_longer_chosen(records: RecordList) -> None:
    records.choose("b")
    heard: list[str] = []
    records.chosen.connect(heard.append)
    records.set_rows([row for row in ROWS if row.id != "b"])
    assert heard == [""]
    assert records.current == ""


def test_choosing_what_a_filter_hides_takes_the_filter_away(
    qtbot: QtBot, records: RecordList
) -> None:
    records.filter_by("association")
    with qtbot.waitSignal(records.widened):
        records.choose("c")
    assert records.current == "c"
    assert shown(records) == "abcd"


def test_the_same_records_written_anew_move_nothing(qtbot: QtBot, records: RecordList) -> None:
    many = [Row(str(n), f"Acteur {n:03}") for n in range(300)]
    records.set_rows(many)
    records.choose("200")
    bar = records.view.verticalScrollBar()
    place = bar.value()
    assert place > 0
    reset: list[int] = []
    records.rows.modelReset.connect(lambda: reset.append(1))
    records.set_rows([Row(str(n), f"Acteur {n:03} bis") for n in range(300)])
    assert reset == []
    records.set_rows([*many, Row("300", "Acteur 300")])
    qtbot.waitUntil(lambda: bar.value() == place)
    assert records.current == "200"


def test_others_hear_when_what_is_shown_changes(qtbot: QtBot, records: RecordList) -> None:
    with qtbot.waitSignal(records.shown):
        records.search.setText("gare")
    with qtbot.waitSignal(records.shown):
        records.filter_by("check")
    with qtbot.waitSignal(records.shown):
        records.set_rows(ROWS[:2])


def test_a_screen_reader_hears_title_mark_and_subtitle(records: RecordList) -> None:
    index = records.rows.index_of("b")
    heard = records.rows.data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "Café de la Gare – à vérifier – commerce · Bondy"


def test_a_row_is_drawn_in_every_state(records: RecordList) -> None:
    records.choose("b")
    QTest.mouseMove(
        records.view.viewport(), records.view.visualRect(records.rows.index_of("a")).center()
    )
    picture = records.view.grab().toImage()
    assert not picture.isNull()
    chosen = records.view.visualRect(records.rows.index_of("b"))
    colours = {
        picture.pixelColor(chosen.right() - 30, y).name().upper()
        for y in range(chosen.top() + 2, chosen.bottom() - 2)
    }
    assert "#DCECEA" in colours, "the row that is chosen has its own ground"
