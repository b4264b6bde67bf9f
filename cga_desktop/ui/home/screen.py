"""Accueil: what is waiting, the territory at a glance, one button for the next interview."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cga_desktop.domain.changes import Changes
from cga_desktop.domain.kinds import InterviewKind
from cga_desktop.domain.moments import day_and_time
from cga_desktop.domain.sheets import InterviewLine, StudyStatus
from cga_desktop.i18n import _, ngettext
from cga_desktop.store.queries import Session
from cga_desktop.store.queries.actors import actors
from cga_desktop.store.queries.interviews import interviews
from cga_desktop.store.queries.study import status
from cga_desktop.ui.actions import Action
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.look.icons import icon
from cga_desktop.ui.rooms import Room
from cga_desktop.ui.screen import Screen
from cga_desktop.ui.widgets.parts import button, card, label, line

_LATEST = 5
_WATCHED = (
    Changes.STUDY | Changes.ACTORS | Changes.INTERVIEWS | Changes.OBSERVATIONS | Changes.TERRITORIES
)


@dataclass(frozen=True, slots=True)
class Glance:
    """What the room shows, read at once."""

    status: StudyStatus
    latest: tuple[InterviewLine, ...]
    unfinished: tuple[InterviewLine, ...]
    actors_by_code: dict[str, int]


def glance(session: Session) -> Glance:
    """What is waiting and what is new."""
    lines = interviews(session)
    by_code: dict[str, int] = {}
    for actor in actors(session):
        by_code[actor.citycode] = by_code.get(actor.citycode, 0) + 1
    return Glance(
        status=status(session),
        latest=tuple(lines[:_LATEST]),
        unfinished=tuple(one for one in lines if one.interview.status == "in_progress"),
        actors_by_code=by_code,
    )


class HomeScreen(Screen):
    """What a volunteer sees each morning."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._ground = QWidget()
        area.setWidget(self._ground)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        self._column = QVBoxLayout(self._ground)
        self._column.setContentsMargins(32, 32, 32, 32)
        self._column.setSpacing(24)
        self._title = label(role="title", wrap=True)
        self._lead = label(role="muted", wrap=True)
        head = QVBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._title)
        head.addWidget(self._lead)
        self._column.addLayout(head)
        self._column.addLayout(self._starters())
        self._cards = QGridLayout()
        self._cards.setSpacing(16)
        self._column.addLayout(self._cards)
        self._column.addStretch(1)
        desk.jobs.changed.connect(self._changed)
        desk.theme.changed.connect(self._reload)

    def _starters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        tokens = self.desk.theme.tokens
        for action, role in (
            (Action.NEW_RESIDENT_INTERVIEW, "accent"),
            (Action.NEW_ACTOR_INTERVIEW, ""),
            (Action.NEW_ACTOR, ""),
        ):
            colour = tokens.on_accent if role else tokens.accent
            row.addWidget(
                button(
                    action.words.text,
                    lambda action=action: self.desk.asked_to.emit(action),
                    role=role,
                    icon=icon(action.words.icon, colour),
                    tip=action.tip,
                )
            )
        row.addStretch(1)
        return row

    def enter(self, record_id: str) -> None:  # noqa: ARG002  (no record is shown here)
        """Read again what is waiting."""
        self._reload()

    def _changed(self, what: Changes, _initiator: object) -> None:
        if what & _WATCHED and self.isVisible():
            self._reload()

    def _reload(self) -> None:
        self.desk.jobs.read(glance, owner=self, then=self._show)

    def _show(self, found: Glance) -> None:
        name = self.desk.settings.contributor
        self._title.setText(_("Bonjour {name}").format(name=name) if name else _("Bonjour"))
        self._lead.setText(_lead(found.status))
        while (item := self._cards.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._cards.addWidget(self._waiting(found), 0, 0)
        self._cards.addWidget(self._territories(found), 0, 1)
        self._cards.addWidget(self._latest(found.latest), 1, 0, 1, 2)
        self._cards.setColumnStretch(0, 1)
        self._cards.setColumnStretch(1, 1)

    def _waiting(self, found: Glance) -> QWidget:
        frame, column = card()
        column.addWidget(label(_("Ce qui vous attend"), "section"))
        unfinished, unplaced = found.status.unfinished, found.status.unplaced
        if unfinished:
            first = found.unfinished[0].interview.id
            text = ngettext("{n} entretien à finir", "{n} entretiens à finir", unfinished)
            column.addWidget(self._link(text.format(n=unfinished), Room.INTERVIEWS, first))
        if unplaced:
            text = ngettext("{n} adresse à vérifier", "{n} adresses à vérifier", unplaced)
            column.addWidget(self._link(text.format(n=unplaced), Room.ACTORS, "to-check"))
        if not unfinished and not unplaced:
            column.addWidget(label(_("Rien n’attend : tout est à jour."), "muted", wrap=True))
        column.addStretch(1)
        return frame

    def _territories(self, found: Glance) -> QWidget:
        frame, column = card()
        column.addWidget(label(_("Le territoire"), "section"))
        for code, name in found.status.territories:
            count = found.actors_by_code.get(code, 0)
            row = QHBoxLayout()
            row.addWidget(label(name))
            row.addStretch(1)
            text = ngettext("{n} acteur", "{n} acteurs", count).format(n=count)
            row.addWidget(label(text, "muted"))
            column.addLayout(row)
        column.addStretch(1)
        column.addWidget(self._link(_("Voir la carte"), Room.MAP, ""))
        return frame

    def _latest(self, lines: Sequence[InterviewLine]) -> QWidget:
        frame, column = card()
        column.addWidget(label(_("Derniers entretiens"), "section"))
        if not lines:
            column.addWidget(
                label(
                    _("Aucun entretien pour l’instant. Commencez par le premier : tout ce que vous "
                      "écrivez est enregistré au fur et à mesure."),
                    "muted",
                    wrap=True,
                )
            )  # fmt: skip
        for number, one in enumerate(lines):
            if number:
                column.addWidget(line())
            row = QHBoxLayout()
            row.addWidget(self._link(one.title or _("Sans nom"), Room.INTERVIEWS, one.interview.id))
            row.addWidget(label(InterviewKind.label_of(one.interview.kind), "muted"))
            row.addStretch(1)
            row.addWidget(label(day_and_time(one.interview.date), "muted"))
            column.addLayout(row)
        return frame

    def _link(self, text: str, room: Room, record_id: str) -> QWidget:
        made = button(text, lambda: self.desk.go(room, record_id), role="link")
        made.setIcon(icon("arrow-right", self.desk.theme.tokens.accent))
        return made


def _lead(found: StudyStatus) -> str:
    said = [
        ngettext("{n} entretien", "{n} entretiens", found.interviews).format(n=found.interviews),
        ngettext("{n} acteur", "{n} acteurs", found.actors).format(n=found.actors),
        ngettext("{n} observation", "{n} observations", found.observations).format(
            n=found.observations
        ),
    ]
    demonstration = _(" (étude de démonstration : tout y est inventé)")
    return f"{found.name} · " + " · ".join(said) + (demonstration if found.demonstration else "")
