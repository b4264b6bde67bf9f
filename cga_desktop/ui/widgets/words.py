"""Buttons, ticks and titles whose words stay whole, or say that they are cut, at any text size."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

_WRAP = int(Qt.TextFlag.TextWordWrap)
_FREE = 100_000
_AIR = 6
"""Pixels above and below the words of a button that needs several lines."""
_SHORTEST = 8
"""Characters of a title that are shown however narrow it gets."""


def _height(metrics: QFontMetrics, text: str, width: int) -> int:
    return metrics.boundingRect(QRect(0, 0, max(width, 1), _FREE), _WRAP, text).height()


def _longest_word(metrics: QFontMetrics, text: str) -> int:
    return max((metrics.horizontalAdvance(word) for word in text.split(" ")), default=0)


class WordsButton(QPushButton):
    """A push button that goes on to a second line where its words do not fit on one.

    How high it wants to be follows how wide it is, so that it is no higher than its words need.
    """

    def sizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        """On one line; where it has got less, as high as its lines need."""
        whole = super().sizeHint()
        if self.width() >= whole.width():
            return whole
        words = _height(self.fontMetrics(), self.text(), self.width() - self._around())
        return QSize(whole.width(), max(whole.height(), words + 2 * _AIR))

    def minimumSizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        """As narrow as its longest word."""
        longest = self._around() + _longest_word(self.fontMetrics(), self.text())
        return QSize(longest, self.sizeHint().height())

    def _around(self) -> int:
        return super().sizeHint().width() - self.fontMetrics().horizontalAdvance(self.text())

    def resizeEvent(self, event: QResizeEvent, /) -> None:  # noqa: N802  (Qt's name)
        """Another width may need another height."""
        super().resizeEvent(event)
        if self.sizeHint().height() != self.height():
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802  (Qt's name)
        """As every push button, but for its words where they need several lines."""
        if self.width() >= super().sizeHint().width():
            super().paintEvent(event)
            return
        painter, option = QStylePainter(self), QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        area = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self)
        if not self.icon().isNull():
            side = self.iconSize()
            top = area.center().y() - side.height() // 2
            self.icon().paint(painter, QRect(area.left(), top, side.width(), side.height()))
            area.setLeft(area.left() + side.width() + 4)
        left = self.property("role") == "link"
        across = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignHCenter
        painter.setPen(self.palette().buttonText().color())
        painter.drawText(area, _WRAP | int(across | Qt.AlignmentFlag.AlignVCenter), self.text())


class WordsBox(QCheckBox):
    """A tick whose words go on to a second line where they do not fit on one."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        """On one line; where it has got less, as high as its lines need."""
        whole = super().sizeHint()
        if self.width() >= whole.width():
            return whole
        words = _height(self.fontMetrics(), self.text(), self.width() - self._around())
        return QSize(whole.width(), max(whole.height(), words + 2 * _AIR))

    def minimumSizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        """As narrow as its longest word."""
        longest = self._around() + _longest_word(self.fontMetrics(), self.text())
        return QSize(longest, self.sizeHint().height())

    def hitButton(self, pos: QPoint, /) -> bool:  # noqa: N802  (Qt's name)
        """Every line of its words can be clicked."""
        return self.rect().contains(pos)

    def _around(self) -> int:
        return super().sizeHint().width() - self.fontMetrics().horizontalAdvance(self.text())

    def resizeEvent(self, event: QResizeEvent, /) -> None:  # noqa: N802  (Qt's name)
        """Another width may need another height."""
        super().resizeEvent(event)
        if self.sizeHint().height() != self.height():
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent, /) -> None:  # noqa: N802  (Qt's name)
        """As every tick, but for its words where they need several lines."""
        if self.width() >= super().sizeHint().width():
            super().paintEvent(event)
            return
        painter, option = QStylePainter(self), QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""  # pyright: ignore[reportAttributeAccessIssue]  (missing in the stubs)
        painter.drawControl(QStyle.ControlElement.CE_CheckBox, option)
        area = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, self)
        area.setRight(self.width() - 1)
        painter.setPen(self.palette().windowText().color())
        across = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, _WRAP | int(across), self.text())


class OneLine(QLabel):
    """A line that is cut at its end where the room is short; the whole of it is its tooltip."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)

    def setText(self, text: str, /) -> None:  # noqa: N802  (Qt's name)
        """Show ``text``; what is cut of it is in the tooltip."""
        super().setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        """It can be cut to a few characters."""
        whole = super().minimumSizeHint()
        few = self.fontMetrics().averageCharWidth() * _SHORTEST
        return QSize(min(few, whole.width()), whole.height())

    def paintEvent(self, _event: QPaintEvent, /) -> None:  # noqa: N802  (Qt's name)
        """Draw what fits."""
        painter, area = QPainter(self), self.contentsRect()
        cut = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, area.width()
        )  # fmt: skip
        painter.setPen(self.palette().windowText().color())
        painter.drawText(area, int(self.alignment()), cut)
