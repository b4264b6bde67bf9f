"""The theme: light or dark, as large as wanted, in step with the computer."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from cga_desktop.settings import Settings
from cga_desktop.ui.look.symbols import symbol_icon
from cga_desktop.ui.look.theme import BASE_PX, Theme
from cga_desktop.ui.look.tokens import DARK, LIGHT


@pytest.mark.parametrize(
    ("chosen", "tokens"), [("light", LIGHT), ("dark", DARK)], ids=["light", "dark"]
)
def test_a_ground_is_chosen(theme: Theme, chosen: str, tokens: object) -> None:
    theme.use(Settings.model_validate({"theme": chosen}))
    assert theme.tokens is tokens
    assert theme.dark is (chosen == "dark")
    palette = QApplication.palette()
    assert palette.color(QPalette.ColorRole.Window).name().upper() == theme.tokens.window
    assert palette.color(QPalette.ColorRole.PlaceholderText).name().upper() == theme.tokens.muted


@pytest.mark.parametrize("percent", [100, 125, 150, 175, 200])
def test_text_is_as_large_as_chosen(theme: Theme, percent: int) -> None:
    theme.use(Settings(theme="light", text_percent=percent))
    assert theme.scale == percent / 100
    assert QApplication.font().pixelSize() == theme.px(BASE_PX) == round(15 * percent / 100)


def test_the_style_sheet_has_no_name_left_without_a_value(theme: Theme) -> None:
    assert "${" not in QApplication.instance().styleSheet()
    assert LIGHT.accent in QApplication.instance().styleSheet()


def test_what_did_not_change_is_not_drawn_again(qtbot: QtBot, theme: Theme) -> None:
    with qtbot.assertNotEmitted(theme.changed):
        theme.use(Settings(theme="light", contributor="Awa"))
    with qtbot.waitSignal(theme.changed):
        theme.use(Settings(theme="dark", contributor="Awa"))


def test_it_follows_the_computer_unless_somebody_chose(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    hints = QGuiApplication.styleHints()
    with qtbot.assertNotEmitted(theme.changed):
        hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    theme.use(Settings(theme="system"))
    assert theme.dark is (hints.colorScheme() == Qt.ColorScheme.Dark)
    with qtbot.waitSignal(theme.changed):
        hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)


def test_notes_are_at_most_68_characters_wide(theme: Theme) -> None:
    metrics = QFontMetrics(QApplication.font())
    assert theme.readable_width() == 68 * metrics.averageCharWidth()


@pytest.mark.parametrize(("chosen", "tokens"), [("light", LIGHT), ("dark", DARK)])
def test_a_hint_in_a_field_can_be_read(theme: Theme, chosen: str, tokens: object) -> None:
    theme.use(Settings.model_validate({"theme": chosen}))
    field = QLineEdit(placeholderText="MMMM")
    field.resize(300, 44)
    picture = field.grab().toImage()
    seen = {
        picture.pixelColor(x, y).name().upper()
        for x in range(picture.width())
        for y in range(6, picture.height() - 6)
    }
    assert theme.tokens.muted in seen


def test_every_kind_has_its_symbol(theme: Theme) -> None:
    pictures = {
        bytes(symbol_icon(key).pixmap(32, 32).toImage().constBits())
        for key in ("association", "public_body", "shop", "observation")
    }
    assert len(pictures) == 4
    assert symbol_icon("shop") is symbol_icon("shop"), "drawn once"
