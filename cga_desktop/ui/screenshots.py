"""Pictures of every screen, drawn by the program itself: for the README and for reviewers."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QWidget

from cga_desktop.operations.workspace import Workspace
from cga_desktop.settings import Settings
from cga_desktop.store.queries.actors import actors
from cga_desktop.store.queries.interviews import interviews
from cga_desktop.ui.application import make_window
from cga_desktop.ui.maps.view import MapView
from cga_desktop.ui.qt import qt_application, refuse_root, settle
from cga_desktop.ui.rooms import Room
from cga_desktop.ui.shell import Shell
from cga_desktop.ui.studies import StudyDoors
from cga_desktop.ui.window import Window

WIDTH, HEIGHT = 1366, 768
LOOKS = (("clair", "light", 100), ("sombre", "dark", 100), ("clair-150", "light", 150))
"""Name, theme and text size in percent of each series."""
_STEP_MS = 25
_CALM_STEPS = 12
_PATIENCE_STEPS = 800
_INTERVIEW = "H-015"
_ACTOR_KIND = "social_structure"
_BONDY = (48.9035, 2.4845)
_TOWN_ZOOM = 15


def draw_screens(
    doors: StudyDoors, open_study: Callable[[], Workspace], folder: Path
) -> list[Path]:
    """Draw the welcome and every room of a study, in every look; answers the files.

    Raises:
        OSError: the folder cannot be written.
        UserError: the process runs as root, which the map's web engine refuses.
    """
    refuse_root()
    qt_application(on_screen=False)
    folder.mkdir(parents=True, exist_ok=True)
    drawn: list[Path] = []
    for name, theme, percent in LOOKS:
        settings = Settings.model_validate(
            {"theme": theme, "text_percent": percent, "contributor": "Awa"}
        )
        window = make_window(doors, settings, keep=_keep_nothing)
        window.resize(WIDTH, HEIGHT)
        window.show()
        drawn += _series(window, open_study, folder, name)
        window.close()
        settle(window)
    return drawn


def _keep_nothing(_settings: Settings) -> None:
    """What the pictures want to look like is nobody's choice for the next start."""


def _series(
    window: Window, open_study: Callable[[], Workspace], folder: Path, look: str
) -> list[Path]:
    window.greet()
    drawn = [_draw(window, folder / f"bienvenue-{look}.png")]
    if window.welcome is not None:
        window.welcome.make()
        drawn.append(_draw(window, folder / f"nouvelle-étude-{look}.png"))
    workspace = open_study()
    window.show_study(workspace)
    shell = window.shell
    if shell is None:
        return drawn
    with workspace.database.reading() as session:
        interview = next(
            line.interview.id
            for line in interviews(session)
            if line.interview.pseudonym == _INTERVIEW
        )
        actor = next(one.id for one in actors(session) if one.kind == _ACTOR_KIND)
    views = [(room.value, room, "") for room in Room]
    views.insert(2, ("entretien", Room.INTERVIEWS, interview))
    views.insert(4, ("acteur", Room.ACTORS, actor))
    for name, room, record in views:
        shell.enter(room, record)
        drawn.append(_draw(window, folder / f"{name}-{look}.png", shell))
        if room is Room.MAP:
            for view in _maps_in_view(shell):
                view.center_on(*_BONDY, _TOWN_ZOOM)
            drawn.append(_draw(window, folder / f"{name}-bondy-{look}.png", shell))
    return drawn


def _draw(window: Window, path: Path, shell: Shell | None = None) -> Path:
    _calm(window, shell)
    if not window.grab().save(str(path)):
        raise OSError(str(path))
    return path


def _calm(window: QWidget, shell: Shell | None = None) -> None:
    """Wait until nothing is being read or drawn any more."""
    loop = QEventLoop(window)
    timer = QTimer(loop, interval=_STEP_MS)
    timer.timeout.connect(loop.quit)
    timer.start()
    calm = 0
    for _step in range(_PATIENCE_STEPS):
        loop.exec()
        busy = shell is not None and not (shell.desk.jobs.idle and _maps_drawn(shell))
        calm = 0 if busy else calm + 1
        if calm >= _CALM_STEPS:
            break
    timer.stop()


def _maps_drawn(shell: Shell) -> bool:
    return all(view.drawn for view in _maps_in_view(shell))


def _maps_in_view(shell: Shell) -> list[MapView]:
    return [view for view in shell.findChildren(MapView) if view.isVisible()]
