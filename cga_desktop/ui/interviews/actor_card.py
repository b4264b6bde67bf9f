"""The actor met: chosen among those of the study, or made on the spot with a name and a kind."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cga_desktop.domain.changes import Changes, Outcome
from cga_desktop.domain.drafts import LONGEST_LINE, ActorDraft
from cga_desktop.domain.kinds import ActorKind
from cga_desktop.domain.places import Precision
from cga_desktop.domain.records import Actor
from cga_desktop.domain.texts import one_line
from cga_desktop.i18n import _
from cga_desktop.operations.actors import add_actor
from cga_desktop.operations.interviews import InterviewChanges, save_interview
from cga_desktop.operations.workspace import Workspace
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.interviews.bindings import Binding
from cga_desktop.ui.interviews.fields import FieldCard, complete
from cga_desktop.ui.interviews.reading import Reading
from cga_desktop.ui.interviews.words import DOT
from cga_desktop.ui.rooms import Room
from cga_desktop.ui.widgets.form import Form
from cga_desktop.ui.widgets.parts import button, card, label


class _Search(QLineEdit):
    """A line that says when the hands leave it, typed in or not.

    Signals:
        left: the focus went elsewhere than to the proposals.
    """

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent, /) -> None:  # noqa: N802  (Qt's name)
        """Say so."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class ActorCard(FieldCard):
    """Whom the interview is with: a search among the actors, then the chosen one's card.

    Signals:
        settled: an actor was chosen: what follows may take the hands.
    """

    settled = Signal()

    def __init__(self, reading: Reading, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._interview_id = reading.id
        self._by_name: dict[str, Actor] = {}
        self._proposals = QStringListModel(self)
        self._actor: Actor | None = None
        self._before: Actor | None = None
        self.search = _Search(maxLength=LONGEST_LINE)
        self.search.setPlaceholderText(_("Nom de l’association, du service, du commerce…"))
        self.search.textChanged.connect(self._searched)
        self.search.left.connect(self._choose_exactly)
        self.search.returnPressed.connect(self._choose_exactly)
        completer = complete(self.search, ())
        completer.setModel(self._proposals)
        completer.activated.connect(self._choose_named)
        self._form = Form()
        self._form.add_row(_("Acteur rencontré"), self.search)
        self._new = self._made_on_the_spot()
        self._form.add_widget(self._new)
        self._chosen = self._chosen_card()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(_("L’acteur"), "section"))
        column.addWidget(self._form)
        column.addWidget(self._chosen)
        self.bindings.append(Binding(("fields", "actor_id"), self.search, self._show))

    @property
    def actor(self) -> Actor | None:
        """The actor met, where it is known."""
        return self._actor

    @property
    def unfinished(self) -> str:
        """A name that was typed, and neither chosen nor made into an actor."""
        return one_line(self.search.text()) if self._actor is None else ""

    def begin(self) -> None:
        """Put the hands on the search, or on the card of the actor chosen."""
        (self.search if self._actor is None else self.open).setFocus()

    def _made_on_the_spot(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        self._unknown = label("", "muted", wrap=True)
        self.kind = QComboBox()
        self.kind.setAccessibleName(_("Type d’acteur"))
        self.kind.setAccessibleDescription(_("Ce qu’est l’acteur qui va être créé."))
        for kind in ActorKind:
            self.kind.addItem(kind.label, kind.value)
        self.creator = button(_("Créer cet acteur"), self._create)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.kind)
        row.addWidget(self.creator)
        row.addStretch(1)
        column.addWidget(self._unknown)
        column.addLayout(row)
        holder.hide()
        return holder

    def _chosen_card(self) -> QWidget:
        frame, column = card(spacing=4)
        self._name = label("", "strong", wrap=True)
        self._kind_word = label("", "muted", wrap=True)
        self._address = label("", "muted", wrap=True)
        self.change = button(_("Choisir un autre acteur"), self._choose_again, role="quiet")
        self.open = button(_("Voir sa fiche"), self._open, role="quiet")
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.open)
        row.addWidget(self.change)
        row.addStretch(1)
        for one in (self._name, self._kind_word, self._address):
            column.addWidget(one)
        column.addLayout(row)
        frame.hide()
        return frame

    def _show(self, found: Reading) -> None:
        self._propose(found.actors)
        self._show_actor(found.sheet.actor)

    def _propose(self, actors: Sequence[Actor]) -> None:
        same = Counter(one.name.casefold() for one in actors)
        self._by_name = {
            one.name
            if same[one.name.casefold()] == 1
            else DOT.join(part for part in (one.name, one.address or one.id) if part): one
            for one in actors
        }
        self._proposals.setStringList(list(self._by_name))

    def _show_actor(self, actor: Actor | None) -> None:
        self._actor = actor
        self._form.setVisible(actor is None)
        self._chosen.setVisible(actor is not None)
        if actor is None:
            return
        blocker = QSignalBlocker(self.search)
        self.search.clear()
        blocker.unblock()
        self._new.hide()
        self._name.setText(actor.name)
        self._kind_word.setText(ActorKind.label_of(actor.kind))
        self._address.setText(_where(actor))

    def _searched(self, text: str) -> None:
        name = one_line(text)
        unknown = bool(name) and not self._proposed(name)
        if unknown and self._new.isHidden():
            self.grew.emit()
        self._new.setVisible(unknown)
        self._unknown.setText(_("« {name} » n’est pas encore dans l’étude.").format(name=name))

    def _proposed(self, name: str) -> bool:
        typed = name.casefold()
        return any(typed == one.casefold() for one in self._by_name)

    def _choose_exactly(self) -> None:
        typed = one_line(self.search.text()).casefold()
        match = next((one for one in self._by_name if one.casefold() == typed), "")
        if match and self._actor is None:
            self._choose_named(match)
        elif not typed and self._before is not None:
            self._show_actor(self._before)

    def _choose_named(self, name: str) -> None:
        if name in self._by_name:
            self._choose(self._by_name[name])

    def _choose(self, actor: Actor) -> None:
        self._show_actor(actor)
        self.changed.emit(InterviewChanges(fields={"actor_id": actor.id}))
        self.settled.emit()

    def _choose_again(self) -> None:
        self._before = self._actor
        self._show_actor(None)
        self.search.setFocus()

    def _open(self) -> None:
        if self._actor is not None:
            self._desk.go(Room.ACTORS, self._actor.id)

    def _create(self) -> None:
        name = one_line(self.search.text())
        if not name:
            return
        draft = ActorDraft.filled({"name": name, "kind": self.kind.currentData()})
        interview_id = self._interview_id
        self.creator.setEnabled(False)

        def make(workspace: Workspace) -> Outcome[Actor]:
            """The actor and its interview at once: closing the form in between loses nothing."""
            made = add_actor(workspace, draft=draft).value
            meets = InterviewChanges(fields={"actor_id": made.id})
            save_interview(workspace, interview_id=interview_id, changes=meets)
            return Outcome(made, Changes.ACTORS | Changes.INTERVIEWS)

        self._desk.jobs.write(make, initiator=self, then=self._made, failed=self._not_made)

    def _made(self, actor: Actor) -> None:
        self.creator.setEnabled(True)
        self._show_actor(actor)
        self.settled.emit()

    def _not_made(self, error: Exception) -> None:
        self.creator.setEnabled(True)
        self._desk.refused.emit(str(error))


def _where(actor: Actor) -> str:
    """The address, and how surely it is on the map."""
    if actor.lat is None:
        sure = _("pas encore sur la carte")
    elif actor.placed_by_hand:
        sure = _("placé à la main")
    else:
        known = actor.precision in set(Precision)
        sure = _("placé {precision}").format(
            precision=Precision(actor.precision).label if known else actor.precision
        )
    return DOT.join(part for part in (actor.address, sure) if part)
