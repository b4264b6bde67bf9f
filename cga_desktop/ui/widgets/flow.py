"""A layout that goes on to the next line when the line is full, as words do."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Widgets beside each other for as long as there is room.

    With ``share``, those of a line take its whole width, and none gets narrower than ``share``
    pixels (or than it must be) while the line can be broken instead.
    """

    def __init__(self, parent: QWidget | None = None, *, gap: int = 8, share: int = 0) -> None:
        super().__init__(parent)
        self._gap = gap
        self._share = share
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem, /) -> None:  # noqa: N802  (Qt's name)
        """Take one more item."""
        self._items.append(item)

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int, /) -> QLayoutItem | None:  # type: ignore[override]  # noqa: N802  (Qt's name)
        """The item at ``index``, or none: Qt asks until there is none."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int, /) -> QLayoutItem | None:  # type: ignore[override]  # noqa: N802  (Qt's name)
        """Give the item at ``index`` back."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802  (Qt's name)
        """It takes what width it is given."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:  # noqa: N802  (Qt's name)
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int, /) -> int:  # noqa: N802  (Qt's name)
        """The height it needs where it is ``width`` pixels wide."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect, /) -> None:  # noqa: N802  (Qt's name)
        """Put every item in its place."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        """As narrow as its widest item, as wide as wanted."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:  # noqa: N802  (Qt's name)
        """The widest item alone on its line."""
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _wanted(self, item: QLayoutItem) -> int:
        if self._share:
            return max(self._share, item.minimumSize().width())
        return item.sizeHint().width()

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        left = -1
        for item in self._shown():
            wanted = self._wanted(item)
            if not lines or wanted > left:
                lines.append([])
                left = width
            lines[-1].append(item)
            left -= wanted + self._gap
        return lines

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """The height of all lines; ``move`` also puts the items there."""
        top = rect.top()
        for line in self._lines(rect.width()):
            widths = self._widths(line, rect.width())
            heights = [_height(one, width) for one, width in zip(line, widths, strict=True)]
            if move:
                self._place(line, widths, heights, QPoint(rect.left(), top))
            top += max(heights) + self._gap
        return max(top - rect.top() - self._gap, 0)

    def _widths(self, line: list[QLayoutItem], width: int) -> list[int]:
        wanted = [self._wanted(one) for one in line]
        left = width - sum(wanted) - self._gap * (len(line) - 1)
        more = left // len(line) if self._share else 0
        return [min(one + more, width) for one in wanted]

    def _place(
        self, line: list[QLayoutItem], widths: list[int], heights: list[int], at: QPoint
    ) -> None:
        left = at.x()
        for item, width, height in zip(line, widths, heights, strict=True):
            down = 0 if self._share else (max(heights) - height) // 2
            item.setGeometry(QRect(QPoint(left, at.y() + down), QSize(width, height)))
            left += width + self._gap


def _height(item: QLayoutItem, width: int) -> int:
    if item.hasHeightForWidth():
        return item.heightForWidth(width)
    return item.sizeHint().height()
