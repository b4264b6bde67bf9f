"""The sheet of shortcuts (F1): derived from the declaration of actions and rooms."""

from PySide6.QtWidgets import QDialog, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from cga_desktop.i18n import _
from cga_desktop.ui.actions import Action
from cga_desktop.ui.rooms import Room
from cga_desktop.ui.widgets.parts import button, label

_KEYS = {
    "Ctrl": "Ctrl",
    "Shift": "Maj",
    "Return": "Entrée",
}


def readable_keys(keys: str) -> str:
    """``Ctrl + Maj + Entrée`` for ``Ctrl+Shift+Return``."""
    parts = keys.replace("++", "+plus").split("+")
    return " + ".join("+" if part == "plus" else _KEYS.get(part, part) for part in parts)


class ShortcutSheet(QDialog):
    """Every action and its keys, by where they work."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Raccourcis du clavier"))
        ground = QWidget()
        grid = QGridLayout(ground)
        grid.setContentsMargins(24, 16, 24, 16)
        grid.setHorizontalSpacing(32)
        rows: list[tuple[str, str, str]] = [
            (_("Aller à"), room.title, room.shortcut) for room in Room
        ] + [(one.words.where, one.words.text, one.words.keys) for one in Action]
        before = ""
        for where, text, keys in sorted(rows, key=lambda row: row[0]):
            at = grid.rowCount()
            if where != before:
                grid.addWidget(label(where, "section"), at, 0, 1, 2)
                before, at = where, at + 1
            grid.addWidget(label(text), at, 0)
            grid.addWidget(label(readable_keys(keys), "strong"), at, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(ground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 16)
        column.addWidget(area)
        column.addWidget(button(_("Fermer"), self.accept), 0)
        column.setContentsMargins(16, 16, 16, 16)
        self.resize(560, 640)
