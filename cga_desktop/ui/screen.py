"""What the window expects of a screen."""

from PySide6.QtWidgets import QWidget

from cga_desktop.ui.actions import Action
from cga_desktop.ui.desk import Desk


class Screen(QWidget):
    """One room of the window; subclasses override what concerns them."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk

    @property
    def record(self) -> str:
        """The id of the record in view; "" for none."""
        return ""

    def enter(self, record_id: str) -> None:
        """The screen comes into view, on one record or ("") as it was left."""

    def leave(self) -> None:
        """The screen goes out of view, or the program ends: what was typed is handed over now."""

    def perform(self, action: Action) -> bool:  # noqa: ARG002  (for subclasses)
        """Do ``action`` here; False where it means nothing on this screen."""
        return False
