"""A user in a process of their own, until it is killed: types, chooses, adds and deletes.

Everything they do and everything the program says is saved goes to the standard output at once, a
line of JSON each:

* ``{"pid": …}``: the process is there.
* ``{"began": {key: value, …}}``: what the forms showed when the hands were put to them.
* ``{"did": key, "value": …, "at": …}``: a key pressed, a value chosen, something added or deleted,
  at a moment of the system's monotonic clock, in seconds.
* ``{"refused": …}``, ``{"crashed": …}``: a sentence of the program, or a bug.
* ``{"saved": {key: value, …}, "said": …}``: what the program holds to be on the disk, of what
  changed since it said so last; and the words of the status bar.

A key names one value of the study: see ``stored``.
"""

import json
import os
import random
import sys
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from cga_desktop.domain.changes import FieldChanges
from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.domain.kinds import AgeBand, Purpose
from cga_desktop.domain.records import Actor
from cga_desktop.operations.actors import add_actor, delete_actor
from cga_desktop.operations.interviews import InterviewChanges
from cga_desktop.operations.studies import open_study
from cga_desktop.operations.workspace import Workspace
from cga_desktop.settings import Settings
from cga_desktop.store.queries.actors import actor_sheet
from cga_desktop.ui.actions import Action
from cga_desktop.ui.actors.form import ActorForm
from cga_desktop.ui.autosave import Autosave
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.interviews.answer_field import AnswerField
from cga_desktop.ui.interviews.form import InterviewForm
from cga_desktop.ui.interviews.page import NOTES
from cga_desktop.ui.interviews.person import PersonCard
from cga_desktop.ui.interviews.screen import InterviewsScreen
from cga_desktop.ui.jobs import Jobs
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.status import StatusBar
from tests.fakes import FakeFinder, FakeOnline, FakePrinter, FakeVault
from tests.ui.interviews.hands import hands, letter, press

LETTERS = "abcdefghijklmnopqrstuvwxyzéèàç,"
LONGEST_LIFE_MS = 60_000
"""Who kills users may have been stopped; nobody types on alone."""
PRESENT, ABSENT = "present", "absent"
RHYTHMS_MS = ((5, 40), (5, 40), (5, 40), (40, 160), (40, 160), (310, 420))
"""Bursts of typing, ordinary typing, and the pauses of who listens."""


def report(**line: object) -> None:
    """Say it before anything else happens."""
    os.write(1, json.dumps(line).encode() + b"\n")


def keys_of(about: str, unsaved: object) -> set[str]:
    """The values among ``unsaved`` changes of one form, by key."""
    if isinstance(unsaved, InterviewChanges):
        return {
            *(f"interview:{about}:{name}" for name in unsaved.fields),
            *(f"answer:{about}:{name}" for name in unsaved.answers),
            *(f"consent:{about}:{name}" for name in unsaved.consents),
        }
    assert isinstance(unsaved, FieldChanges)
    return {f"actor:{about}:{name}" for name in unsaved}


