"""The running Qt application: its name, its language, its theme, and what a bug looks like."""

import gc
import os
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from cga_desktop.settings import Settings, load_settings, save_settings
from cga_desktop.ui.instances import Instance, already_open
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.problems import show_bug
from cga_desktop.ui.qt import qt_application, refuse_root, settle
from cga_desktop.ui.rooms_built import ROOMS
from cga_desktop.ui.studies import StudyDoors
from cga_desktop.ui.welcome.choices import ChoicesPage
from cga_desktop.ui.window import Window

_START_MS = 3_000


def _speak(application: QApplication, language: str) -> None:
    """Qt's own words (dialogs, context menus) in the interface's language."""
    QLocale.setDefault(QLocale(language))
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(QLocale(language), "qtbase", "_", folder):
        application.installTranslator(translator)


@contextmanager
def bugs_shown(window: Window) -> Generator[None]:
    """Whatever nobody foresaw is shown over ``window`` instead of ending the program."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        show_bug(window, error.with_traceback(trace))

    before, sys.excepthook = sys.excepthook, hook
    try:
        yield
    finally:
        sys.excepthook = before


def make_window(
    doors: StudyDoors,
    settings: Settings | None = None,
    keep: Callable[[Settings], None] = save_settings,
) -> Window:
    """The window in its look, ready to ``start``; ``keep`` keeps what is chosen in it."""
    application = qt_application()
    chosen = settings or load_settings()
    _speak(application, chosen.language)
    theme = Theme(application)
    theme.use(chosen)
    window = Window(doors, ROOMS, theme, chosen, keep)
    theme.setParent(window)  # a window that is gone no longer follows the system's colours
    return window


def _collect_again() -> None:
    """Collect garbage from now on, but not among what the start made: that stays to the end."""
    gc.freeze()
    gc.enable()


def run_window(doors: StudyDoors, study: Path | None, *, demonstration_if_none: bool) -> int:
    """Show the window until it is closed; answers the exit code.

    Raises:
        UserError: the process runs as root, which the map's web engine refuses.
    """
    refuse_root()
    application = qt_application()
    instance = Instance()
    wanted = wanted_study(study, load_settings(), demonstration_if_none=demonstration_if_none)
    if wanted is not None and not instance.claim(wanted):
        _tell(already_open(wanted))
        return 0
    window = make_window(instance.around(doors))
    window.study_closed.connect(instance.release)
    instance.raised.connect(lambda: come_forward(window, instance))
    with bugs_shown(window):
        window.start(study, demonstration_if_none=demonstration_if_none)
        window.show()
        QTimer.singleShot(0, instance, instance.listen)
        QTimer.singleShot(_START_MS, window, _collect_again)
        code = application.exec()
        instance.close()
        settle(window)
    return code


def wanted_study(
    study: Path | None, settings: Settings, *, demonstration_if_none: bool
) -> Path | None:
    """Which study a start is about; None where the window will ask."""
    if study is not None:
        return study
    last = settings.last_study
    if last and os.path.exists(last):  # noqa: PTH110  (Path.exists raises where it may not look)
        return Path(last)
    if not demonstration_if_none:
        return None
    from cga_desktop.operations.demonstration import demonstration_path

    return demonstration_path()


def _tell(sentence: str) -> None:
    if sys.stdout is not None:  # pyright: ignore[reportUnnecessaryComparison]  (a windowed program has none)
        sys.stdout.write(f"{sentence}\n")


def come_forward(window: Window, instance: Instance) -> None:
    """Put ``window`` in front, with the study it stands for."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
    QApplication.alert(window)  # where the system lets no window take the front by itself
    welcome, study = window.welcome, instance.study
    if welcome is not None and study is not None and isinstance(welcome.page, ChoicesPage):
        welcome.open(study)
