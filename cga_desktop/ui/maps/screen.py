"""Carte: the map takes the window; a list in step with it; actors and observations."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QMenu,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from cga_desktop.domain.changes import Changes
from cga_desktop.domain.drafts import ActorDraft, ObservationDraft
from cga_desktop.domain.figures import figure
from cga_desktop.domain.kinds import ActorKind
from cga_desktop.domain.moments import local_now
from cga_desktop.domain.places import Point
from cga_desktop.domain.records import Actor, Observation
from cga_desktop.i18n import _, ngettext
from cga_desktop.operations.actors import add_actor
from cga_desktop.operations.observations import add_observation
from cga_desktop.ui.actions import Action
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.look.icons import icon
from cga_desktop.ui.look.symbols import symbol_icon
from cga_desktop.ui.maps.observation import ObservationCard
from cga_desktop.ui.maps.plan import Plan, study_plan
from cga_desktop.ui.maps.rows import ACTORS, OBSERVATIONS, OnTheMap, on_the_map
from cga_desktop.ui.maps.view import MapView
from cga_desktop.ui.rooms import Room
from cga_desktop.ui.screen import Screen
from cga_desktop.ui.widgets.parts import button, label
from cga_desktop.ui.widgets.record_list import Chip, RecordList

_WATCHED = Changes.ACTORS | Changes.OBSERVATIONS


class MapScreen(Screen):
    """Where everything is."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._found = OnTheMap((), ())
        self._centre = Point(48.9, 2.45)
        self._wanted = ""
        self.card: ObservationCard | None = None
        self.view = MapView()
        self.list = RecordList(
            desk.theme,
            [
                Chip("", _("Tout")),
                Chip(ACTORS, _("Acteurs")),
                Chip(OBSERVATIONS, _("Observations")),
            ],
            search_hint=_("Chercher sur la carte"),
            count_text=lambda n: ngettext("{n} fiche", "{n} fiches", n).format(n=figure(n)),
            empty=label(
                _(
                    "La carte est encore vide : ajoutez un acteur, ou une observation d’un clic "
                    "droit sur la carte."
                ),
                "muted",
                wrap=True,
            ),
        )
        self.kinds = self._kind_filter()
        self._panel = QVBoxLayout()
        self._lay_out()
        self._connect()

    def _kind_filter(self) -> QComboBox:
        box = QComboBox()
        box.addItem(_("Tous les types d’acteurs"), "")
        for kind in ActorKind:
            box.addItem(symbol_icon(kind.value), kind.label, kind.value)
        box.setAccessibleName(_("Type d’acteur montré"))
        box.activated.connect(self._show_points)
        return box

    def _lay_out(self) -> None:
        left = QWidget()
        self._panel = QVBoxLayout(left)
        self._panel.setContentsMargins(24, 24, 16, 16)
        self._panel.addWidget(label(_("Carte"), "title"))
        self._panel.addWidget(self.kinds)
        self._panel.addWidget(self.list, 1)
        buttons = QHBoxLayout()
        self.open = button(_("Voir la fiche"), self._open_chosen)
        self.open.setEnabled(False)
        buttons.addWidget(self.open)
        buttons.addWidget(
            button(
                _("Observation"),
                self._observe_at_centre,
                role="accent",
                icon=icon("plus", self.desk.theme.tokens.on_accent),
                tip=Action.NEW_OBSERVATION.tip,
            )
        )
        buttons.addStretch(1)
        self._panel.addLayout(buttons)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(self.view)
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        split.setSizes([360, 860])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(split)

    def _connect(self) -> None:
        self.list.chosen.connect(self._chosen)
        self.list.view.activated.connect(self._open_chosen)
        self.view.selected.connect(self._selected_on_map)
        self.view.asked_here.connect(self._offer_here)
        self.view.pin_moved.connect(self._pin_moved)
        self.view.trouble.connect(self.desk.refused)
        self.desk.theme.changed.connect(self._look)
        self._look()
        self.desk.jobs.changed.connect(self._changed)
        self._read_plan()

    def _look(self) -> None:
        self.view.set_dark(self.desk.theme.dark)
        self.view.set_text_scale(self.desk.theme.scale)

    def _read_plan(self) -> None:
        self.desk.jobs.run(study_plan, owner=self, then=self._show_plan)

    def _show_plan(self, plan: Plan) -> None:
        facts, streets = plan
        self.view.set_territories(facts, streets)
        if facts:
            self._centre = Point(facts[0].lat, facts[0].lon)

    def enter(self, record_id: str) -> None:
        """Read what stands on the map; show one record where asked."""
        self._wanted = record_id
        self._reload()

    def leave(self) -> None:
        """Hand over what was typed in the card."""
        if self.card is not None:
            self.card.autosave.flush()

    def perform(self, action: Action) -> bool:
        """New observation, search."""
        match action:
            case Action.NEW_OBSERVATION:
                self._observe_at_centre()
            case Action.SEARCH:
                self.list.search.setFocus()
            case _:
                return False
        return True

    def _changed(self, what: Changes, _initiator: object) -> None:
        if what & Changes.TERRITORIES:
            self._read_plan()
        if what & _WATCHED and self.isVisible():
            self._reload()

    def _reload(self) -> None:
        self.desk.jobs.read(on_the_map, owner=self, then=self._show)

    def _show(self, found: OnTheMap) -> None:
        self._found = found
        self.list.set_rows(found.rows())
        self._show_points()
        if self._wanted:
            wanted, self._wanted = self._wanted, ""
            self.list.choose(wanted)

    def _show_points(self) -> None:
        kind = self.kinds.currentData()
        shown = self._found.points().values()
        self.view.set_points(
            [one for one in shown if not kind or one.kind == "observation" or one.symbol == kind]
        )

    def _chosen(self, record_id: str) -> None:
        self.open.setEnabled(bool(record_id))
        point = self._found.points().get(record_id)
        self.view.select(record_id or None)
        if point is not None:
            self.view.center_on(point.lat, point.lon)
        self._show_card(record_id)

    def _selected_on_map(self, record_id: str) -> None:
        if record_id != self.list.current:
            self.list.choose(record_id)

    def _show_card(self, record_id: str) -> None:
        if self.card is not None and self.card.observation_id == record_id:
            return
        self._close_card()
        for one in self._found.observations:
            if one.id == record_id:
                self.card = ObservationCard(self.desk, one)
                self.card.closed.connect(self._close_card)
                self._panel.addWidget(self.card)
                if one.lat is not None and one.lon is not None:
                    self.view.show_pin(one.lat, one.lon)

    def _close_card(self) -> None:
        if self.card is not None:
            self.card.autosave.finish()
            self._panel.removeWidget(self.card)
            self.card.hide()
            self.card.deleteLater()
            self.card = None
            self.view.hide_pin()

    def _pin_moved(self, lat: float, lon: float) -> None:
        if self.card is not None:
            self.card.put_at(lat, lon)

    def _open_chosen(self) -> None:
        record_id = self.list.current
        if any(one.id == record_id for one in self._found.actors):
            self.desk.go(Room.ACTORS, record_id)
        elif self.card is not None:
            self.card.text.setFocus()

    def _offer_here(self, lat: float, lon: float) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        here = Point(lat, lon)
        menu.addAction(_("Nouvelle observation ici")).triggered.connect(
            partial(self._observe, here)
        )
        menu.addAction(_("Nouvel acteur ici")).triggered.connect(partial(self._add_actor, here))
        menu.popup(QCursor.pos())

    def _observe_at_centre(self) -> None:
        self._observe(self.view.centre or self._centre)

    def _observe(self, here: Point, _checked: bool = False) -> None:
        draft = ObservationDraft.filled(
            {"text": "", "date": local_now(), "lat": here.lat, "lon": here.lon}
        )
        author = self.desk.settings.contributor
        self.desk.jobs.write(
            lambda workspace: add_observation(workspace, draft=draft, contributor=author),
            then=self._observed,
        )

    def _observed(self, observation: Observation) -> None:
        self._wanted = observation.id

    def _add_actor(self, here: Point, _checked: bool = False) -> None:
        draft = ActorDraft.filled(
            {"name": _("Nouvel acteur"), "lat": here.lat, "lon": here.lon, "placed_by_hand": True}
        )
        self.desk.jobs.write(lambda workspace: add_actor(workspace, draft=draft), then=self._added)

    def _added(self, actor: Actor) -> None:
        self.desk.go(Room.ACTORS, actor.id)
