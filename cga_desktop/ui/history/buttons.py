"""« Annuler » and « Rétablir », always in view, saying what they would do."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from cga_desktop.domain.history import ActionLine
from cga_desktop.i18n import _
from cga_desktop.ui.actions import Action
from cga_desktop.ui.history.taking_back import TakingBack
from cga_desktop.ui.keys import readable_keys
from cga_desktop.ui.look.icons import icon
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.widgets.parts import with_role

_SIDE = 20


class HistoryButtons(QWidget):
    """Two small buttons that can do nothing where there is nothing to do."""

    def __init__(self, history: TakingBack, theme: Theme) -> None:
        super().__init__()
        self._history, self._theme = history, theme
        self.undo = self._button(Action.UNDO, history.undo)
        self.redo = self._button(Action.REDO, history.redo)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.undo)
        row.addWidget(self.redo)
        history.known.connect(self._show)
        theme.changed.connect(self._draw)
        self._draw()
        self._show()

    def _button(self, action: Action, pressed: Callable[[], None]) -> QToolButton:
        made = with_role(QToolButton(), "history")
        made.setAccessibleName(action.words.text)
        # A click leaves the hands in the field they were in; Tab leads here all the same.
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.clicked.connect(lambda _checked=False: pressed())
        return made

    def _show(self) -> None:
        history = self._history
        self._say(self.undo, Action.UNDO, history.next_undo, _("Rien à annuler"))
        self._say(self.redo, Action.REDO, history.next_redo, _("Rien à rétablir"))

    def _say(
        self, made: QToolButton, action: Action, line: ActionLine | None, nothing: str
    ) -> None:
        keys = readable_keys(action.words.keys)
        verb = action.words.text
        said = _("{verb} : {words}").format(verb=verb, words=line.words) if line else nothing
        made.setEnabled(line is not None)
        made.setToolTip(f"{said} ({keys})")
        made.setAccessibleDescription(said)

    def _draw(self) -> None:
        side = self._theme.px(_SIDE)
        for made, action in ((self.undo, Action.UNDO), (self.redo, Action.REDO)):
            made.setIcon(icon(action.words.icon, self._theme.tokens.text))
            made.setIconSize(QSize(side, side))
