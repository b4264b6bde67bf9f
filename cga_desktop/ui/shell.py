"""The window around an open study: the rail of rooms, the room in view, the status bar."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cga_desktop.i18n import _
from cga_desktop.ui.actions import Action
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.history.buttons import HistoryButtons
from cga_desktop.ui.history.taking_back import TakingBack
from cga_desktop.ui.keys import readable_keys
from cga_desktop.ui.look.icons import icon
from cga_desktop.ui.rooms import Room
from cga_desktop.ui.screen import Screen
from cga_desktop.ui.status import StatusBar
from cga_desktop.ui.widgets.parts import with_role
from cga_desktop.ui.written import when_written

Build = Callable[[Desk], Screen]
_RAIL_WIDTH = 168


class Shell(QWidget):
    """One open study; a screen is built when its room is first entered, so that opening is fast."""

    def __init__(self, desk: Desk, rooms: Mapping[Room, Build]) -> None:
        super().__init__()
        self.desk = desk
        desk.setParent(self)
        self._build = rooms
        self._screens: dict[Room, Screen] = {}
        self._buttons: dict[Room, QToolButton] = {}
        self._stack = QStackedWidget()
        self.history = TakingBack(desk)
        self.status = StatusBar(desk)
        self.status.add_first(HistoryButtons(self.history, desk.theme))
        row = QHBoxLayout()
        row.setSpacing(0)
        self._rail = self._make_rail()
        row.addWidget(self._rail)
        row.addWidget(self._stack, 1)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(self.status)
        desk.asked.connect(self.enter)
        desk.theme.changed.connect(self._look)
        self._look()

    def _make_rail(self) -> QWidget:
        rail = QWidget()
        rail.setObjectName("rail")
        rail.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = self._rail_column = QVBoxLayout(rail)
        column.setContentsMargins(8, 16, 8, 16)
        column.setSpacing(4)
        group = QButtonGroup(rail)
        for room in Room:
            if room is Room.SETTINGS:
                column.addStretch(1)
            made = self._room_button(room)
            group.addButton(made)
            column.addWidget(made)
        return rail

    def _room_button(self, room: Room) -> QToolButton:
        made = with_role(QToolButton(), "room")
        made.setText(room.title)
        made.setToolTip(f"{room.title} ({readable_keys(room.shortcut)})")
        made.setCheckable(True)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        go = partial(self.enter, room, "")
        made.clicked.connect(lambda _checked=False: go())
        keys = QShortcut(self)
        keys.setKeys([QKeySequence(one) for one in room.shortcuts])
        keys.activated.connect(go)
        self._buttons[room] = made
        return made

    def _look(self) -> None:
        self._rail.setFixedWidth(self.desk.theme.px(_RAIL_WIDTH))
        tokens = self.desk.theme.tokens
        side = self.desk.theme.px(20)
        wide = round(side * 1.3)  # air between the icon and its word
        for room, made in self._buttons.items():
            made.setIcon(_two_colours(room.icon, tokens.muted, tokens.accent, QSize(wide, side)))
            made.setIconSize(QSize(wide, side))

    @property
    def room(self) -> Room | None:
        """The room in view."""
        now = self._stack.currentWidget()
        return next((room for room, screen in self._screens.items() if screen is now), None)

    def screen_of(self, room: Room) -> Screen:
        """The screen of a room, built where it was not yet."""
        if room not in self._screens:
            self._screens[room] = self._build[room](self.desk)
            self._stack.addWidget(self._screens[room])
        return self._screens[room]

    def enter(self, room: Room, record_id: str = "") -> None:
        """Bring ``room`` into view, on one record or as it was left."""
        before = self.room
        if before is not None and before is not room:
            self._screens[before].leave()
        screen = self.screen_of(room)
        self._stack.setCurrentWidget(screen)
        self._buttons[room].setChecked(True)
        screen.enter(record_id)
        if not screen.isAncestorOf(self.focusWidget()):
            self.take_hands()  # whoever came by key begins here, not in a room out of view

    def take_hands(self) -> None:
        """Put the keyboard on the rail, from where Tab leads into the room."""
        room = self.room
        if room is not None:
            self._buttons[room].setFocus()

    def put_above(self, banner: QWidget) -> None:
        """Something across the window that stays in sight."""
        self._column.insertWidget(0, banner)
        self._rail_column.setContentsMargins(8, 4, 8, 4)  # at 200 % every pixel counts
        self._rail_column.setSpacing(0)

    def leave(self) -> None:
        """Every screen hands over what was typed."""
        for screen in self._screens.values():
            screen.leave()

    def perform(self, action: Action) -> bool:
        """Take back, do again, search everywhere; anything else is for the room in view."""
        room = self.room
        if self.history.perform(action):
            return True
        if action is Action.HISTORY:
            self._show_history()
            return True
        if action is Action.FIND:
            self.find_anything()
            return True
        return room is not None and self._screens[room].perform(action)

    def _show_history(self) -> None:
        """The history of the record in view, up to the last word typed in it."""
        _room, record = self._in_view()
        if not record:
            self.desk.said.emit(
                _("Ouvrez d’abord un acteur, un entretien ou une observation : chacun a le sien.")
            )
            return
        show = partial(self._open_history, record)
        when_written(self.desk, show, show)

    def _open_history(self, record: str) -> None:
        from cga_desktop.ui.history.dialog import HistoryDialog  # loaded by asking

        HistoryDialog(self, self.desk, record).open()

    def find_anything(self) -> None:
        """Search everything from one field; once open, the field is there to begin again."""
        from cga_desktop.ui.search.finding import find_anything  # loaded by asking

        find_anything(self, self.desk, self._in_view)

    def _in_view(self) -> tuple[Room | None, str]:
        room = self.room
        return room, self._screens[room].record if room is not None else ""


def _two_colours(name: str, off: str, on: str, size: QSize) -> QIcon:
    """One icon in one colour, and in another where its button is checked."""
    made = QIcon()
    for colour, state in ((off, QIcon.State.Off), (on, QIcon.State.On)):
        made.addPixmap(icon(name, colour).pixmap(size), QIcon.Mode.Normal, state)
    return made
