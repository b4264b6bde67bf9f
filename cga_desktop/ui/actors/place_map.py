"""The small map of an actor's card: where it is, with a pin that can be dragged."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cga_desktop.domain.places import Point
from cga_desktop.domain.records import Actor
from cga_desktop.i18n import _
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.maps.plan import Plan, study_plan
from cga_desktop.ui.maps.view import MapView
from cga_desktop.ui.widgets.parts import label

_ZOOM = 16
_NARROWEST = 280


class PlaceMap(QWidget):
    """The plan around one actor.

    Signals:
        moved: the ``Point`` at which the pin was dropped.
    """

    moved = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._point: Point | None = None
        self._centre: Point | None = None
        self.view = MapView()
        self.setMinimumWidth(_NARROWEST)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.addWidget(self.view, 1)
        self.hint = label(role="small", wrap=True)
        column.addWidget(self.hint)
        self.view.pin_moved.connect(self._dropped)
        self.view.trouble.connect(desk.refused)
        desk.theme.changed.connect(self._look)
        self._look()
        self.read_plan()

    def read_plan(self) -> None:
        """Draw the streets known now."""
        self._desk.jobs.run(study_plan, owner=self, then=self._show_plan)

    def _dropped(self, lat: float, lon: float) -> None:
        self._point = Point(lat, lon)
        self.moved.emit(self._point)

    def _look(self) -> None:
        self.view.set_dark(self._desk.theme.dark)
        self.view.set_text_scale(self._desk.theme.scale)

    def _show_plan(self, plan: Plan) -> None:
        facts, streets = plan
        self.view.set_territories(facts, streets)
        if facts:
            self._centre = Point(facts[0].lat, facts[0].lon)
        if self._point is None:
            self.show_point(None)

    def show_actor(self, actor: Actor) -> None:
        """Show where an actor is."""
        if actor.lat is None or actor.lon is None:
            self.show_point(None)
        elif self._point != Point(actor.lat, actor.lon):
            self.show_point(Point(actor.lat, actor.lon))

    def show_point(self, point: Point | None) -> None:
        """Show the pin at ``point``; without one, the whole territory."""
        self._point = point
        if point is None:
            self.view.hide_pin()
            self.view.fit()
            self.hint.setText(_("Cet acteur n’est pas encore sur la carte."))
            return
        self.view.show_pin(point.lat, point.lon)
        self.view.center_on(point.lat, point.lon, _ZOOM)
        self.hint.setText(_("Faites glisser l’épingle pour corriger sa place."))

    def offer_pin(self) -> None:
        """Put a pin to be moved: where the actor is, else in the middle of the territory."""
        point = self._point or self._centre
        if point is not None:
            self.view.show_pin(point.lat, point.lon)
            self.view.center_on(point.lat, point.lon, _ZOOM)
            self.view.setFocus()
            self.hint.setText(
                _("Faites glisser l’épingle, ou déplacez-la avec les flèches du clavier.")
            )
