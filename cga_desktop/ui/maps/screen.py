"""Carte: the map takes the window; a list in step with it; actors and observations."""

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from cga_desktop.domain.changes import Changes
from cga_desktop.domain.drafts import ActorDraft, ObservationDraft
from cga_desktop.domain.figures import figure
from cga_desktop.domain.kinds import ActorKind
from cga_desktop.domain.moments import local_now
from cga_desktop.domain.places import Point
from cga_desktop.domain.records import Actor, Observation
from cga_desktop.i18n import _, ngettext
from cga_desktop.mapping.points import MapPoint
from cga_desktop.operations.actors import add_actor, by_hand_fields
from cga_desktop.operations.observations import add_observation
from cga_desktop.ui.actions import Action
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.history.restored import RESTORED
from cga_desktop.ui.look.icons import keep_icon
from cga_desktop.ui.look.symbols import symbol_icon
from cga_desktop.ui.maps.observation import ObservationCard
from cga_desktop.ui.maps.plan import Plan, study_plan
from cga_desktop.ui.maps.rows import ACTORS, OBSERVATIONS, OnTheMap, on_the_map
from cga_desktop.ui.maps.view import MapView
from cga_desktop.ui.rooms import Room
from cga_desktop.ui.screen import Screen
from cga_desktop.ui.widgets.chooser import Chooser
from cga_desktop.ui.widgets.flow import FlowLayout
from cga_desktop.ui.widgets.panes import TwoPanes
from cga_desktop.ui.widgets.parts import button, label
from cga_desktop.ui.widgets.record_list import Chip, RecordList

_WATCHED = Changes.ACTORS | Changes.OBSERVATIONS
_LIST_AND_MAP = 640


