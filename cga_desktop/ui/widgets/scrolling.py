"""What is higher than the window turns under it; sideways it fits."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget


def scrolled(ground: QWidget) -> QScrollArea:
    """``ground`` in an area that only scrolls down; Tab brings what it reaches into view."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(ground)
    return area


def fill(holder: QWidget, widget: QWidget) -> None:
    """Let ``widget`` take the whole of ``holder``."""
    outer = QVBoxLayout(holder)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(widget)
