"""The list of interviews: those recorded, those to finish, and one of them to read."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cga_desktop.domain.kinds import InterviewKind, InterviewStatus
from cga_desktop.domain.sheets import InterviewLine
from cga_desktop.i18n import _
from cga_desktop.ui.actions import Action
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.interviews.preview import Preview
from cga_desktop.ui.interviews.reading import Reading, read_interview
from cga_desktop.ui.interviews.words import counted, second_line, status_mark, who
from cga_desktop.ui.look.icons import icon
from cga_desktop.ui.widgets.flow import FlowLayout
from cga_desktop.ui.widgets.parts import button, label
from cga_desktop.ui.widgets.record_list import Chip, RecordList, Row

_TO_FINISH = "to_finish"
_READ_AFTER_MS = 60
"""Arrows run through the list; only where they stop is an interview read."""
_READ_FROM = 860
"""An interview is shown beside the list from this width on, in pixels at 100 % text."""


class Listing(QWidget):
    """Search, filters, the interviews, and the one that is chosen.

    Signals:
        opened: an interview is to be opened, with its id.
        wanted: a new interview is to be begun: the action.
    """

    opened = Signal(str)
    wanted = Signal(Action)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._lines: Sequence[InterviewLine] = ()
        self._rows: dict[str, tuple[InterviewLine, Row]] = {}
        self.list = RecordList(
            desk.theme,
            (
                Chip("", _("Tous")),
                Chip(InterviewKind.RESIDENT.value, _("Habitant·es")),
                Chip(InterviewKind.ACTOR.value, _("Acteurs")),
                Chip(_TO_FINISH, _("À finir")),
            ),
            search_hint=_("Chercher un pseudonyme, un acteur, un quartier…"),
            count_text=lambda shown: counted(shown, self._lines),
            empty=self._nothing_yet(),
        )
        self.list.view.setAccessibleName(_("Entretiens"))
        self.list.view.activated.connect(self._activated)
        self.list.chosen.connect(self._chosen)
        self.list.search.textChanged.connect(self._narrowed)
        self.list.search.returnPressed.connect(self.list.view.setFocus)
        self.preview = Preview(desk.theme)
        self.preview.wanted.connect(self.opened)
        self._read_soon = QTimer(self, singleShot=True, interval=_READ_AFTER_MS)
        self._read_soon.timeout.connect(self._read)
        self._lay_out()
        desk.theme.changed.connect(self._draw)

    def _lay_out(self) -> None:
        head = QWidget()
        flow = FlowLayout(head, gap=12)
        flow.addWidget(label(_("Entretiens"), "page"))
        self._new = self._starter(Action.NEW_RESIDENT_INTERVIEW, "accent")
        self._new_actor = self._starter(Action.NEW_ACTOR_INTERVIEW)
        flow.addWidget(self._new)
        flow.addWidget(self._new_actor)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.list, 1)
        row.addWidget(self.preview, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(head)
        column.addLayout(row, 1)
        self._fit()

    def _starter(self, action: Action, role: str = "") -> QPushButton:
        start = partial(self.wanted.emit, action)
        drawn = self._picture(action, role)
        return button(action.words.text, start, role=role, icon=drawn, tip=action.tip)

    def _picture(self, action: Action, role: str) -> QIcon:
        tokens = self._desk.theme.tokens
        return icon(action.words.icon, tokens.on_accent if role else tokens.accent)

    def _draw(self) -> None:
        self._new.setIcon(self._picture(Action.NEW_RESIDENT_INTERVIEW, "accent"))
        self._new_actor.setIcon(self._picture(Action.NEW_ACTOR_INTERVIEW, ""))
        self._fit()

    def _nothing_yet(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(8, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(label(_("Aucun entretien pour l’instant."), "section", wrap=True))
        said = _(
            "Commencez par le premier : vous n’avez besoin ni de réseau ni de papier, et tout ce "
            "que vous écrivez est enregistré au fur et à mesure."
        )
        column.addWidget(label(said, "muted", wrap=True))
        new = Action.NEW_RESIDENT_INTERVIEW
        column.addWidget(button(_("Nouvel entretien"), lambda: self.wanted.emit(new), tip=new.tip))
        column.addStretch(1)
        return holder

    def show_lines(self, lines: Sequence[InterviewLine]) -> None:
        """Show these interviews; what was chosen stays chosen."""
        first = not self._lines
        self._lines = lines
        self.list.set_rows([self._row(line) for line in lines])
        if first and lines and not self.list.current:
            self.list.choose(lines[0].interview.id)
        if self.list.current:
            self._read_soon.start()
        else:
            self.preview.clear()

    def _row(self, line: InterviewLine) -> Row:
        """A row is made once for each state of its interview."""
        kept = self._rows.get(line.interview.id)
        if kept is None or _state(kept[0]) != _state(line):
            kept = self._rows[line.interview.id] = (line, _row(line))
        return kept[1]

    def choose(self, interview_id: str) -> None:
        """Choose an interview where it is shown, and put the hands on the list."""
        if self.list.rows.index_of(interview_id).isValid():
            self.list.choose(interview_id)
        self.take_hands()

    def take_hands(self) -> None:
        """Put the hands where something can be done."""
        (self.list.view if self._lines else self.list.search).setFocus()

    def search(self) -> None:
        """Put the hands on the search field."""
        self.list.search.setFocus()
        self.list.search.selectAll()

    def _activated(self, index: QModelIndex) -> None:
        self.opened.emit(self.list.rows.row_at(index).id)

    def _chosen(self, interview_id: str) -> None:
        if interview_id:
            self._read_soon.start()
        else:
            self.preview.clear()

    def _narrowed(self) -> None:
        if not self.list.current:
            self.preview.clear()

    def _read(self) -> None:
        interview_id = self.list.current
        if not interview_id or not self.preview.isVisibleTo(self):
            return
        self._desk.jobs.read(
            lambda session: read_interview(session, interview_id), owner=self, then=self._show
        )

    def _show(self, found: Reading) -> None:
        if found.id == self.list.current:
            self.preview.show_reading(found)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:  # noqa: N802  (Qt's name)
        """Down leads from the search into the list."""
        if event.key() == Qt.Key.Key_Down and self.list.search.hasFocus():
            self.list.view.setFocus()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent, /) -> None:  # noqa: N802  (Qt's name)
        """Where the window is narrow, the list has it to itself."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        theme = self._desk.theme
        beside = self.width() >= theme.px(_READ_FROM)
        appeared = beside and self.preview.isHidden()
        self.preview.setVisible(beside)
        if appeared:
            self._read_soon.start()


def _state(line: InterviewLine) -> tuple[object, ...]:
    """What its row depends on."""
    return line.interview.updated_at, line.actor_name, line.contributor_name, line.answered


def _row(line: InterviewLine) -> Row:
    interview = line.interview
    groups = {interview.kind}
    if interview.status != InterviewStatus.FINISHED:
        groups.add(_TO_FINISH)
    return Row(
        id=interview.id,
        title=who(interview, line.actor_name),
        subtitle=second_line(line),
        mark=status_mark(interview.status),
        groups=frozenset(groups),
    )
