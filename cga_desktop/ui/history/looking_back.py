"""Going to the study as it was, and coming back to the study as it is.

The study of today stays open behind: coming back asks for no passphrase, and nothing it holds can
be touched meanwhile.
"""

from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cga_desktop.operations.workspace import Workspace
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.history.banner import Banner


class InView(Protocol):
    """The study in view, as far as looking back needs it."""

    desk: Desk

    def put_above(self, banner: QWidget) -> None:
        """Show something across the window that stays in sight."""
        ...


class Shown(Protocol):
    """The window, as far as looking back needs it."""

    @property
    def in_view(self) -> InView | None:
        """The study in view; none in the welcome."""
        ...

    def may_leave(self) -> bool:
        """Hand over everything typed; whether the study in view may be left."""
        ...

    def put_away(self) -> Workspace | None:
        """Take the study in view out of the window, without closing its file."""
        ...

    def show_study(self, workspace: Workspace) -> None:
        """Show an open study."""
        ...


class LookingBack(QObject):
    """The way of one window between today and earlier."""

    def __init__(self, window: Shown, parent: QWidget) -> None:
        """Show earlier days in ``window``; ``parent`` is the same window as a widget."""
        super().__init__(parent)
        self._window, self._parent = window, parent
        self._present: Workspace | None = None

    def ask(self) -> None:
        """Ask for the moment to go to, once everything typed is on the disk."""
        shell = self._window.in_view
        if shell is not None and self._window.may_leave():
            from cga_desktop.ui.history.moment_dialog import MomentDialog  # loads the database

            present = self._present or shell.desk.jobs.workspace
            dialog = MomentDialog(self._parent, shell.desk, present)
            dialog.opened.connect(self.show_past)
            dialog.open()

    def show_past(self, past: Workspace, moment: str) -> None:
        """Show a study as it was at ``moment``, under a banner that leads back."""
        before = self._window.put_away()
        if self._present is None:
            self._present = before
        elif before is not None:
            before.database.close()
        self._window.show_study(past)
        shell = self._window.in_view
        if shell is not None:
            banner = Banner(moment, shell.desk.theme)
            banner.back.connect(self.come_back)
            shell.put_above(banner)

    def come_back(self) -> None:
        """Show the study of today again, where it is not shown already."""
        present, self._present = self._present, None
        if present is None:
            return
        past = self._window.put_away()
        if past is not None:
            past.database.close()
        self._window.show_study(present)

    def close(self) -> None:
        """Close the study of today, where an earlier one stood before it."""
        present, self._present = self._present, None
        if present is not None:
            present.database.close()
