"""« Historique »: who changed what in a record, and when, with a way back to each version."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from cga_desktop.i18n import _
from cga_desktop.operations.history import Undone, go_back
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.history.entries import Entry, Shown, read_entries
from cga_desktop.ui.history.pieces import PiecesLabel
from cga_desktop.ui.history.restored import RESTORED
from cga_desktop.ui.history.taking_back import Noted, noted
from cga_desktop.ui.widgets.parts import button, card, label
from cga_desktop.ui.widgets.scrolling import scrolled

_WIDTH, _HEIGHT = 760, 660
_AT_ONCE = 20
"""Entries shown at a time: an interview of an hour has a hundred."""


class HistoryDialog(QDialog):
    """The history of one record, the latest first."""

    def __init__(self, parent: QWidget, desk: Desk, record_id: str) -> None:
        super().__init__(parent)
        self._desk, self._record_id = desk, record_id
        self._waiting: list[Entry] = []
        self._first = True
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Historique"))
        ground = QWidget()
        self._entries = QVBoxLayout(ground)
        self._entries.setContentsMargins(8, 8, 8, 8)
        self._entries.setSpacing(12)
        self.state = label(_("L’historique se lit…"), "muted", wrap=True)
        self._entries.addWidget(self.state)
        self._entries.addStretch(1)
        self._area = scrolled(ground)
        self._area.setAccessibleName(_("Historique"))
        self.more = button(_("Voir plus ancien"), self._show_more)
        self.more.hide()
        self.close_button = button(_("Fermer"), self.reject)
        self._lay_out()
        wanted = QSize(desk.theme.px(_WIDTH), desk.theme.px(_HEIGHT))
        self.resize(wanted.boundedTo(parent.window().size()))
        desk.jobs.read(
            lambda session: read_entries(session, record_id), owner=self, then=self._show
        )

    def _lay_out(self) -> None:
        legend = _("Ce qui est barré a été retiré ; ce qui est souligné a été ajouté.")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(label(_("Historique"), "title"))
        column.addWidget(label(legend, "small", wrap=True))
        column.addWidget(self._area, 1)
        row = QHBoxLayout()
        row.addWidget(self.more)
        row.addStretch(1)
        row.addWidget(self.close_button)
        column.addLayout(row)

    def _show(self, entries: Sequence[Entry]) -> None:
        self._waiting = list(entries)
        self.state.setVisible(not entries)
        self.state.setText(_("Rien n’a encore été écrit dans cette fiche."))
        self._show_more()
        self.close_button.setFocus()

    def _show_more(self) -> None:
        some, self._waiting = self._waiting[:_AT_ONCE], self._waiting[_AT_ONCE:]
        for one in some:
            self._entries.insertWidget(self._entries.count() - 1, self._card(one))
        self.more.setVisible(bool(self._waiting))

    def _card(self, entry: Entry) -> QWidget:
        frame, column = card()
        head = f"{entry.when} · {entry.who}" if entry.who else entry.when
        column.addWidget(label(head, "strong", wrap=True))
        column.addWidget(label(entry.what, "small", wrap=True))
        for shown in entry.changes:
            self._add_change(column, shown)
        self._add_way_back(column, entry)
        return frame

    def _add_change(self, column: QVBoxLayout, shown: Shown) -> None:
        if shown.title:
            column.addWidget(label(shown.title, "small", wrap=True))
        column.addWidget(PiecesLabel(shown.title, shown.pieces, self._desk.theme))

    def _add_way_back(self, column: QVBoxLayout, entry: Entry) -> None:
        first, self._first = self._first, False
        if first:
            column.addWidget(label(_("C’est la version actuelle."), "muted", wrap=True))
        elif entry.there and not self._desk.read_only:
            made = button(_("Revenir à cette version"), partial(self._go_back, entry), role="small")
            made.setAccessibleName(_("Revenir à la version du {when}").format(when=entry.when))
            column.addWidget(made)

    def _go_back(self, entry: Entry) -> None:
        self.setEnabled(False)
        record_id, until = self._record_id, entry.until
        self._desk.jobs.write(
            noted(lambda workspace: go_back(workspace, record_id=record_id, until=until)),
            initiator=RESTORED,
            then=partial(_say, self._desk, entry),
        )
        self.accept()


def _say(desk: Desk, entry: Entry, done: Noted[Undone | None]) -> None:
    if done.value is None:
        desk.said.emit(_("La fiche est déjà comme à ce moment-là."))
        return
    said = _("La fiche est revenue à la version du {when}.")
    desk.done.emit(said.format(when=entry.when), done.line)
