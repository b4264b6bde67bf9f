"""A walk over every widget in view: what a screen reader, a keyboard or large text would miss."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QScrollBar,
    QSplitterHandle,
    QTextEdit,
    QWidget,
)

from cga_desktop.ui.welcome.choices import ChoiceButton
from cga_desktop.ui.widgets.words import OneLine, WordsBox, WordsButton

_TAB = Qt.FocusPolicy.TabFocus
_INNER = (QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QWebEngineView)
"""What is inside these is drawn by Qt, not laid out by us."""


def in_view(root: QWidget) -> Iterator[QWidget]:
    """Every widget of ours that is to be seen."""
    for one in root.findChildren(QWidget):
        if one.isVisible() and not one.isWindow() and not _is_inner(one):
            yield one


def _is_inner(widget: QWidget) -> bool:
    if isinstance(widget, QScrollBar | QSplitterHandle):
        return True
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, _INNER):
            return True
        if isinstance(parent, QAbstractScrollArea) and not isinstance(parent, QScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def name_of(widget: QWidget) -> str:
    """What a screen reader calls it."""
    found = QAccessible.queryAccessibleInterface(widget)
    return found.text(QAccessible.Text.Name) if found is not None else ""


def said(widget: QWidget) -> str:
    """A widget as a person would find it again."""
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton | QLineEdit) else ""
    return f"{type(widget).__name__} « {(text or name_of(widget))[:60]} »"


def focusable(root: QWidget) -> list[QWidget]:
    """What Tab should reach, one stop for each group of radio buttons."""
    return [
        one
        for one in in_view(root)
        if one.focusPolicy() & _TAB
        and one.isEnabled()
        and one.focusProxy() is None
        and not _in_a_group_that_has_another(one)
    ]


def _in_a_group_that_has_another(widget: QWidget) -> bool:
    """Arrows lead to the other answers of a group."""
    return (
        isinstance(widget, QAbstractButton)
        and widget.group() is not None
        and (isinstance(widget, QRadioButton) or widget.group().exclusive())
    )


def unnamed(seen: Iterable[QWidget]) -> list[str]:
    """What the keyboard reaches and a screen reader could not name."""
    return [
        f"no name: {said(one)} in {said(one.parentWidget())}"
        for one in seen
        if one.focusPolicy() & _TAB and one.focusProxy() is None and not name_of(one).strip()
    ]


def clipped(seen: Iterable[QWidget]) -> list[str]:
    """Labels and buttons that do not show the whole of their words."""
    found = []
    for one in seen:
        wanted = _wanted(one)
        if wanted and (one.width() < wanted[0] or one.height() < wanted[1]):
            has = (one.width(), one.height())
            found.append(f"clipped: {said(one)} has {has}, needs {wanted}")
    return found


def _wanted(widget: QWidget) -> tuple[int, int] | None:
    """The least width and height that show all its words; None where it has none."""
    if isinstance(widget, OneLine | ChoiceButton) or type(widget).__name__ == "_OneLine":
        return None  # cut by design, or as high as its words by construction
    if isinstance(widget, QLabel):
        return _wanted_label(widget)
    if isinstance(widget, WordsButton | WordsBox):
        return widget.minimumSizeHint().width(), widget.sizeHint().height()
    if isinstance(widget, QAbstractButton) and widget.text():
        return widget.sizeHint().width(), widget.sizeHint().height()
    return None


def _wanted_label(label: QLabel) -> tuple[int, int] | None:
    if not label.text() or label.textFormat() == Qt.TextFormat.RichText:
        return None
    if not label.wordWrap():
        return label.sizeHint().width(), label.sizeHint().height()
    words = label.text().replace("\u200b", " ").split()
    longest = max((label.fontMetrics().horizontalAdvance(one) for one in words), default=0)
    return longest, label.heightForWidth(label.width())


def outside(seen: Iterable[QWidget]) -> list[str]:
    """Widgets that reach out of their parent; what scrolls may do so downwards."""
    found = []
    for one in seen:
        parent = one.parentWidget()
        area = QRect(QPoint(0, 0), parent.size())
        if isinstance(parent.parentWidget(), QScrollArea):
            area = QRect(0, one.y(), area.width(), one.height())
        if not area.contains(one.geometry()):
            found.append(f"outside: {said(one)} at {one.geometry()} of {said(parent)} {area}")
    return found


def unreached(root: QWidget) -> list[str]:
    """What pressing Tab never reaches, going round once."""
    wanted = focusable(root)
    if not wanted:
        return []
    wanted[0].setFocus()
    seen: set[int] = set()
    current = QApplication.focusWidget()
    for _step in range(len(wanted) * 3 + 20):
        if current is None or id(current) in seen:
            break
        seen.add(id(current))
        _go_on(current, root)
        current = QApplication.focusWidget()
    return [f"unreached: {said(one)}" for one in wanted if id(one) not in seen]


def _go_on(current: QWidget, root: QWidget) -> None:
    if isinstance(current.parentWidget(), QWebEngineView):
        root.window().focusNextChild()  # within a page Tab goes from link to link, in its own time
    else:
        QTest.keyClick(current, Qt.Key.Key_Tab)


def keeping_tab(seen: Iterable[QWidget]) -> list[str]:
    """Fields in which Tab writes a tabulation instead of leading on."""
    return [
        f"keeps Tab: {said(one)}"
        for one in seen
        if isinstance(one, QPlainTextEdit | QTextEdit)
        and not (one.isReadOnly() or one.tabChangesFocus())
    ]


def complaints(root: QWidget) -> list[str]:
    """Everything that is wrong with what is in view."""
    seen = list(in_view(root))
    return [*unnamed(seen), *clipped(seen), *outside(seen), *keeping_tab(seen)]
