"""The map drawn once, for the program's trial of itself."""

from PySide6.QtCore import QEventLoop, QTimer

from cga_desktop.domain.territories import embedded_territories
from cga_desktop.mapping.points import actor_points
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store.queries.actors import actors
from cga_desktop.ui.maps.view import MapView
from cga_desktop.ui.qt import qt_application, refuse_root, settle

_PATIENCE_MS = 60_000


def points_drawn(workspace: Workspace) -> tuple[int, int]:
    """How many points a real map drew of a study, and how many requests it refused."""
    refuse_root()
    qt_application(on_screen=False)
    with workspace.database.reading() as session:
        points = actor_points(actors(session))
    view = MapView()
    loop = QEventLoop()
    view.ready.connect(loop.quit)
    QTimer.singleShot(_PATIENCE_MS, loop, loop.quit)
    view.set_territories(embedded_territories().values())
    view.set_points(points)
    view.resize(640, 480)
    view.show()
    loop.exec()
    drawn, refused = view.drawn_points, view.refused_requests
    view.close()
    settle(view)
    return drawn, refused
