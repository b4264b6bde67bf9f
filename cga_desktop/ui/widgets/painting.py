"""What lines of lists have in common where they are drawn by hand: their ground, their writing."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle

from cga_desktop.ui.look.theme import Theme


def paint_ground(painter: QPainter, area: QRect, state: QStyle.StateFlag, theme: Theme) -> None:
    """Fill the ground of a line that is chosen, marked at its edge too, or under the mouse."""
    tokens = theme.tokens
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(area, QColor(tokens.selection))
        painter.fillRect(area.x(), area.y(), 3, area.height(), QColor(tokens.accent))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(area, QColor(tokens.hover))


def write_in(
    painter: QPainter, theme: Theme, size: int, colour: str, *, bold: bool = False
) -> None:
    """Write what follows in ``size`` (pixels at 100 % text) and ``colour``."""
    font = QFont(painter.font())
    font.setPixelSize(theme.px(size))
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    painter.setFont(font)
    painter.setPen(QColor(colour))