class MapScreen(Screen):
    """Where everything is: the map shows what the list shows."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._found = OnTheMap((), ())
        self._points: dict[str, MapPoint] = {}
        self._centre = Point(48.9, 2.45)
        self._wanted = ""
        self._new = ""
        self._restored = False
        self.card: ObservationCard | None = None
        self.view = MapView()
        self.list = self._make_list()
        self.kinds = Chooser([(_("Tous les types d’acteurs"), "")])
        for kind in ActorKind:
            self.kinds.offer(symbol_icon(kind.value), kind.label, kind.value)
        self.kinds.setAccessibleName(_("Type d’acteur montré"))
        self.open = button(_("Voir la fiche"), self._open_chosen)
        self.open.setEnabled(False)
        self.panel = QStackedWidget()
        self.panel.setContentsMargins(24, 24, 16, 16)
        self.panel.addWidget(self._list_page())
        self.panes = TwoPanes(
            desk.theme,
            self.panel,
            self.view,
            both_from=_LIST_AND_MAP,
            words=(_("Liste"), _("Voir la carte")),
            edge=16,
        )
        self.panes.split.setStretchFactor(1, 1)
        self.panes.split.setSizes([360, 860])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.panes)
        self._connect()

    @property
    def record(self) -> str:
        """The observation that is open, else what is chosen on the map."""
        return self.card.observation_id if self.card is not None else self.list.current

    def _make_list(self) -> RecordList:
        made = RecordList(
            self.desk.theme,
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
        made.view.setAccessibleName(_("Acteurs et observations"))
        return made

    def _list_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label(_("Carte"), "title"))
        column.addWidget(self.kinds)
        column.addWidget(self.list, 1)
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=8)
        flow.addWidget(self.open)
        new = button(
            _("Observation"),
            self._observe_at_centre,
            role="accent",
            tip=Action.NEW_OBSERVATION.tip,
        )
        new.setAccessibleName(_("Nouvelle observation"))
        flow.addWidget(keep_icon(new, self.desk.theme, "plus", "on_accent"))
        column.addWidget(buttons)
        return page

    def _connect(self) -> None:
        self.list.chosen.connect(self._chosen)
        self.list.opened.connect(self._opened)
        self.list.shown.connect(self._show_points)
        self.list.widened.connect(self._widened)
        self.list.view.activated.connect(self._open_chosen)
        self.kinds.activated.connect(self._filter_kind)
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

    # --- coming and going ------------------------------------------------------------------------

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
                self._close_card()
                self.panes.show_first()
                self.list.search.setFocus()
                self.list.search.selectAll()
            case _:
                return False
        return True

    def _changed(self, what: Changes, initiator: object) -> None:
        if what & Changes.TERRITORIES:
            self._read_plan()
        if what & _WATCHED and self.isVisible():
            self._restored |= initiator is RESTORED
            self._reload()

    # --- list and points -------------------------------------------------------------------------

    def _reload(self) -> None:
        self.desk.jobs.read(on_the_map, owner=self, then=self._show, topic="rows")

    def _show(self, found: OnTheMap) -> None:
        self._want_what_came_back(found)
        self._found, self._points = found, found.points()
        self.list.set_rows(found.rows())
        self._refresh_card()
        if self._wanted:
            wanted, self._wanted = self._wanted, ""
            self.list.choose(wanted)
            self._opened(wanted)

    def _want_what_came_back(self, found: OnTheMap) -> None:
        """The one observation that an undo brought back is opened, where none is."""
        before = {one.id for one in self._found.observations}
        came = [one.id for one in found.observations if one.id not in before]
        if self._restored and self.card is None and len(came) == 1:
            self._wanted = came[0]

    def _show_points(self) -> None:
        shown = (self._points.get(row.id) for row in self.list.rows.shown)
        self.view.set_points([point for point in shown if point is not None])

    def _filter_kind(self) -> None:
        self.list.filter_also_by(self.kinds.currentData())

    def _widened(self) -> None:
        self.kinds.show_value("")

    def _chosen(self, record_id: str) -> None:
        self.open.setEnabled(bool(record_id))
        self.view.select(record_id or None)
        point = self._points.get(record_id)
        if point is not None:
            self.view.center_on(point.lat, point.lon)

    def _selected_on_map(self, record_id: str) -> None:
        if record_id != self.list.current:
            self.list.choose(record_id)
        if record_id:
            self._opened(record_id)

    # --- the card of an observation --------------------------------------------------------------

    def _observation(self, record_id: str) -> Observation | None:
        return next((one for one in self._found.observations if one.id == record_id), None)

    def _opened(self, record_id: str) -> None:
        """An observation opens its card; an actor is looked at on the map."""
        observation = self._observation(record_id)
        if observation is None:
            self._close_card()
            self.panes.show_second()
        elif self.card is None or self.card.observation_id != record_id:
            self._open_card(observation)

    def _open_card(self, observation: Observation) -> None:
        self._close_card()
        self.card = ObservationCard(self.desk, observation)
        self.card.closed.connect(self._close_card)
        self.panel.addWidget(self.card)
        self.panel.setCurrentWidget(self.card)
        self._show_pin(observation)
        if self._new == observation.id:
            self._new = ""
            self.panes.show_first()
            self.card.text.setFocus()

    def _show_pin(self, observation: Observation) -> None:
        if observation.lat is not None and observation.lon is not None:
            self.view.show_pin(observation.lat, observation.lon)
        else:
            self.view.hide_pin()

    def _refresh_card(self) -> None:
        if self.card is None:
            self._restored = False
            return
        observation = self._observation(self.card.observation_id)
        if observation is None:
            self._close_card()
        else:
            self.card.show_observation(observation, even_in_use=self._restored)
            if self._restored:
                self._show_pin(observation)
        self._restored = False

    def _close_card(self) -> None:
        if self.card is not None:
            self.card.autosave.finish()
            self.panel.removeWidget(self.card)
            self.card.hide()
            self.card.deleteLater()
            self.card = None
            self.view.hide_pin()
            self.list.view.setFocus()

    def _pin_moved(self, lat: float, lon: float) -> None:
        if self.card is not None:
            self.card.put_at(lat, lon)
            observation = self._observation(self.card.observation_id)
            if self.desk.read_only and observation is not None:
                self._show_pin(observation)  # it goes back to where it was

    def _open_chosen(self) -> None:
        record_id = self.list.current
        if self._observation(record_id) is not None:
            self._opened(record_id)
        elif record_id:
            self.desk.go(Room.ACTORS, record_id)

    # --- something new ---------------------------------------------------------------------------

    def _offer_here(self, lat: float, lon: float) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        here = Point(lat, lon)
        menu.addAction(_("Nouvelle observation ici")).triggered.connect(
            partial(self._observe, here)
        )
        menu.addAction(_("Nouvel acteur ici")).triggered.connect(partial(self._add_actor, here))
        menu.popup(self._hand())

    def _hand(self) -> QPoint:
        """Where the mouse is; asked by key, the middle of the map."""
        mouse, area = QCursor.pos(), self.view.rect()
        inside = area.contains(self.view.mapFromGlobal(mouse))
        return mouse if inside else self.view.mapToGlobal(area.center())

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
        self._new = self._wanted = observation.id

    def _add_actor(self, here: Point, _checked: bool = False) -> None:
        fields = {"name": _("Nouvel acteur"), **by_hand_fields(here)}
        draft = ActorDraft.filled(fields)
        self.desk.jobs.write(lambda workspace: add_actor(workspace, draft=draft), then=self._added)

    def _added(self, actor: Actor) -> None:
        self.desk.go(Room.ACTORS, actor.id)
