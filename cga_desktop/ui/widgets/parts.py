"""Labels, buttons and frames with the roles that the style sheet knows."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from cga_desktop.ui.widgets.words import WordsButton

W = TypeVar("W", bound=QWidget)
_ICON_HEIGHT = 1.1
_ICON_WIDTH = 1.4
"""An icon is a little higher than its text, and wider, for air between the two."""


def with_role(widget: W, role: str) -> W:
    """``widget`` wearing one of the style sheet's roles."""
    widget.setProperty("role", role)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    return widget


def label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """A label that shows its text as it is: what people typed is never read as markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    made.setIndent(0)  # a role with padding would shift its text otherwise
    return with_role(made, role) if role else made


def button(
    text: str,
    pressed: Callable[[], object],
    *,
    role: str = "",
    icon: QIcon | None = None,
    tip: str = "",
) -> QPushButton:
    """A push button; its verb is its accessible name, ``tip`` its description."""
    made = WordsButton(text)
    made.clicked.connect(lambda _checked=False: pressed())
    if icon is not None:
        made.setIcon(icon)
        side = round(made.fontMetrics().height() * _ICON_HEIGHT)
        made.setIconSize(QSize(round(side * _ICON_WIDTH), side))
    if tip:
        made.setToolTip(tip)
        made.setAccessibleDescription(tip)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return with_role(made, role) if role else made


def card(*, spacing: int = 8) -> tuple[QFrame, QVBoxLayout]:
    """A framed surface and the column in it."""
    frame = with_role(QFrame(), "card")
    column = QVBoxLayout(frame)
    column.setContentsMargins(16, 16, 16, 16)
    column.setSpacing(spacing)
    return frame, column


def line() -> QFrame:
    """A hairline."""
    return with_role(QFrame(), "line")
