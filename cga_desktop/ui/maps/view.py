"""The map as a widget: told what to show, it tells the page the least that changed."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QElapsedTimer, Qt, QUrl, Signal, SignalInstance
from PySide6.QtGui import QColor, QImage
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cga_desktop.domain.places import Point
from cga_desktop.domain.territories import Street, TerritoryFacts
from cga_desktop.i18n import _
from cga_desktop.mapping.plan import Plan, plan_features, schematic_plan, source_line
from cga_desktop.mapping.points import MapPoint, changes_between
from cga_desktop.ui.maps.bridge import Bridge
from cga_desktop.ui.maps.guard import GuardedPage, RequestGuard, forgetful_profile
from cga_desktop.ui.maps.scheme import PAGE_URL, SCHEME, OwnFiles, register_scheme

log = logging.getLogger(__name__)

STREET_ZOOM = 17.0
"""How close one looks at one address."""
_PATIENCE_MS = 30_000
PAPER = {False: "#E9E5DC", True: "#131715"}
"""The ground of the page (``--cga-ground`` of map.css), so that it appears without a flash."""


def _page() -> str:
    from cga_desktop.mapping.leaflet import map_page  # half a second that only a map need wait

    return map_page()


@dataclass(slots=True)
class _Wanted:
    """What the page is to show, kept so that a page made anew shows the same."""

    plan: Plan = field(default_factory=Plan)
    points: dict[str, MapPoint] = field(default_factory=dict[str, MapPoint])
    selected: str = ""
    pin: Point | None = None
    dark: bool = False
    text_scale: float = 1.0
    camera: tuple[float, float, float] | None = None
    """Latitude, longitude, zoom; None to see everything."""


class MapView(QWidget):
    """The embedded map of the study's territories, with its actors and observations.

    Everything may be called at any time: what is said before the page is there is shown as soon
    as it is. Positions are WGS84 degrees.

    Signals:
        ready: the page is there, and shows what was asked for so far.
        selected: a point was chosen on the map; its id.
        pin_moved: the pin was dragged or moved by key; latitude, longitude.
        asked_here: right click, long press or the "add here" key; latitude, longitude.
        trouble: a sentence for the user: the map had to be made again.
    """

    ready = Signal()
    selected = Signal(str)
    pin_moved = Signal(float, float)
    asked_here = Signal(float, float)
    trouble = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted = _Wanted()
        self._shown = False
        self._announce_ready = True
        self._aimed = False
        self._told = 0
        self._seen = 0
        self._drawn_points = 0
        self._since_failure = QElapsedTimer()
        register_scheme()  # before anything of the web engine is made
        # Children are deleted in the order in which they came: the page dies with its view, before
        # its profile, which the web engine insists upon.
        self._web = QWebEngineView(self)
        self._profile = forgetful_profile(self)
        self._guard = RequestGuard(self)
        self._profile.setUrlRequestInterceptor(self._guard)
        self._files = OwnFiles(_page, self)
        self._profile.installUrlSchemeHandler(SCHEME, self._files)
        self._bridge = Bridge(self)
        self._page = self._make_page()
        self._lay_out()
        self._page.load(PAGE_URL)

    # --- construction ----------------------------------------------------------------------------

    def _make_page(self) -> GuardedPage:
        page = GuardedPage(self._profile, self._guard, self._web)
        page.setBackgroundColor(QColor(PAPER[False]))
        channel = QWebChannel(page)
        channel.registerObject("bridge", self._bridge)
        page.setWebChannel(channel)
        page.renderProcessTerminated.connect(self._on_process_end)
        self._web.setPage(page)
        self._bridge.heard_ready.connect(self._on_ready)
        self._bridge.heard_drawn.connect(self._on_drawn)
        self._bridge.heard_selected.connect(self._on_selected)
        self._bridge.heard_pin_moved.connect(self._on_pin_moved)
        self._bridge.heard_asked_here.connect(self.asked_here)
        self._bridge.heard_view_changed.connect(self._on_view_changed)
        self._bridge.heard_refused.connect(self._on_refused)
        return page

    def _lay_out(self) -> None:
        self._web.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._web.setAcceptDrops(False)
        self.setAccessibleName(_("Carte du territoire"))
        self.setFocusProxy(self._web)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._web)

    # --- what is shown ---------------------------------------------------------------------------

    def set_territories(
        self,
        facts: Iterable[TerritoryFacts],
        streets_by_code: Mapping[str, Sequence[Street]] | None = None,
    ) -> None:
        """Draw these communes, with the streets of imported gazetteers where there are any.

        Other communes than before come into view, unless ``center_on`` chose where to look.
        """
        before = self._wanted.plan.outlines
        self._wanted.plan = schematic_plan(facts, streets_by_code)
        self._tell_plan()
        if not self._aimed and self._wanted.plan.outlines != before:
            self.fit()

    def set_points(self, points: Iterable[MapPoint]) -> None:
        """Show exactly these points; the page hears only of the differences."""
        goal = {point.id: point for point in points}
        changes = changes_between(self._wanted.points, goal.values())
        self._wanted.points = goal
        if changes:
            self._tell(self._bridge.points_changed, *changes.rows())

    def set_dark(self, dark: bool) -> None:
        """Light or dark colours."""
        self._wanted.dark = dark
        self._page.setBackgroundColor(QColor(PAPER[dark]))
        self._tell(self._bridge.theme_changed, dark)

    def set_text_scale(self, scale: float) -> None:
        """Size of the words and symbols; 1.0 is the usual size, 2.0 the largest."""
        self._wanted.text_scale = scale
        self._tell(self._bridge.text_scale_changed, scale)

    # --- where one looks, what is chosen ---------------------------------------------------------

    def select(self, id_: str | None) -> None:
        """Mark one point as chosen, and bring it into view; none with None."""
        self._wanted.selected = id_ or ""
        self._tell(self._bridge.select, self._wanted.selected)

    def center_on(self, lat: float, lon: float, zoom: float = STREET_ZOOM) -> None:
        """Look at this place."""
        self._aimed = True
        self._wanted.camera = (lat, lon, zoom)
        self._tell(self._bridge.center_on, lat, lon, zoom)

    def fit(self) -> None:
        """Look at all points; at the territories where there are none."""
        self._aimed = False
        self._wanted.camera = None
        self._tell(self._bridge.fit)

    def show_pin(self, lat: float, lon: float) -> None:
        """Show the pin that a person can drag, or move with the arrow keys."""
        self._wanted.pin = Point(lat, lon)
        self._tell(self._bridge.place_pin, lat, lon)

    def hide_pin(self) -> None:
        """Take the pin away."""
        self._wanted.pin = None
        self._tell(self._bridge.take_pin)

    # --- what can be asked -----------------------------------------------------------------------

    @property
    def refused_requests(self) -> int:
        """How many requests to the outside this map tried and was refused; 0 in ordinary use."""
        return self._guard.refused_requests

    @property
    def page(self) -> QWebEnginePage:
        """The page itself, to ask it what it shows: ``Cga.shown.describe()``."""
        return self._page

    @property
    def centre(self) -> Point | None:
        """The middle of what is looked at, where somebody moved the map; else None."""
        camera = self._wanted.camera
        return Point(camera[0], camera[1]) if camera is not None else None

    @property
    def drawn(self) -> bool:
        """Whether everything asked for so far is to be seen."""
        return self._shown and self._seen == self._told

    @property
    def drawn_points(self) -> int:
        """How many points the page held when it last drew."""
        return self._drawn_points

    def grab_picture(self) -> QImage:
        """What the map looks like now."""
        return self._web.grab().toImage()

    # --- what the page says ----------------------------------------------------------------------

    def _on_ready(self) -> None:
        self._shown = True
        wanted, bridge = self._wanted, self._bridge
        self._tell(bridge.theme_changed, wanted.dark)
        self._tell(bridge.text_scale_changed, wanted.text_scale)
        self._tell_plan()
        self._tell(bridge.points_changed, [point.row() for point in wanted.points.values()], [], [])
        if wanted.camera is None:
            self._tell(bridge.fit)
        else:
            self._tell(bridge.center_on, *wanted.camera)
        self._tell(bridge.select, wanted.selected)
        if wanted.pin is not None:
            self._tell(bridge.place_pin, *wanted.pin)

    def _tell_plan(self) -> None:
        plan = self._wanted.plan
        sources = list(dict.fromkeys(source_line(source) for source in plan.sources))
        self._tell(self._bridge.plan_changed, plan_features(plan), sources)

    def _tell(self, signal: SignalInstance, *values: object) -> None:
        """Tell the page, if it is there to listen, and ask it to say when that is to be seen."""
        self._told += 1
        if self._shown:
            signal.emit(*values)
            self._bridge.drawing_awaited.emit(self._told)

    def _on_drawn(self, told: int, points: int) -> None:
        self._seen = told
        self._drawn_points = points
        if self._announce_ready and self.drawn:
            self._announce_ready = False
            self.ready.emit()

    def _on_selected(self, id_: str) -> None:
        self._wanted.selected = id_
        self.selected.emit(id_)

    def _on_pin_moved(self, lat: float, lon: float) -> None:
        self._wanted.pin = Point(lat, lon)
        self.pin_moved.emit(lat, lon)

    def _on_view_changed(self, lat: float, lon: float, zoom: float) -> None:
        self._wanted.camera = (lat, lon, zoom)

    def _on_refused(self, url: str) -> None:
        self._guard.refuse(QUrl(url))

    # --- when the page dies ----------------------------------------------------------------------

    def _on_process_end(
        self, status: QWebEnginePage.RenderProcessTerminationStatus, code: int
    ) -> None:
        """Make the page again and show the same; not for ever, if it dies at once again."""
        if status == QWebEnginePage.RenderProcessTerminationStatus.NormalTerminationStatus:
            return
        log.error("the map's process ended: %s, code %d", status.name, code)
        self._shown = False
        self._announce_ready = True
        again = self._since_failure.isValid() and not self._since_failure.hasExpired(_PATIENCE_MS)
        self._since_failure.restart()
        if again:
            self.trouble.emit(
                _(
                    "La carte s’est arrêtée deux fois de suite. Rien n’est perdu : vos acteurs et "
                    "vos observations sont enregistrés. Fermez puis rouvrez la carte."
                )
            )
            return
        self.trouble.emit(
            _("La carte s’était arrêtée ; elle vient de se rouvrir. Rien n’est perdu.")
        )
        self._page.load(PAGE_URL)
