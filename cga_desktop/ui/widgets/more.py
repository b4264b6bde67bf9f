"""What is seldom done with a record, behind one small button."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy

from cga_desktop.ui.look.icons import keep_icon
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.widgets.parts import with_role

Offered = tuple[str, Callable[[], object]]
"""Words of something that can be done, and the doing."""


class MoreButton(QPushButton):
    """Three dots; pressed, a menu of what can be done besides.

    Attributes:
        offers: the entries of the menu, by their words.
    """

    def __init__(
        self, theme: Theme, name: str, offered: Sequence[Offered], *, role: str = "small"
    ) -> None:
        super().__init__()
        menu = QMenu(self)
        menu.setAccessibleName(name)
        self.offers = {words: menu.addAction(words) for words, _do in offered}
        for words, do in offered:
            self.offers[words].triggered.connect(partial(_press, do))
        self.setMenu(menu)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        with_role(self, role)
        keep_icon(self, theme, "dots-three-bold", "text")


def _press(do: Callable[[], object], _checked: bool = False) -> None:
    do()
