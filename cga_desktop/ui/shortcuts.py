"""The sheet of shortcuts (F1): derived from the declaration of actions and rooms."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from cga_desktop.i18n import _
from cga_desktop.ui.actions import Action
from cga_desktop.ui.keys import readable_keys
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.rooms import Room
from cga_desktop.ui.widgets.parts import button, label

_WIDTH, _HEIGHT = 560, 640


class ShortcutSheet(QDialog):
    """Every action and its keys, by where they work."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Raccourcis du clavier"))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(_("Raccourcis du clavier"))
        area.setWidget(_table())
        close = button(_("Fermer"), self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        column.addWidget(area)
        column.addWidget(close)
        close.setFocus()
        wanted = QSize(theme.px(_WIDTH), theme.px(_HEIGHT))
        self.resize(wanted.boundedTo(parent.window().size()))


def _table() -> QWidget:
    ground = QWidget()
    grid = QGridLayout(ground)
    grid.setContentsMargins(8, 8, 8, 8)
    grid.setHorizontalSpacing(32)
    grid.setColumnStretch(0, 1)
    rows = [(_("Aller à"), room.title, room.shortcut) for room in Room]
    rows += [(one.words.where, one.words.text, one.words.keys) for one in Action]
    places = list(dict.fromkeys(where for where, _text, _keys in rows))
    at = 0
    for place in places:
        grid.addWidget(label(place, "section"), at, 0, 1, 2)
        for _where, text, keys in (row for row in rows if row[0] == place):
            at += 1
            grid.addWidget(label(text, wrap=True), at, 0)
            grid.addWidget(label(readable_keys(keys), "strong"), at, 1)
        at += 1
    grid.setRowStretch(at, 1)
    return ground