class User(QObject):
    """Does one thing after the other, in the rhythm of who takes notes."""

    def __init__(
        self, desk: Desk, screen: InterviewsScreen, card: ActorForm, chance: random.Random
    ) -> None:
        super().__init__()
        self.desk, self.screen, self.card, self.chance = desk, screen, card, chance
        self.now: dict[str, object] = {}
        self.said: dict[str, object] = {}
        self.mine: list[str] = []
        self.about: dict[QObject, str] = {card.autosave: card.actor_id}
        self.leaving = False
        self.timer = QTimer(self, singleShot=True)
        self.timer.timeout.connect(self._act)
        self.timer.start(0)
        self.acts = (
            (self._type, 70), (self._rub_out, 8), (self._next_question, 4), (self._age, 3),
            (self._type_in_card, 10), (self._kind, 3), (self._add, 3), (self._delete, 2),
            (self._new_interview, 2),
        )  # fmt: skip

    # --- what is said ----------------------------------------------------------------------------

    def begin(self, values: Mapping[str, object]) -> None:
        self.now |= values
        self.said |= values
        report(began=values)

    def did(self, key: str, value: object, at: float) -> None:
        self.now[key] = value
        report(did=key, value=value, at=at)

    def saved(self, status: StatusBar) -> None:
        """The status bar says that what was typed is on the disk."""
        forms = [one for one in self.desk.unwritten if isinstance(one, Autosave)]
        waiting = set[str]().union(*(keys_of(self.about[one], one.unsaved) for one in forms))
        told = {
            key: value
            for key, value in self.now.items()
            if key not in waiting
            and self.said.get(key, None) != value
            and not key.startswith(("actors:", "interviews:"))
        }
        self.said |= told
        report(saved=told, said=status.sentence)

    def kept(self, key: str, value: object) -> None:
        self.now[key] = self.said[key] = value
        report(saved={key: value}, said="")

    # --- what is done ----------------------------------------------------------------------------

    def _act(self) -> None:
        form = self.screen.form
        if form is not None and form.built and not self.leaving:
            if form.autosave not in self.about:
                self._look_at(form)
            acts, weights = zip(*self.acts, strict=True)
            self.chance.choices(acts, weights)[0](form)
        self.timer.start(self.chance.randint(*self.chance.choice(RHYTHMS_MS)))

    def _look_at(self, form: InterviewForm) -> None:
        about = form.interview_id
        self.about[form.autosave] = about
        form.discarded.connect(partial(self._discarded, about))
        blocks = form.page.blocks.items()
        texts = {self._key(about, name): block.field.text for name, block in blocks}
        self.begin({f"interviews:{about}": PRESENT, **texts})

    @staticmethod
    def _key(about: str, name: str) -> str:
        return f"interview:{about}:notes" if name == NOTES else f"answer:{about}:{name}"

    def _field(self, form: InterviewForm) -> tuple[str, AnswerField] | None:
        """Where the hands write an answer, once the person agreed to notes."""
        page, about = form.page, form.interview_id
        if not page.allowed:
            page.before.consents.ask_for_notes()
            at = time.monotonic()
            letter("o")
            if page.before.consents.said[Purpose.NOTES]:  # where the hands were let there
                self.did(f"consent:{about}:notes", True, at)
            return None
        for key, block in page.blocks.items():
            if block.field is hands():
                return self._key(about, key), block.field
        page.go_to(self.chance.choice(list(page.blocks)))
        return None

    def _type(self, form: InterviewForm) -> None:
        for _key in range(self.chance.choice((1, 1, 3))):
            found = self._field(form)
            if found is not None:
                at = time.monotonic()
                letter(self.chance.choice(LETTERS))
                self.did(found[0], found[1].text, at)

    def _rub_out(self, form: InterviewForm) -> None:
        found = self._field(form)
        if found is not None and found[1].text:
            at = time.monotonic()
            press(Qt.Key.Key_Backspace, times=self.chance.randint(1, 3))
            self.did(found[0], found[1].text, at)

    def _next_question(self, form: InterviewForm) -> None:
        if self._field(form) is not None:
            press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def _age(self, form: InterviewForm) -> None:
        card = form.findChild(PersonCard)
        if not form.page.allowed or not isinstance(card, PersonCard):
            return
        wanted = self.chance.choice(list(AgeBand)).value
        if wanted != card.age.value:
            at = time.monotonic()
            QTest.keyClick(card.age.button(wanted), Qt.Key.Key_Space)
            self.did(f"interview:{form.interview_id}:age_band", card.age.value, at)

    def _type_in_card(self, _form: InterviewForm) -> None:
        notes = self.card.texts["notes"]
        notes.setFocus()
        for _key in range(self.chance.randint(1, 4)):
            at = time.monotonic()
            letter(self.chance.choice(LETTERS))
            self.did(f"actor:{self.card.actor_id}:notes", notes.toPlainText(), at)

    def _kind(self, _form: InterviewForm) -> None:
        at = time.monotonic()
        last = self.card.kind.currentIndex() == self.card.kind.count() - 1
        QTest.keyClick(self.card.kind, Qt.Key.Key_Home if last else Qt.Key.Key_Down)
        self.did(f"actor:{self.card.actor_id}:kind", self.card.kind.currentData(), at)

    def _add(self, _form: InterviewForm) -> None:
        draft = ActorDraft(name=f"Régie {self.chance.randrange(10**9)}")

        def added(actor: Actor) -> None:
            self.mine.append(actor.id)
            self.kept(f"actors:{actor.id}", PRESENT)

        self.desk.jobs.write(lambda workspace: add_actor(workspace, draft=draft), then=added)

    def _delete(self, _form: InterviewForm) -> None:
        if not self.mine:
            return
        actor_id = self.mine.pop()
        self.did(f"actors:{actor_id}", ABSENT, time.monotonic())
        self.desk.jobs.write(
            lambda workspace: delete_actor(workspace, actor_id=actor_id),
            then=lambda _name: self.kept(f"actors:{actor_id}", ABSENT),
        )

    def _new_interview(self, form: InterviewForm) -> None:
        if form.empty and self.chance.random() < 0.5:
            self.leaving = True
            self.did(f"interviews:{form.interview_id}", ABSENT, time.monotonic())
            form.discard()
        self.screen.perform(Action.NEW_RESIDENT_INTERVIEW)

    def _discarded(self, interview_id: str) -> None:
        self.leaving = False
        self.kept(f"interviews:{interview_id}", ABSENT)


def _qt_says(_kind: object, _context: object, words: str) -> None:
    if "does not support" not in words:  # what the platform without a screen lacks
        report(crashed=words)


def main(given: Mapping[str, Any]) -> int:
    """Open a study, and write in it for ever."""
    report(pid=os.getpid())
    qInstallMessageHandler(_qt_says)
    application = QApplication(["user"])
    vault = FakeVault({given["key_name"]: bytes.fromhex(given["key"])})
    database = open_study(Path(given["study"]), vault=vault)
    jobs = Jobs(Workspace(database, FakeFinder(), FakeOnline(), FakePrinter()))
    desk = Desk(jobs, Theme(application), Settings())
    jobs.crashed.connect(lambda error: report(crashed=repr(error)))
    jobs.refused.connect(lambda error: report(refused=str(error)))
    with database.reading() as session:
        sheet = actor_sheet(session, given["actor"])
    card, screen, status = ActorForm(desk, sheet), InterviewsScreen(desk), StatusBar(desk)
    window = QWidget()
    column = QVBoxLayout(window)
    for part in (screen, card, status):
        column.addWidget(part)
    window.resize(1214, 1100)
    window.show()
    window.activateWindow()
    screen.enter(given["interview"])
    user = User(desk, screen, card, random.Random(given["seed"]))  # noqa: S311  (no secret)
    about = f"actor:{card.actor_id}"
    user.begin({f"{about}:notes": sheet.actor.notes, f"{about}:kind": sheet.actor.kind})
    desk.saved.connect(lambda _moment: user.saved(status))
    QTimer.singleShot(LONGEST_LIFE_MS, application.quit)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
