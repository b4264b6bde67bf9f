"""Icons: Phosphor, in the colours of the tokens."""

from typing import TypeVar

from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractButton

from cga_desktop.ui.look.phosphor import glyph
from cga_desktop.ui.look.theme import Theme

B = TypeVar("B", bound=QAbstractButton)
_HEIGHT = 1.1
_WIDTH = 1.4
"""An icon is a little higher than its text, and wider, for air between the two."""


def icon(name: str, colour: str) -> QIcon:
    """The icon ``name`` of Phosphor (``house``, ``map-trifold``) in one colour."""
    return glyph(name, colour)


class _Kept(QObject):
    """Draws the icon of one button again when the look changes; lives as long as the button."""

    def __init__(self, owner: QAbstractButton, theme: Theme, name: str, ink: str) -> None:
        super().__init__(owner)
        self._owner, self._theme, self._name, self._ink = owner, theme, name, ink
        theme.changed.connect(self.draw)
        self.draw()

    def draw(self) -> None:
        """In the colour of the ground, in the size of the text."""
        colour: str = getattr(self._theme.tokens, self._ink)
        side = round(self._owner.fontMetrics().height() * _HEIGHT)
        self._owner.setIcon(icon(self._name, colour))
        self._owner.setIconSize(QSize(round(side * _WIDTH), side))


def keep_icon(owner: B, theme: Theme, name: str, ink: str = "accent") -> B:
    """Give a button an icon that follows light, dark and the size of the text.

    ``ink`` names the token of its colour.
    """
    _Kept(owner, theme, name, ink)
    return owner
