"""Entretiens: the list, or the one interview that is being written."""

from collections.abc import Sequence

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from cga_desktop.domain.changes import Changes
from cga_desktop.domain.errors import UserError
from cga_desktop.domain.kinds import InterviewKind
from cga_desktop.domain.records import Interview
from cga_desktop.domain.sheets import InterviewLine
from cga_desktop.operations.interviews import start_interview
from cga_desktop.store.queries.interviews import interviews
from cga_desktop.ui.actions import Action
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.interviews.form import InterviewForm
from cga_desktop.ui.interviews.listing import Listing
from cga_desktop.ui.interviews.reading import Reading, read_interview
from cga_desktop.ui.screen import Screen

_WATCHED = Changes.INTERVIEWS | Changes.ACTORS | Changes.STUDY
_KINDS = {
    Action.NEW_RESIDENT_INTERVIEW: InterviewKind.RESIDENT,
    Action.NEW_ACTOR_INTERVIEW: InterviewKind.ACTOR,
}


class InterviewsScreen(Screen):
    """An interview takes the room of the list while it is open; Escape leads back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.listing = Listing(desk)
        self.listing.opened.connect(self.open)
        self.listing.wanted.connect(self.perform)
        self.form: InterviewForm | None = None
        self._starting = False
        self._opening = self._question = ""
        self._stale = False
        self._stack = QStackedWidget()
        self._stack.addWidget(self.listing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        desk.jobs.changed.connect(self._changed)
        self._reload()

    @property
    def record(self) -> str:
        """The interview that is open."""
        return self.form.interview_id if self.form is not None else ""

    def enter(self, record_id: str) -> None:
        """Show one interview, at one question where ``id#question`` says so; or what was left."""
        interview_id, _sign, question_id = record_id.partition("#")
        if interview_id:
            self.open(interview_id, question_id)
        elif self.form is None:
            self._refresh()
            self.listing.take_hands()

    def leave(self) -> None:
        """What was typed is handed over."""
        if self.form is not None:
            self.form.leave()

    def perform(self, action: Action) -> bool:
        """Begin an interview, move within the open one, or search the list."""
        if action in _KINDS:
            self._start(_KINDS[action])
            return True
        if action is Action.SEARCH:
            self.close_form()
            self.listing.search()
            return True
        return self.form is not None and self.form.perform(action)

    def open(self, interview_id: str, question_id: str = "") -> None:
        """Open one interview, with the hands on a question, or on the first thing to do."""
        if self.form is not None and self.form.interview_id == interview_id:
            self.form.go_to(question_id)
            return
        self._opening, self._question = interview_id, question_id
        self.desk.jobs.read(
            lambda session: read_interview(session, interview_id), owner=self, then=self._show
        )

    def close_form(self) -> None:
        """Back to the list, with the interview that was open chosen."""
        if self.form is None:
            return
        form, self.form = self.form, None
        interview_id = form.interview_id
        self._stack.setCurrentWidget(self.listing)
        self._stack.removeWidget(form)
        form.close_for_good()
        self.listing.choose(interview_id)
        self._refresh(interview_id)

    def _start(self, kind: InterviewKind) -> None:
        if self._starting:
            return
        self._starting = True
        contributor = self.desk.settings.contributor
        self.desk.jobs.write(
            lambda workspace: start_interview(workspace, kind=kind.value, contributor=contributor),
            initiator=self,
            then=self._started,
            failed=self._not_started,
        )

    def _started(self, interview: Interview) -> None:
        self._starting = False
        self.open(interview.id)

    def _not_started(self, error: UserError) -> None:
        self._starting = False
        self.desk.refused.emit(str(error))

    def _show(self, found: Reading) -> None:
        if found.id != self._opening:
            return
        self._opening = ""
        self.close_form()
        self.form = InterviewForm(found, self.desk)
        self.form.closing.connect(self.close_form)
        self.form.discarded.connect(self.close_form)
        self.form.go_to(self._question)
        self._stack.addWidget(self.form)
        self._stack.setCurrentWidget(self.form)
        self.form.setFocus()  # until it is built: no key lands on a button by chance

    def _changed(self, what: Changes, _initiator: object) -> None:
        if what & _WATCHED:
            self._stale = True
            self._refresh()

    def _refresh(self, chosen: str = "") -> None:
        """Read the list again where it is seen: while an interview is written nobody sees it."""
        if self._stale and self.listing.isVisibleTo(self) and self.isVisible():
            self._stale = False
            self._reload(chosen)

    def _reload(self, chosen: str = "") -> None:
        def show(lines: Sequence[InterviewLine]) -> None:
            self.listing.show_lines(lines)
            if chosen:
                self.listing.choose(chosen)

        self.desk.jobs.read(interviews, owner=self, then=show, topic="lines")
