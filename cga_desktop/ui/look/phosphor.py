"""The glyphs of Phosphor, from the font that qtawesome carries.

The font and its table of names are read as files: importing qtawesome loads five Qt modules that
the window has no use for, a seventh of the time a start may take.
"""

import json
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

_OF_HEIGHT = 0.875
"""How much of its square a glyph takes, so that none is cut; as qtawesome draws them."""
_OFF_ALPHA = 110


@cache
def _folder() -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen) / "qtawesome" / "fonts"
    found = find_spec("qtawesome")
    if found is None or found.origin is None:
        raise FileNotFoundError("qtawesome")
    return Path(found.origin).parent / "fonts"


@cache
def _signs() -> dict[str, str]:
    """Names of icons, and their characters."""
    (table,) = _folder().glob("phosphor-charmap-*.json")
    codes: dict[str, str] = json.loads(table.read_text(encoding="utf-8"))
    return {name: chr(int(code, 16)) for name, code in codes.items()}


@cache
def _family() -> str:
    (font,) = (one for one in _folder().glob("phosphor-*.ttf"))
    number = QFontDatabase.addApplicationFont(str(font))
    return QFontDatabase.applicationFontFamilies(number)[0]


class _Glyph(QIconEngine):
    """One character in one colour, drawn at whatever size it is asked for."""

    def __init__(self, sign: str, colour: str) -> None:
        super().__init__()
        self._sign, self._colour = sign, colour

    def paint(
        self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State, /
    ) -> None:
        """Draw it in the middle of ``rect``; paler where it can do nothing."""
        del state  # a button that is on has another icon
        colour = QColor(self._colour)
        if mode == QIcon.Mode.Disabled:
            colour.setAlpha(_OFF_ALPHA)
        font = QFont(_family())
        font.setPixelSize(max(round(_OF_HEIGHT * rect.height()), 1))
        painter.save()
        painter.setPen(colour)
        painter.setFont(font)
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), self._sign)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, /) -> QPixmap:
        """It alone, on nothing."""
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return picture

    def clone(self) -> "QIconEngine":
        """The same once more: Qt copies icons."""
        return _Glyph(self._sign, self._colour)


@cache
def glyph(name: str, colour: str) -> QIcon:
    """The icon ``name`` (``house``, ``map-trifold``) in one colour.

    Raises:
        KeyError: Phosphor has no such icon.
    """
    return QIcon(_Glyph(_signs()[name], colour))
