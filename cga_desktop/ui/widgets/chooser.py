"""Fields that a wheel turning over the page never changes."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QIcon, QWheelEvent
from PySide6.QtWidgets import QComboBox, QDateTimeEdit, QWidget

_CHARACTERS = 8


class Chooser(QComboBox):
    """One of a few values; it can be narrower than its longest one, whose whole is its tooltip."""

    def __init__(self, choices: Iterable[tuple[str, object]] = ()) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )  # fmt: skip
        self.setMinimumContentsLength(_CHARACTERS)
        self.currentTextChanged.connect(self.setToolTip)
        for text, value in choices:
            self.addItem(text, value)

    def offer(self, picture: QIcon, text: str, value: object) -> None:
        """One more value, with its symbol."""
        self.addItem(picture, text, value)

    def show_value(self, value: object) -> None:
        """Show the value chosen before; one that is not among them shows none."""
        self.setCurrentIndex(self.findData(value))

    def wheelEvent(self, event: QWheelEvent, /) -> None:  # noqa: N802  (Qt's name)
        """The page turns, not the value."""
        event.ignore()

    def changeEvent(self, event: QEvent, /) -> None:  # noqa: N802  (Qt's name)
        """Symbols are as large as the words beside them."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            side = self.fontMetrics().height()
            self.setIconSize(QSize(side, side))


class MomentField(QDateTimeEdit):
    """A day and an hour; Tab leaves it, arrows lead from day to month to hour."""

    def wheelEvent(self, event: QWheelEvent, /) -> None:  # noqa: N802  (Qt's name)
        """The page turns, not the value."""
        event.ignore()

    def focusNextPrevChild(self, forward: bool, /) -> bool:  # noqa: N802  (Qt's name)
        """One stop of the keyboard's way through the page."""
        return QWidget.focusNextPrevChild(self, forward)
