"""A question with a few answers: one stop of Tab, arrows and letters within it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from cga_desktop.ui.widgets.choices import Choice, ChoiceRow


@pytest.fixture
def row(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    made = ChoiceRow(
        "Fromage ou dessert",
        (Choice("cheese", "Fromage", "f"), Choice("sweet", "Dessert", "d"), Choice("none", "Non")),
        help_text="À la fin du repas.",
    )
    made.show_value("none")
    column.addWidget(made)
    column.addWidget(QLineEdit())
    window.resize(600, 120)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    made.setFocus()
    yield made
    window.close()


def focus():
    return QApplication.focusWidget()


def test_showing_what_was_chosen_before_says_nothing(qtbot, row):
    with qtbot.assertNotEmitted(row.chosen):
        row.show_value("sweet")
    assert row.value == "sweet"


def test_the_focus_comes_to_the_answer_chosen(row):
    assert focus() is row.button("none")


def test_a_letter_picks_and_says_so(qtbot, row):
    with qtbot.waitSignals([row.chosen, row.keyed]):
        QTest.keyClick(focus(), Qt.Key.Key_F)
    assert row.value == "cheese"
    assert focus() is row.button("cheese")


def test_a_letter_that_confirms_lets_the_hands_go_on_too(qtbot, row):
    row.show_value("cheese")
    with qtbot.waitSignal(row.keyed), qtbot.assertNotEmitted(row.chosen):
        QTest.keyClick(focus(), Qt.Key.Key_F)


def test_a_letter_with_ctrl_is_somebody_else_s(qtbot, row):
    with qtbot.assertNotEmitted(row.chosen):
        QTest.keyClick(focus(), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)


def test_arrows_move_within_and_tab_leaves(qtbot, row):
    with qtbot.waitSignal(row.chosen) as chosen:
        QTest.keyClick(focus(), Qt.Key.Key_Left)
    assert chosen.args == ["sweet"]
    QTest.keyClick(focus(), Qt.Key.Key_Tab)
    assert isinstance(focus(), QLineEdit)


def test_a_value_from_a_newer_version_shows_as_none_chosen(row):
    row.show_value("coffee")
    assert row.value == ""
    row.show_value("sweet")
    assert row.value == "sweet"


def test_each_answer_is_named_with_its_question(row):
    assert row.button("cheese").accessibleName() == "Fromage ou dessert\u00a0: Fromage"
    assert row.button("cheese").accessibleDescription() == "À la fin du repas."
    assert row.accessibleName() == "Fromage ou dessert"
