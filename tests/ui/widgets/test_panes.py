"""A list and its record: together where there is room, one after the other where there is not."""

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from cga_desktop.settings import Settings
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.widgets.panes import TwoPanes


@pytest.fixture
def panes(qtbot: QtBot, theme: Theme) -> Iterator[TwoPanes]:
    made = TwoPanes(
        theme,
        QLineEdit("liste"),
        QLineEdit("fiche"),
        both_from=640,
        words=("Liste", "Voir la fiche"),
    )
    made.resize(1000, 500)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    shiboken6.delete(made)


def seen(panes: TwoPanes) -> list[str]:
    found = (one.text() for one in panes.findChildren(QLineEdit) if one.isVisible())
    return sorted(found, reverse=True)


def test_where_there_is_room_both_are_there_and_no_way_between_is_needed(panes: TwoPanes) -> None:
    assert seen(panes) == ["liste", "fiche"]
    assert not panes.back.isVisible()
    assert not panes.forward.isVisible()


def test_where_there_is_none_buttons_lead_from_one_to_the_other(panes: TwoPanes) -> None:
    panes.resize(600, 500)
    assert seen(panes) == ["liste"]
    QTest.mouseClick(panes.forward, Qt.MouseButton.LeftButton)
    assert seen(panes) == ["fiche"]
    QTest.mouseClick(panes.back, Qt.MouseButton.LeftButton)
    assert seen(panes) == ["liste"]


def test_escape_leads_back_to_the_list(panes: TwoPanes) -> None:
    panes.resize(600, 500)
    panes.show_second()
    field = next(one for one in panes.findChildren(QLineEdit) if one.isVisible())
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert seen(panes) == ["liste"]


def test_larger_text_needs_more_room(panes: TwoPanes, theme: Theme) -> None:
    theme.use(Settings(theme="light", text_percent=200))
    assert seen(panes) == ["liste"]
    panes.resize(1280, 500)
    assert seen(panes) == ["liste", "fiche"]


def test_the_pane_in_use_stays_when_the_window_becomes_narrow(panes: TwoPanes) -> None:
    panes.show_second()
    panes.resize(600, 500)
    assert seen(panes) == ["fiche"]
    panes.resize(1000, 500)
    assert seen(panes) == ["liste", "fiche"]
