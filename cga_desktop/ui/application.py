"""The running Qt application: its name, its language, its theme, and what a bug looks like."""

import gc
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from cga_desktop.settings import Settings, load_settings, save_settings
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.problems import show_bug
from cga_desktop.ui.qt import qt_application, refuse_root, settle
from cga_desktop.ui.rooms_built import ROOMS
from cga_desktop.ui.studies import StudyDoors
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
    window = make_window(doors)
    with bugs_shown(window):
        window.start(study, demonstration_if_none=demonstration_if_none)
        window.show()
        QTimer.singleShot(_START_MS, window, _collect_again)
        code = application.exec()
        settle(window)
    return code
