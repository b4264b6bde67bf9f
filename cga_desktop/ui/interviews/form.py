"""The form of one interview: guide at the left, page at the right, all saved as it is typed."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cga_desktop.domain.changes import Changes, Outcome
from cga_desktop.domain.errors import NotWritten, UserError
from cga_desktop.domain.kinds import InterviewStatus, Purpose
from cga_desktop.domain.unsaved import Subject
from cga_desktop.i18n import _
from cga_desktop.operations.interviews import InterviewChanges, delete_interview, save_typed
from cga_desktop.operations.workspace import Workspace
from cga_desktop.ui.actions import Action
from cga_desktop.ui.autosave import Autosave
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.history.restored import RESTORED
from cga_desktop.ui.history.taking_back import Noted, noted
from cga_desktop.ui.interviews.bindings import Key, show_all, touched
from cga_desktop.ui.interviews.gate import Gate
from cga_desktop.ui.interviews.guide_pane import GuidePane
from cga_desktop.ui.interviews.header import Header
from cga_desktop.ui.interviews.page import BEFORE, Page
from cga_desktop.ui.interviews.reading import Reading, read_again
from cga_desktop.ui.interviews.words import heading, missing, who
from cga_desktop.ui.widgets.only_looking import let_only_look, only_looking
from cga_desktop.ui.written import when_written

_WATCHED = Changes.INTERVIEWS | Changes.ACTORS


class InterviewForm(QWidget):
    """Where an interview is written, at the speed of speech.

    Signals:
        ready: it is built whole, and the hands are on the first thing to do.
        closing: the user goes back to the list.
        discarded: the interview is no more in the study.
    """

    ready = Signal()
    closing = Signal()
    discarded = Signal()

    def __init__(self, reading: Reading, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._interview = reading.sheet.interview
        self._actor_name = reading.sheet.actor.name if reading.sheet.actor else ""
        self._marked = bool(reading.sheet.excerpts)
        self._stale = False
        self._restored = False
        self._gone = False
        self._edits: dict[Key, int] = {}
        self._edit = 0
        about = Subject("interview", self._interview.id)
        save = partial(_save, self._interview.id)
        self.autosave = Autosave(desk, save, InterviewChanges(), self, about)
        self.header = Header(desk.theme)
        self.gate = Gate(desk.theme)
        self.guide = GuidePane(reading.sheet.questions, desk.theme)
        self.page = Page(desk)
        self.header.show_title(heading(self._interview, self._actor_name))
        self.header.show_state(finished=self.finished, empty=False)
        self._lay_out()
        self.gate.hide()
        self._connect()
        self._built = False
        self._wanted = ""
        self._steps = self.page.fill(reading)
        self._builder = QTimer(self, interval=0)
        self._builder.timeout.connect(self._build_on)
        self._builder.start()

    @property
    def built(self) -> bool:
        """Whether every question is there, and the hands can begin."""
        return self._built

    def _build_on(self) -> None:
        """One step at a time: the window answers between two of them."""
        try:
            next(self._steps)
        except StopIteration:
            self._builder.stop()
            self._built = True
            if self._desk.read_only:
                let_only_look(self.page)
                self.header.only_look()
            self._show_state()
            self._begin()
            self.ready.emit()
            if self._stale:
                self._reload()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(12, 12, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.guide)
        row.addWidget(self.page, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.gate)
        column.addLayout(row, 1)

    def _connect(self) -> None:
        self.header.back.connect(self.closing)
        self.header.finish.connect(self.finish)
        self.header.reopen.connect(self.reopen)
        self.header.discard.connect(self.discard)
        self.header.erase.connect(self.erase)
        self.header.history.connect(lambda: self._desk.asked_to.emit(Action.HISTORY))
        self.page.ending.finish.connect(self.finish)
        self.page.ending.reopen.connect(self.reopen)
        for one in (self.header, self.gate):
            one.consents.connect(self._ask_for_notes)
        self.guide.wanted.connect(self.page.go_to)
        self.guide.shown.connect(self.page.show_part)
        self.page.here.connect(self.guide.show_current)
        self.page.changed.connect(self._typed)
        self.page.left.connect(self._let_go)
        self.autosave.idle.connect(self._settled)
        self._desk.jobs.changed.connect(self._changed_elsewhere)
        self._desk.theme.changed.connect(self._fit)

    @property
    def interview_id(self) -> str:
        """Which interview this is."""
        return self._interview.id

    @property
    def finished(self) -> bool:
        """Whether the interview is over."""
        return self._interview.status == InterviewStatus.FINISHED

    @property
    def empty(self) -> bool:
        """Whether nothing was written in it yet."""
        return not self.page.answered and not self._marked

    def _ask_for_notes(self) -> None:
        self.page.before.consents.ask_for_notes()

    def _begin(self) -> None:
        """Put the hands on what is wanted, else on the first thing to do."""
        unanswered = self.page.unanswered
        if self._wanted in self.page.blocks:
            self.page.go_to(self._wanted)
        elif not self.page.allowed or (self.empty and not self.finished):
            self.page.go_to(BEFORE)
        elif self.finished or not unanswered:
            self.guide.setFocus()
            self.guide.show_current(BEFORE)
        else:
            self.page.go_to(next(iter(unanswered)))

    def go_to(self, question_id: str) -> None:
        """Put the hands on one question, as soon as it is there; "" leaves them where they are."""
        self._wanted = question_id
        if self._built and question_id in self.page.blocks:
            self.page.go_to(question_id)

    def perform(self, action: Action) -> bool:
        """Do one of the actions of an interview."""
        if not self._built:
            return False
        match action:
            case Action.NEXT_QUESTION:
                self.page.next()
            case Action.PREVIOUS_QUESTION:
                self.page.previous()
            case Action.FINISH_INTERVIEW:
                self.finish()
            case _:
                return False
        return True

    def flush(self) -> None:
        """Write now what was typed."""
        self.autosave.flush()

    def _let_go(self) -> None:
        """The hands left a field: it is written, and shows what was changed in it elsewhere."""
        self.flush()
        if self._stale and not self.autosave.pending:
            self._reload()

    def leave(self) -> None:
        """The form goes out of sight: a name being typed counts as it is, and is written too."""
        if self._built:
            self.page.before.hand_over()
        self.flush()

    def close_for_good(self) -> None:
        """The form goes away; what it was given reaches the disk all the same."""
        if not self._gone:
            self.leave()
            self._say_unchosen_actor()
        self.autosave.finish()
        self.deleteLater()

    def _say_unchosen_actor(self) -> None:
        name = self.page.before.unchosen_actor if self._built else ""
        if name:
            said = _("L’acteur « {name} » n’a pas été créé : l’entretien reste sans acteur.")
            self._desk.said.emit(said.format(name=name))

    def finish(self) -> None:
        """The interview is over; what is missing is said, and forbids nothing."""
        if self.finished or self._only_looking():
            return
        self._set_status(InterviewStatus.FINISHED)
        said = _("L’entretien {who} est terminé.").format(
            who=who(self._interview, self._actor_name)
        )
        self._desk.said.emit(f"{said} {self._missing()}")

    def reopen(self) -> None:
        """The interview goes on."""
        if not self._only_looking():
            self._set_status(InterviewStatus.IN_PROGRESS)

    def _only_looking(self) -> bool:
        if self._desk.read_only:
            self._desk.refused.emit(only_looking())
        return self._desk.read_only

    def _set_status(self, status: InterviewStatus) -> None:
        self._typed(InterviewChanges(fields={"status": status.value}))
        self.flush()

    def discard(self) -> None:
        """Throw the interview away, once all of it is on the disk: an undo brings it back."""
        self.setEnabled(False)
        self.leave()
        when_written(self._desk, self._delete_now, self._kept)

    def erase(self) -> None:
        """Ask whether the interview is to be erased for good."""
        from cga_desktop.ui.erasing.dialog import EraseDialog

        self.leave()
        EraseDialog(
            self,
            self._desk,
            record_id=self.interview_id,
            subject=self.header.title,
            gone=self._leave_for_good,
        ).open()

    def _delete_now(self) -> None:
        interview_id = self.interview_id
        self._desk.jobs.write(
            noted(lambda workspace: delete_interview(workspace, interview_id=interview_id)),
            initiator=self.autosave,
            then=self._discarded,
            failed=self._not_discarded,
        )

    def _discarded(self, done: Noted[None]) -> None:
        said = _("L’entretien {who} est supprimé.")
        if self.empty:
            said = _("L’entretien {who}, vide, est supprimé.")
        self._desk.done.emit(said.format(who=who(self._interview, self._actor_name)), done.line)
        self._leave_for_good()

    def _leave_for_good(self) -> None:
        self._gone = True
        self.autosave.drop()
        self.discarded.emit()

    def _kept(self) -> None:
        self._not_discarded(
            NotWritten(
                _(
                    "Vos derniers mots ne sont pas encore sur le disque : l’entretien n’a pas été "
                    "supprimé. Réessayez quand ils seront enregistrés."
                )
            )
        )

    def _not_discarded(self, error: UserError) -> None:
        self.setEnabled(True)
        self._desk.refused.emit(str(error))

    def _typed(self, changes: InterviewChanges) -> None:
        self._edit += 1
        for key in touched(changes):
            self._edits[key] = self._edit
        known = {name: new for name, new in changes.fields.items() if name != "notes"}
        if known:
            self._interview = self._interview.model_copy(update=known)
        self.autosave.note(changes)
        if changes.consents:
            self.flush()
        self._show_state()

    def _show_state(self) -> None:
        """What is said around the page: title, consents, ticks, what is missing."""
        page = self.page
        said = page.before.consents.said
        actor = page.before.actor
        if actor is not None:
            self._actor_name = actor.actor.name if actor.actor else ""
        allowed = said[Purpose.NOTES] is True
        self.header.show_title(heading(self._interview, self._actor_name))
        self.header.line.show_said(said)
        self.header.show_state(finished=self.finished, empty=self.empty)
        self.gate.show_said(said[Purpose.NOTES], written=not self.empty)
        if page.allowed is not allowed:
            page.allow(allowed=allowed)
        done = page.answered | ({BEFORE} if None not in said.values() else frozenset[str]())
        self.guide.set_done(done)
        page.ending.show_state(finished=self.finished, missing=self._missing())

    def _missing(self) -> str:
        said = self.page.before.consents.said
        return missing(
            blanks=self._blanks(),
            unanswered=len(self.page.unanswered),
            unasked=[purpose for purpose, granted in said.items() if granted is None],
        )

    def _blanks(self) -> list[str]:
        if self.page.before.actor is not None:
            return [] if self._interview.actor_id else [_("l’acteur rencontré")]
        blanks = {
            _("la tranche d’âge"): self._interview.age_band,
            _("le quartier"): self._interview.neighbourhood,
        }
        return [words for words, value in blanks.items() if not value]

    def _changed_elsewhere(self, what: Changes, initiator: object) -> None:
        if what & _WATCHED and initiator is not self.autosave and not self._gone:
            self._restored |= initiator is RESTORED
            self._reload()

    def _settled(self) -> None:
        if self._stale:
            self._reload()

    def _reload(self) -> None:
        self._stale = not self._built
        if self._stale:
            return
        unsaved, edit = touched(self.autosave.unsaved), self._edit
        interview_id = self.interview_id
        self._desk.jobs.read(
            lambda session: read_again(session, interview_id),
            owner=self,
            then=lambda found: self._show_again(found, unsaved, edit),
            topic="reading",
        )

    def _show_again(self, found: Reading | None, unsaved: frozenset[Key], edit: int) -> None:
        if found is not None:
            self._show_reading(found, unsaved, edit)
        elif not self._gone:
            self._leave_for_good()  # an undo took it out of the study

    def _show_reading(self, found: Reading, unsaved: frozenset[Key], edit: int) -> None:
        """Show what changed elsewhere, except where something was typed since it was read."""
        since = {key for key, number in self._edits.items() if number > edit}
        busy = unsaved | touched(self.autosave.unsaved) | since
        even_in_use, self._restored = self._restored, False
        left = show_all(self.page.bindings(), found, but=busy, even_in_use=even_in_use)
        self._stale = left
        self._marked = bool(found.sheet.excerpts)
        kept = {name: getattr(self._interview, name) for part, name in busy if part == "fields"}
        self._interview = found.sheet.interview.model_copy(update=kept)
        self.page.show_excerpts(found)
        self._show_state()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:  # noqa: N802  (Qt's name)
        """Escape leads back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.closing.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent, /) -> None:  # noqa: N802  (Qt's name)
        """Where the window is narrow, the answers have it to themselves."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.guide.fit(self.width())


def _save(interview_id: str, workspace: Workspace, changes: InterviewChanges) -> Outcome[None]:
    return save_typed(workspace, interview_id=interview_id, changes=changes)
