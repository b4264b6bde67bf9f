"""The typed bridge between the program and the page; its other end is ``bridge.js``."""

from PySide6.QtCore import QObject, Signal, Slot


class Bridge(QObject):
    """Signals go to the page, slots come from it; ``heard_…`` passes on what came.

    Rows of points are those of ``mapping.points.MapPoint.row``; positions are WGS84 degrees,
    latitude first.
    """

    # To the page. Named as in bridge.js.
    plan_changed = Signal(dict, list)
    points_changed = Signal(list, list, list)
    select = Signal(str)
    center_on = Signal(float, float, float)
    fit = Signal()
    place_pin = Signal(float, float)
    take_pin = Signal()
    theme_changed = Signal(bool)
    text_scale_changed = Signal(float)
    drawing_awaited = Signal(int)

    # From the page, for the view.
    heard_ready = Signal()
    heard_drawn = Signal(int, int)
    heard_selected = Signal(str)
    heard_pin_moved = Signal(float, float)
    heard_asked_here = Signal(float, float)
    heard_view_changed = Signal(float, float, float)

    heard_refused = Signal(str)

    @Slot()
    def ready(self) -> None:
        """The page has its bridge and waits for what it is to show."""
        self.heard_ready.emit()

    @Slot(int, int)
    def drawn(self, told: int, points: int) -> None:
        """All that was told up to ``drawing_awaited(told)`` is to be seen, with so many points."""
        self.heard_drawn.emit(told, points)

    @Slot(str)
    def selected(self, id_: str) -> None:
        """A point was chosen with mouse, finger or key."""
        self.heard_selected.emit(id_)

    @Slot(float, float)
    def pin_moved(self, lat: float, lon: float) -> None:
        """The pin was put somewhere else."""
        self.heard_pin_moved.emit(lat, lon)

    @Slot(float, float)
    def asked_here(self, lat: float, lon: float) -> None:
        """Something is to be done at this place: right click, long press, or "add here"."""
        self.heard_asked_here.emit(lat, lon)

    @Slot(float, float, float)
    def view_changed(self, lat: float, lon: float, zoom: float) -> None:
        """One looks somewhere else."""
        self.heard_view_changed.emit(lat, lon, zoom)

    @Slot(str)
    def refused(self, url: str) -> None:
        """The page's own policy stopped a request to ``url`` before it became one."""
        self.heard_refused.emit(url)
