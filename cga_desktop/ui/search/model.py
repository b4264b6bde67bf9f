"""The lines of the palette as Qt lists them."""

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cga_desktop.ui.search.lines import Line

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class Role(IntEnum):
    """What is asked of the model beyond Qt's own roles."""

    LINE = Qt.ItemDataRole.UserRole


class Lines(QAbstractListModel):
    """Headings, which cannot be chosen, and what can."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lines: Sequence[Line] = ()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """List these."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    @property
    def lines(self) -> Sequence[Line]:
        """What is listed."""
        return self._lines

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:  # noqa: N802  (Qt's name)
        """How many lines there are."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The line, or its words for a screen reader."""
        line = self._lines[index.row()]
        if role == Role.LINE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.spoken
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Headings are only read."""
        if self._lines[index.row()].choice is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def row_beside(self, row: int, step: int) -> int:
        """The next row that can be chosen in a direction, round the end; -1 where there is none."""
        count = len(self._lines)
        for far in range(1, count + 1):
            at = (row + far * step) % count
            if self._lines[at].choice is not None:
                return at
        return -1
