"""Icons: Phosphor, from qtawesome, in the colours of the tokens."""
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# (qtawesome has no types; what it returns is a QIcon)

import qtawesome
from PySide6.QtGui import QIcon


def icon(name: str, colour: str) -> QIcon:
    """The icon ``name`` of Phosphor (``house``, ``map-trifold``) in one colour."""
    return qtawesome.icon(f"ph.{name}", color=colour)
