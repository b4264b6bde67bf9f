"""A sentence over the window: short-lived when all is well, patient when it is not."""

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot

from cga_desktop.settings import Settings
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.widgets import toasts as module
from cga_desktop.ui.widgets.toasts import Offer, Toasts

FOOT = 40
LONG = (
    "Vos réglages n’ont pas pu être gardés : le disque est plein. L’étude n’est pas touchée ; "
    "libérez de la place, puis choisissez-les à nouveau, ou continuez sans eux pour aujourd’hui. "
) * 2


@pytest.fixture
def ground(qtbot: QtBot) -> Iterator[QMainWindow]:
    window = QMainWindow()
    window.setCentralWidget(QLineEdit())
    window.resize(1024, 700)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    yield window
    shiboken6.delete(window)


@pytest.fixture
def toasts(ground: QMainWindow, theme: Theme) -> Toasts:
    return Toasts(ground, theme, lambda: FOOT)


def test_what_was_done_goes_by_itself(
    qtbot: QtBot, toasts: Toasts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_SHORTEST_MS", 20)
    monkeypatch.setattr(module, "_MS_PER_CHARACTER", 1)
    toasts.say("Fait.")
    assert toasts.sentence == "Fait."
    qtbot.waitUntil(lambda: toasts.sentence == "")


def test_a_long_sentence_stays_longer(toasts: Toasts) -> None:
    toasts.say("Fait.")
    assert toasts._timer.interval() == 4_000
    toasts.say(LONG)
    assert toasts._timer.interval() == 70 * len(LONG)


def test_what_went_wrong_stays_until_its_button_is_pressed(qtbot: QtBot, toasts: Toasts) -> None:
    toasts.refuse("Le disque est plein.")
    assert not toasts._timer.isActive()
    qtbot.mouseClick(toasts.close_button, Qt.MouseButton.LeftButton)
    assert toasts.sentence == ""


def test_escape_closes_it_and_means_nothing_once_it_is_gone(
    toasts: Toasts, ground: QMainWindow
) -> None:
    pressed: list[int] = []
    field = ground.centralWidget()
    assert isinstance(field, QLineEdit)
    field.setFocus()
    toasts.refuse("Le disque est plein.")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert toasts.sentence == ""
    ground.keyPressEvent = lambda event: pressed.append(event.key())  # type: ignore[method-assign]
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert pressed == [Qt.Key.Key_Escape], "Escape is left to whoever else wants it"


def test_a_refusal_is_never_covered_and_what_is_said_meanwhile_waits(toasts: Toasts) -> None:
    toasts.refuse("Le disque est plein.")
    toasts.say("« La Passerelle » est supprimé.")
    toasts.refuse("Le disque est plein.")
    toasts.refuse("Le fichier n’est pas lisible.")
    shown: list[str] = []
    while toasts.sentence:
        shown.append(toasts.sentence)
        toasts.dismiss()
    assert shown == [
        "Le disque est plein.",
        "« La Passerelle » est supprimé.",
        "Le fichier n’est pas lisible.",
    ]


def test_what_was_done_gives_way_at_once(toasts: Toasts) -> None:
    toasts.say("Fait.")
    toasts.say("Fait aussi.")
    assert toasts.sentence == "Fait aussi."
    toasts.refuse("Le disque est plein.")
    assert toasts.sentence == "Le disque est plein."


@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize("width", [800, 1024, 1366])
def test_a_long_sentence_is_whole_within_the_window(
    toasts: Toasts, ground: QMainWindow, theme: Theme, width: int, percent: int
) -> None:
    theme.use(Settings(theme="light", text_percent=percent))
    ground.resize(width, 560)
    toasts.refuse(LONG)
    frame, label = toasts._frame, toasts._frame.findChild(QLabel)
    assert label is not None
    assert ground.rect().adjusted(0, 0, 0, -FOOT).contains(frame.geometry())
    assert frame.rect().contains(toasts.close_button.geometry())
    assert label.height() >= label.heightForWidth(label.width())


def test_it_follows_the_window_and_the_size_of_the_text(
    toasts: Toasts, ground: QMainWindow, theme: Theme
) -> None:
    toasts.refuse(LONG)
    ground.resize(800, 560)
    assert ground.rect().contains(toasts._frame.geometry())
    theme.use(Settings(theme="light", text_percent=200))
    assert ground.rect().contains(toasts._frame.geometry())


def test_a_screen_reader_is_told(toasts: Toasts, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, object]] = []

    def listen(event: object) -> None:
        label = event.object()  # type: ignore[attr-defined]
        told.append((label.accessibleName(), event.type()))  # type: ignore[attr-defined]

    monkeypatch.setattr(QAccessible, "updateAccessibility", listen)
    toasts.refuse("Le disque est plein.")
    assert told == [("Le disque est plein.", QAccessible.Event.Alert)]


# --- what can be done about it -------------------------------------------------------------------


def test_what_is_offered_is_done_when_its_button_is_pressed(qtbot: QtBot, toasts: Toasts) -> None:
    done: list[str] = []
    toasts.offer("« Le Pavé » est supprimé.", Offer("Annuler", lambda: done.append("undone")))
    assert toasts.offer_button.isVisible()
    assert toasts.offer_button.text() == "Annuler"
    assert toasts._timer.interval() == 8_000, "who is to decide needs time"
    qtbot.mouseClick(toasts.offer_button, Qt.MouseButton.LeftButton)
    assert (done, toasts.sentence) == (["undone"], "")


def test_what_can_no_longer_be_done_is_no_longer_offered(toasts: Toasts) -> None:
    toasts.offer("« Le Pavé » est supprimé.", Offer("Annuler", lambda: None))
    toasts.withdraw()
    assert toasts.sentence == "« Le Pavé » est supprimé."
    assert not toasts.offer_button.isVisible()
    toasts.refuse("Le disque est plein.")
    toasts.offer("« Élan » est supprimé.", Offer("Annuler", lambda: None))
    toasts.withdraw()
    toasts.dismiss()
    assert toasts.sentence == "« Élan » est supprimé."
    assert not toasts.offer_button.isVisible()


def test_the_next_sentence_has_no_such_button(toasts: Toasts) -> None:
    toasts.offer("« Le Pavé » est supprimé.", Offer("Annuler", lambda: None))
    toasts.say("Fait.")
    assert not toasts.offer_button.isVisible()


def test_an_offer_waits_behind_what_went_wrong(toasts: Toasts) -> None:
    done: list[str] = []
    toasts.refuse("Le disque est plein.")
    toasts.offer("« Le Pavé » est supprimé.", Offer("Annuler", lambda: done.append("undone")))
    assert not toasts.offer_button.isVisible()
    toasts.dismiss()
    toasts.offer_button.click()
    assert done == ["undone"]
