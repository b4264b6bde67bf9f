"""What comes before the first question: what to say, what the person accepts, who, where, when."""

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cga_desktop.domain.consents import asked_for
from cga_desktop.domain.kinds import Purpose
from cga_desktop.i18n import _
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.interviews.actor_card import ActorCard
from cga_desktop.ui.interviews.bindings import Binding
from cga_desktop.ui.interviews.circumstances import CircumstancesCard
from cga_desktop.ui.interviews.consents import ConsentCard
from cga_desktop.ui.interviews.fields import FieldCard
from cga_desktop.ui.interviews.person import PersonCard
from cga_desktop.ui.interviews.reading import Reading
from cga_desktop.ui.interviews.spoken import Spoken


class Before(QWidget):
    """Introduction, consents, the person or the actor, and the circumstances.

    Signals:
        changed: an ``InterviewChanges`` with what was typed or said.
        grew: something appeared below the hands, and should be seen.
    """

    changed = Signal(object)
    grew = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._cards: list[FieldCard] = []
        self.person: PersonCard | None = None
        self.actor: ActorCard | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(20)

    def fill(self, reading: Reading) -> Iterator[None]:
        """Build what an interview of this kind needs, in steps that are each short."""
        theme = self._desk.theme
        self.introduction = Spoken(
            _("À dire pour commencer"),
            reading.sheet.guide.introduction,
            theme,
            unfolded=reading.granted(Purpose.NOTES) is None,
        )
        self._column.addWidget(self.introduction)
        self.consents = ConsentCard(asked_for(reading.sheet.interview.kind))
        self.consents.changed.connect(self.changed)
        self.consents.answered.connect(self.after_consents)
        self._column.addWidget(self.consents)
        yield
        if reading.with_actor:
            self.actor = ActorCard(reading, self._desk)
            self.actor.settled.connect(self._settled)
            self._add(self.actor)
        else:
            self.person = PersonCard(reading, theme)
            self._add(self.person)
        yield
        self.circumstances = CircumstancesCard(reading, theme)
        self._add(self.circumstances)

    def _add(self, card: FieldCard) -> None:
        card.changed.connect(self.changed)
        card.grew.connect(self.grew)
        self._cards.append(card)
        self._column.addWidget(card)

    def _settled(self) -> None:
        self.circumstances.place.setFocus()

    def bindings(self) -> list[Binding]:
        """Every field here, and what it shows."""
        cards = [one for each in self._cards for one in each.bindings]
        return [*self.consents.bindings(), *cards]

    def allow(self, *, allowed: bool) -> None:
        """Let what is about the person be written, or not."""
        if self.person is not None:
            self.person.allow(allowed=allowed)

    def begin(self) -> None:
        """Put the hands on the first thing to do here."""
        if None in self.consents.said.values():
            self.consents.ask()
        else:
            self.after_consents()

    def after_consents(self) -> None:
        """Put the hands on what follows the consents."""
        if self.actor is not None:
            self.actor.begin()
        elif self.person is not None and self.consents.said[Purpose.NOTES]:
            self.person.age.setFocus()
        else:
            self.consents.ask_for_notes()

    def hand_over(self) -> None:
        """What was typed and is not taken for finished yet is taken now."""
        for one in self._cards:
            one.hand_over()

    @property
    def unchosen_actor(self) -> str:
        """The name typed for an actor that was neither chosen nor made."""
        return self.actor.unfinished if self.actor is not None else ""
