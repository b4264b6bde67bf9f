"""Accueil: what is waiting, the territory at a glance, one button for the next interview."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cga_desktop.domain.changes import Changes
from cga_desktop.domain.figures import figure
from cga_desktop.domain.kinds import InterviewKind
from cga_desktop.domain.moments import day_and_time
from cga_desktop.domain.sheets import InterviewLine, StudyStatus
from cga_desktop.i18n import _, ngettext
from cga_desktop.store.queries import Session
from cga_desktop.store.queries.actors import actors_by_commune
from cga_desktop.store.queries.interviews import interviews
from cga_desktop.store.queries.study import status
from cga_desktop.ui.actions import Action
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.look.icons import keep_icon
from cga_desktop.ui.rooms import Room
from cga_desktop.ui.screen import Screen
from cga_desktop.ui.widgets.flow import FlowLayout
from cga_desktop.ui.widgets.parts import button, card, label, line
from cga_desktop.ui.widgets.scrolling import fill, scrolled

_LATEST = 5
_CARDS_BESIDE = 720
"""Two cards stand beside each other from this width on, in pixels at 100 % text."""
_WATCHED = (
    Changes.STUDY | Changes.ACTORS | Changes.INTERVIEWS | Changes.OBSERVATIONS | Changes.TERRITORIES
)


@dataclass(frozen=True, slots=True)
class Glance:
    """What the room shows, read at once."""

    status: StudyStatus
    latest: tuple[InterviewLine, ...]
    unfinished: tuple[InterviewLine, ...]
    actors_by_code: Mapping[str, int]


def glance(session: Session) -> Glance:
    """What is waiting and what is new."""
    lines = interviews(session)
    return Glance(
        status=status(session),
        latest=tuple(lines[:_LATEST]),
        unfinished=tuple(one for one in lines if one.interview.status == "in_progress"),
        actors_by_code=actors_by_commune(session),
    )


class HomeScreen(Screen):
    """What a volunteer sees each morning."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        ground = QWidget()
        fill(self, scrolled(ground))
        column = QVBoxLayout(ground)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(24)
        self._title = label(role="title", wrap=True)
        self._lead = label(role="muted", wrap=True)
        head = QVBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._title)
        head.addWidget(self._lead)
        column.addLayout(head)
        column.addWidget(self._starters())
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._pair.setSpacing(16)
        cards = QVBoxLayout()
        cards.setSpacing(16)
        cards.addLayout(self._pair)
        self._below = QVBoxLayout()
        cards.addLayout(self._below)
        column.addLayout(cards)
        earlier = partial(self.desk.asked_to.emit, Action.AS_OF)
        words = Action.AS_OF.words
        look = button(
            _("Voir l’étude telle qu’elle était…"), earlier, role="link", tip=Action.AS_OF.tip
        )
        column.addWidget(keep_icon(look, desk.theme, words.icon))
        column.addStretch(1)
        desk.jobs.changed.connect(self._changed)
        desk.theme.changed.connect(self._arrange)

    def _starters(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, gap=12)
        for action, role in (
            (Action.NEW_RESIDENT_INTERVIEW, "accent"),
            (Action.NEW_ACTOR_INTERVIEW, ""),
            (Action.NEW_ACTOR, ""),
        ):
            ask = partial(self.desk.asked_to.emit, action)
            made = button(action.words.text, ask, role=role, tip=action.tip)
            ink = "on_accent" if role else "accent"
            flow.addWidget(keep_icon(made, self.desk.theme, action.words.icon, ink))
        return holder

    def resizeEvent(self, event: QResizeEvent, /) -> None:  # noqa: N802  (Qt's name)
        """Cards beside each other where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        beside = self.width() >= self.desk.theme.px(_CARDS_BESIDE)
        direction = QBoxLayout.Direction
        self._pair.setDirection(direction.LeftToRight if beside else direction.TopToBottom)

    def enter(self, record_id: str) -> None:  # noqa: ARG002  (no record is shown here)
        """Read again what is waiting."""
        self._reload()

    def _changed(self, what: Changes, _initiator: object) -> None:
        if what & _WATCHED and self.isVisible():
            self._reload()

    def _reload(self) -> None:
        self.desk.jobs.read(glance, owner=self, then=self._show, topic="glance")

    def _show(self, found: Glance) -> None:
        name = self.desk.settings.contributor
        self._title.setText(_("Bonjour {name}").format(name=name) if name else _("Bonjour"))
        self._lead.setText(_lead(found.status))
        for layout in (self._pair, self._below):
            _empty(layout)
        self._pair.addWidget(self._waiting(found), 1)
        self._pair.addWidget(self._territories(found), 1)
        self._below.addWidget(self._latest(found.latest))

    def _waiting(self, found: Glance) -> QWidget:
        frame, column = card()
        column.addWidget(label(_("Ce qui vous attend"), "section"))
        unfinished, unplaced = found.status.unfinished, found.status.unplaced
        if unfinished:
            first = found.unfinished[0].interview.id
            text = ngettext("{n} entretien à finir", "{n} entretiens à finir", unfinished)
            column.addWidget(self._link(text.format(n=figure(unfinished)), Room.INTERVIEWS, first))
        if unplaced:
            text = ngettext("{n} adresse à vérifier", "{n} adresses à vérifier", unplaced)
            column.addWidget(self._link(text.format(n=figure(unplaced)), Room.ACTORS, "to-check"))
        if not self.desk.settings.contributor:
            column.addWidget(self._link(_("Dire votre prénom à l’équipe"), Room.SETTINGS, ""))
        elif not unfinished and not unplaced:
            column.addWidget(label(_("Rien n’attend : tout est à jour."), "muted", wrap=True))
        column.addStretch(1)
        return frame

    def _territories(self, found: Glance) -> QWidget:
        frame, column = card()
        column.addWidget(label(_("Le territoire"), "section"))
        for code, name in found.status.territories:
            count = found.actors_by_code.get(code, 0)
            text = ngettext("{n} acteur", "{n} acteurs", count).format(n=figure(count))
            row = QHBoxLayout()
            row.addWidget(label(name, wrap=True), 1)
            row.addWidget(label(text, "muted"))
            column.addLayout(row)
        column.addStretch(1)
        column.addWidget(self._link(_("Voir la carte"), Room.MAP, ""))
        return frame

    def _latest(self, lines: Sequence[InterviewLine]) -> QWidget:
        frame, column = card()
        column.addWidget(label(_("Derniers entretiens"), "section"))
        if not lines:
            sentence = _(
                "Aucun entretien pour l’instant. Commencez par le premier : tout ce que vous "
                "écrivez est enregistré au fur et à mesure."
            )
            column.addWidget(label(sentence, "muted", wrap=True))
        for number, one in enumerate(lines):
            if number:
                column.addWidget(line())
            column.addWidget(self._interview(one))
        return frame

    def _interview(self, one: InterviewLine) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, gap=8)
        kind = InterviewKind.label_of(one.interview.kind)
        link = self._link(one.title or _("Sans nom"), Room.INTERVIEWS, one.interview.id)
        when = day_and_time(one.interview.date)
        link.setAccessibleDescription(f"{kind}, {when}")
        flow.addWidget(link)
        flow.addWidget(label(kind, "muted"))
        flow.addWidget(label(f"· {when}", "muted"))
        return holder

    def _link(self, text: str, room: Room, record_id: str) -> QPushButton:
        made = button(text, partial(self.desk.go, room, record_id), role="link")
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        return keep_icon(made, self.desk.theme, "arrow-right")


def _empty(layout: QBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:  # pyright: ignore[reportUnnecessaryComparison]  (Qt answers None)
        widget = item.widget()
        if widget is not None:
            widget.deleteLater()


def _lead(found: StudyStatus) -> str:
    said = [
        ngettext("{n} entretien", "{n} entretiens", found.interviews).format(
            n=figure(found.interviews)
        ),
        ngettext("{n} acteur", "{n} acteurs", found.actors).format(n=figure(found.actors)),
        ngettext("{n} observation", "{n} observations", found.observations).format(
            n=figure(found.observations)
        ),
    ]
    demonstration = _("Tout y est inventé : vous pouvez tout essayer.")
    sentence = f"{found.name} · " + " · ".join(said)
    return f"{sentence}\n{demonstration}" if found.demonstration else sentence
