"""The status bar: it tells the truth about what is on the disk."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from cga_desktop.domain.moments import clock
from cga_desktop.i18n import _
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.look.icons import icon
from cga_desktop.ui.widgets.parts import label, with_role
from cga_desktop.ui.widgets.words import OneLine

_MAY_BREAK = "\u200b"
"""A space of no width: Qt goes on to the next line after a slash, and after no backslash."""


class StatusBar(QWidget):
    """When everything was last saved, or why not; and that nothing leaves, all is encrypted."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("status")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._desk = desk
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(8)
        self._mark = QLabel()
        self._said = label(_("Tout est enregistré."))
        self._said.setAccessibleName(_("État de l’enregistrement"))
        row.addWidget(self._mark)
        row.addWidget(self._said)
        self._study = OneLine()
        self._study.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._study, 1)
        self._always = label(_("· hors ligne · chiffré"))
        row.addWidget(self._always)
        self._sentence = self._said.text()
        self._failed = False
        self._late = False
        desk.saved.connect(self._show_saved)
        desk.unsaved.connect(self._show_unsaved)
        desk.late.connect(self._show_late)
        desk.theme.changed.connect(self._draw_mark)
        self._draw_mark()

    @property
    def sentence(self) -> str:
        """What the bar says about saving."""
        return self._sentence

    @property
    def failed(self) -> bool:
        """Whether the disk refuses."""
        return self._failed

    def add_first(self, widget: QWidget) -> None:
        """Something before what is said about saving."""
        self._row.insertWidget(0, widget)

    def show_study(self, name: str) -> None:
        """Name the open study."""
        self._study.setText(name)

    def _show_saved(self, moment: str) -> None:
        self._say(_("Enregistré à {clock}").format(clock=clock(moment)))

    def _show_unsaved(self, sentence: str) -> None:
        self._say(sentence, failed=True)

    def _show_late(self) -> None:
        if not self._failed:
            self._say(_("Enregistrement…"), late=True)

    def _say(self, sentence: str, *, failed: bool = False, late: bool = False) -> None:
        self._failed, self._late = failed, late
        # What went wrong is said in full, over the whole bar.
        self._said.setWordWrap(failed)
        policy = QSizePolicy.Policy.Expanding if failed else QSizePolicy.Policy.Preferred
        self._said.setSizePolicy(policy, QSizePolicy.Policy.Preferred)
        self._study.setVisible(not failed)
        self._always.setVisible(not failed)
        self._sentence = sentence
        self._said.setText(sentence.replace("\\", f"\\{_MAY_BREAK}"))
        self._said.setAccessibleDescription(sentence)
        self._said.setToolTip(sentence)
        with_role(self._said, "danger" if failed else "small")
        self._draw_mark()

    def _draw_mark(self) -> None:
        tokens = self._desk.theme.tokens
        name, colour = ("warning", tokens.danger) if self._failed else ("check", tokens.success)
        if self._late:
            name, colour = "hourglass-medium", tokens.muted
        side = self._desk.theme.px(16)
        self._mark.setPixmap(icon(name, colour).pixmap(side, side))
