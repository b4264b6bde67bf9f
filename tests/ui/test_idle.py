"""Whether anybody is there: keys, mouse and touch are noticed, and nothing else is."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from cga_desktop.ui import idle
from cga_desktop.ui.idle import IdleWatch


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now

    def pass_minutes(self, minutes: float) -> None:
        self.now += minutes * 60


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(idle, "clock", clock)
    return clock


@pytest.fixture
def field(qtbot: QtBot) -> QLineEdit:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.isActiveWindow)
    return field


class Watched:
    """A watch of fifteen minutes, and how often it said that nobody is there."""

    def __init__(self) -> None:
        self.minutes = 15
        self.owner = QObject()
        self.watch = IdleWatch(lambda: self.minutes, self.owner)
        self.said = 0
        self.watch.idle.connect(self._count)
        self.watch.start()

    def _count(self) -> None:
        self.said += 1


@pytest.fixture
def watched(qapp: QApplication, clock: Clock, field: QLineEdit) -> Iterator[Watched]:
    made = Watched()
    yield made
    made.watch.stop()


def test_nobody_there_for_a_quarter_of_an_hour_is_said_and_said_again(
    watched: Watched, clock: Clock
) -> None:
    clock.pass_minutes(14.9)
    watched.watch.tick()
    assert watched.said == 0
    clock.pass_minutes(0.1)
    watched.watch.tick()
    watched.watch.tick()
    assert watched.said == 2


def press(field: QLineEdit) -> None:
    QTest.keyClick(field.windowHandle(), Qt.Key.Key_A)


def click(field: QLineEdit) -> None:
    place = field.rect().center()
    QTest.mouseClick(field.windowHandle(), Qt.MouseButton.LeftButton, pos=place)


def move(field: QLineEdit) -> None:
    for place in (QPoint(2, 2), field.rect().center()):
        QTest.mouseMove(field.windowHandle(), place)


def touch(field: QLineEdit) -> None:
    device = QTest.createTouchDevice(QPointingDevice.DeviceType.TouchScreen)
    window = field.windowHandle()
    QTest.touchEvent(window, device).press(0, field.rect().center(), window).commit()


def compose(field: QLineEdit) -> None:
    composed = QInputMethodEvent()
    composed.setCommitString("ê")
    QCoreApplication.sendEvent(field, composed)


@pytest.mark.parametrize("hand", [press, click, move, touch, compose])
def test_a_key_the_mouse_and_a_finger_are_somebody(
    watched: Watched, clock: Clock, field: QLineEdit, hand
) -> None:
    clock.pass_minutes(14)
    hand(field)
    QCoreApplication.processEvents()
    clock.pass_minutes(14)
    watched.watch.tick()
    assert watched.said == 0
    clock.pass_minutes(1)
    watched.watch.tick()
    assert watched.said == 1


def test_what_the_program_does_by_itself_is_nobody(
    watched: Watched, clock: Clock, field: QLineEdit
) -> None:
    clock.pass_minutes(14)
    field.setText("écrit par le programme")
    field.resize(300, 40)
    QCoreApplication.sendEvent(field, QEvent(QEvent.Type.UpdateRequest))
    QCoreApplication.processEvents()
    clock.pass_minutes(1)
    watched.watch.tick()
    assert watched.said == 1


def test_who_goes_on_typing_is_seen_again_after_each_tick(
    watched: Watched, clock: Clock, field: QLineEdit
) -> None:
    for _minute in range(40):
        press(field)
        clock.pass_minutes(1)
        watched.watch.tick()
    assert watched.said == 0
    assert field.text() == "a" * 40


def test_after_a_sleep_of_the_computer_the_first_touch_is_not_for_what_is_shown(
    qtbot: QtBot, watched: Watched, clock: Clock, field: QLineEdit
) -> None:
    clock.pass_minutes(120)
    press(field)
    assert field.text() == ""
    qtbot.waitUntil(lambda: watched.said == 1)
    press(field)
    assert field.text() == "a", "where it could not be locked, who is there can go on"


def test_never_is_never(watched: Watched, clock: Clock, field: QLineEdit) -> None:
    watched.minutes = 0
    clock.pass_minutes(10_000)
    watched.watch.tick()
    press(field)
    assert (watched.said, field.text()) == (0, "a")


def test_a_shorter_time_counts_from_when_it_is_chosen(watched: Watched, clock: Clock) -> None:
    clock.pass_minutes(6)
    watched.minutes = 5
    watched.watch.tick()
    assert watched.said == 1


def test_a_clock_set_back_neither_says_it_at_once_nor_never(watched: Watched, clock: Clock) -> None:
    clock.pass_minutes(-600)
    watched.watch.tick()
    assert watched.said == 0
    clock.pass_minutes(15)
    watched.watch.tick()
    assert watched.said == 1


def test_a_watch_that_stopped_sees_nobody_and_says_nothing(
    watched: Watched, clock: Clock, field: QLineEdit
) -> None:
    watched.watch.stop()
    clock.pass_minutes(60)
    press(field)
    assert (watched.said, field.text()) == (0, "a")


def test_ticks_come_by_themselves(
    qtbot: QtBot, qapp: QApplication, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idle, "TICK_MS", 5)
    watched = Watched()
    clock.pass_minutes(15)
    qtbot.waitUntil(lambda: watched.said > 1)
    watched.watch.stop()
