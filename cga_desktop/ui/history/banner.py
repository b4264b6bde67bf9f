"""Across the window: this is the study as it was, and here is the way back to today."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from cga_desktop.domain.moments import day_and_time
from cga_desktop.i18n import _
from cga_desktop.ui.look.icons import icon
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.widgets.parts import button, label, with_role

_NARROW = 900
"""Pixels at 100 % text."""


class Banner(QFrame):
    """Shown for as long as a study is looked at as it was.

    Signals:
        back: to the study of today.
    """

    back = Signal()

    def __init__(self, moment: str, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        with_role(self, "past")
        self._mark = QLabel()
        said = _("Vous regardez l’étude telle qu’elle était le {when}. Rien ne peut y être changé.")
        self.sentence = label(said.format(when=day_and_time(moment)), wrap=True)
        self.button = button(_("Revenir à aujourd’hui"), self.back.emit, role="small")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(12)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.button)
        theme.changed.connect(self._draw)
        self._draw()

    def resizeEvent(self, event: QResizeEvent, /) -> None:  # noqa: N802  (Qt's name)
        """Smaller where there is little room: what is looked at needs it more."""
        super().resizeEvent(event)
        narrow = self.width() < self._theme.px(_NARROW)
        with_role(self.sentence, "small" if narrow else "strong")

    def _draw(self) -> None:
        side = self._theme.px(20)
        drawn = icon("clock-counter-clockwise", self._theme.tokens.warning)
        self._mark.setPixmap(drawn.pixmap(side, side))
