"""The symbols of the map, as icons of lists and forms."""

from functools import cache

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from cga_desktop.mapping.symbols import symbol_of

_SIDE = 64


@cache
def symbol_icon(key: str) -> QIcon:
    """The shape and colour that stand for an actor kind (or "observation") on the map."""
    picture = QPixmap(_SIDE, _SIDE)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(symbol_of(key).svg(_SIDE).encode())).render(painter)
    painter.end()
    return QIcon(picture)
