"""Words stay whole at any size of the text, or say that they are cut."""

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cga_desktop.settings import Settings
from cga_desktop.ui.look.icons import icon, keep_icon
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.look.tokens import DARK, LIGHT
from cga_desktop.ui.widgets.chooser import Chooser, MomentField
from cga_desktop.ui.widgets.parts import button, with_role
from cga_desktop.ui.widgets.words import OneLine, WordsBox, WordsButton

LONG = "Rue du Général-de-Gaulle prolongée 93140 Bondy (au numéro)"


@pytest.fixture
def ground(theme: Theme) -> Iterator[QWidget]:
    ground = QWidget()
    QVBoxLayout(ground)
    ground.resize(240, 400)
    yield ground
    shiboken6.delete(ground)


def put(ground: QWidget, widget: QWidget) -> None:
    layout = ground.layout()
    assert isinstance(layout, QVBoxLayout)
    layout.addWidget(widget)
    layout.addStretch(1)
    ground.show()


def inked_rows(picture: QImage, colour: str) -> list[int]:
    """The lines of pixels that hold something close to ``colour``."""
    wanted = int(colour[1:], 16)
    parts = [(wanted >> shift) & 255 for shift in (16, 8, 0)]

    def close(x: int, y: int) -> bool:
        seen = picture.pixelColor(x, y)
        if seen.alpha() < 255:
            return False
        got = (seen.red(), seen.green(), seen.blue())
        return max(abs(a - b) for a, b in zip(got, parts, strict=True)) < 40

    return [
        y
        for y in range(picture.height())
        if any(close(x, y) for x in range(8, picture.width() - 8))
    ]


def lines_of(rows: list[int]) -> int:
    """How many lines of writing these rows of pixels make."""
    return sum(1 for at, row in enumerate(rows) if at == 0 or row - rows[at - 1] > 3)


@pytest.mark.parametrize("role", ["", "accent", "link", "quiet"])
def test_a_button_without_room_goes_on_to_the_next_line(
    qtbot: QtBot, ground: QWidget, role: str
) -> None:
    made = button(LONG, lambda: None, role=role)
    high = made.sizeHint().height()
    put(ground, made)
    assert made.width() < made.sizeHint().width()
    qtbot.waitUntil(lambda: made.height() == made.sizeHint().height() > high)
    ink = LIGHT.on_accent if role == "accent" else LIGHT.text
    assert lines_of(inked_rows(made.grab().toImage(), ink)) >= 2


def test_a_button_with_room_has_one_line(ground: QWidget) -> None:
    made = button("Fermer", lambda: None)
    put(ground, made)
    assert made.width() == made.sizeHint().width()
    assert made.height() == made.sizeHint().height() == QPushButton.sizeHint(made).height()


def test_a_button_never_gets_narrower_than_its_longest_word(theme: Theme) -> None:
    made = WordsButton("Poser l’épingle à la main")
    longest = made.fontMetrics().horizontalAdvance("l’épingle")
    assert longest <= made.minimumSizeHint().width() < made.sizeHint().width()
    shiboken6.delete(made)


def test_a_tick_without_room_goes_on_to_the_next_line_and_can_be_clicked_there(
    qtbot: QtBot, ground: QWidget
) -> None:
    made = WordsBox("Ne pas redemander la phrase de passe sur cet ordinateur")
    high = made.sizeHint().height()
    put(ground, made)
    qtbot.waitUntil(lambda: made.height() == made.sizeHint().height() > high)
    QTest.mouseClick(made, Qt.MouseButton.LeftButton, pos=QPoint(60, made.height() - 6))
    assert made.isChecked()
    assert made.minimumSizeHint().width() < made.sizeHint().width()


def test_a_line_that_is_cut_has_the_whole_of_it_in_its_tooltip(ground: QWidget) -> None:
    made = OneLine("Étude de démonstration – Bondy, Romainville, Épinay")
    made.setFixedWidth(100)
    put(ground, made)
    assert made.toolTip() == made.text()
    assert made.minimumSizeHint().width() < 100
    assert inked_rows(made.grab().toImage(), LIGHT.text)


def test_the_wheel_turns_the_page_and_not_the_value(ground: QWidget) -> None:
    fields = [Chooser([("un", 1), ("deux", 2), ("trois", 3)]), MomentField()]
    for field in fields:
        put(ground, field)
        field.setFocus()
        before = field.currentData() if isinstance(field, Chooser) else field.dateTime()
        wheel = QWheelEvent(
            QPointF(10, 10), QPointF(10, 10), QPoint(0, -120), QPoint(0, -120),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(field, wheel)
        assert not wheel.isAccepted()
        assert before == (field.currentData() if isinstance(field, Chooser) else field.dateTime())


def test_a_chooser_shows_values_and_keeps_its_longest_in_the_tooltip(theme: Theme) -> None:
    field = Chooser([("Pas encore demandé", None), ("Oui, son contact peut figurer", True)])
    field.show_value(True)
    assert field.currentText() == field.toolTip() == "Oui, son contact peut figurer"
    field.show_value("ailleurs")
    assert field.currentIndex() == -1
    shiboken6.delete(field)


def test_an_icon_follows_light_dark_and_the_size_of_the_text(
    qtbot: QtBot, ground: QWidget, theme: Theme
) -> None:
    made = keep_icon(button("Nouvel acteur", lambda: None), theme, "plus")
    put(ground, made)

    def colours() -> set[str]:
        picture = made.icon().pixmap(64, 64).toImage()
        return {
            picture.pixelColor(x, y).name().upper()
            for x in range(64)
            for y in range(64)
            if picture.pixelColor(x, y).alpha() == 255
        }

    assert colours() == {LIGHT.accent}
    small = made.iconSize().height()
    theme.use(Settings(theme="dark", text_percent=200))
    assert colours() == {DARK.accent}
    assert made.iconSize().height() >= 2 * small - 2
    shiboken6.delete(made)
    theme.use(Settings(theme="light"))  # a button that is gone is left alone


def test_a_role_changes_how_a_widget_looks(ground: QWidget) -> None:
    made = button("Supprimer", lambda: None)
    put(ground, made)
    before = made.grab().toImage()
    with_role(made, "danger")
    assert made.grab().toImage() != before


def test_icons_are_drawn(theme: Theme) -> None:
    for name in ("house", "map-trifold", "warning", "check", "eye-slash"):
        assert not icon(name, "#000000").pixmap(20, 20).isNull()
