"""Everything can be reached by keyboard and is named for who does not see it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)

FIELDS = (QLineEdit, QComboBox, QAbstractSpinBox, QAbstractScrollArea, QAbstractButton)


COMPOSED = QAbstractSpinBox | QComboBox | QLineEdit


def ancestors(widget):
    while (widget := widget.parentWidget()) is not None:
        yield widget


def reachable(widget):
    """What Tab can stop at, inner parts of a field aside."""
    return [
        one
        for one in widget.findChildren(QWidget)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and isinstance(one, FIELDS)
        and not any(isinstance(above, COMPOSED) for above in ancestors(one))
        and not one.objectName().startswith("qt_")
        and not one.isWindow()
    ]


def name(widget):
    return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")


@pytest.mark.parametrize("kind", ["resident", "actor"])
def test_every_stop_of_tab_in_a_form_has_a_name(opened, begin, kind):
    form = opened(begin(kind))
    assert len(reachable(form)) > 30
    assert [one for one in reachable(form) if not name(one)] == []


def test_every_stop_of_tab_beside_the_list_has_a_name(screen):
    assert len(reachable(screen.listing)) > 8
    assert [one for one in reachable(screen.listing) if not name(one)] == []


@pytest.mark.parametrize("kind", ["resident", "actor"])
def test_every_field_has_its_label_and_every_answer_its_question(opened, begin, kind):
    form = opened(begin(kind))
    buddies = {one.buddy() for one in form.findChildren(QLabel) if one.buddy() is not None}
    fields = [one for one in reachable(form) if isinstance(one, QLineEdit)]
    answers = [block.field for block in form.page.blocks.values()]
    assert set(fields) | set(answers) <= buddies
    assert all(one.accessibleDescription() for one in answers)


def test_a_purpose_is_said_with_the_question_to_ask(opened, begin):
    form = opened(begin())
    for purpose, row in form.page.before.consents.rows.items():
        yes = row.choices.button("yes")
        assert yes.accessibleName().casefold().startswith(purpose.label)
        assert yes.accessibleDescription() == purpose.question


def test_larger_text_keeps_the_answers_within_the_window(qtbot, desk, opened, begin):
    form = opened(
        begin(answers={0: "Une phrase assez longue pour tenir sur plusieurs lignes. " * 6})
    )
    before = form.page.blocks[next(iter(form.page.blocks))].field.height()
    desk.change_settings(text_percent=200)
    qtbot.waitUntil(form.guide.isHidden)
    window = form.window()
    assert window.width() == 1214
    for block in form.page.blocks.values():
        right = block.field.mapTo(window, block.field.rect().topRight()).x()
        assert right < window.width()
    qtbot.waitUntil(lambda: next(iter(form.page.blocks.values())).field.height() > before)


def test_a_line_of_an_answer_is_never_longer_than_68_characters_or_so(opened, begin, theme):
    form = opened(begin())
    field = next(iter(form.page.blocks.values())).field
    assert field.viewport().width() <= theme.readable_width() + 16
