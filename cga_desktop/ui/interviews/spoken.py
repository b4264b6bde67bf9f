"""What the interviewer says aloud, from the guide: it can be folded away once it is said."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cga_desktop.i18n import _
from cga_desktop.ui.look.icons import icon
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.widgets.parts import button, label

_ICON = 16


class Spoken(QWidget):
    """A title that unfolds a text."""

    def __init__(self, title: str, text: str, theme: Theme, *, unfolded: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._text = label(text, "muted", wrap=True)
        self._button = button(title, self._turn, role="fold")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._button)
        column.addWidget(self._text)
        if not text:
            self.hide()  # never shown by hand: without a parent yet it would be a window of its own
        self.unfold(unfolded)
        theme.changed.connect(self._draw)

    @property
    def unfolded(self) -> bool:
        """Whether the text is shown."""
        return not self._text.isHidden()

    def unfold(self, unfolded: bool) -> None:
        """Show the text, or only its title."""
        self._text.setVisible(unfolded)
        said = _("Replier") if unfolded else _("Déplier")
        self._button.setAccessibleDescription(said)
        self._button.setToolTip(said)
        self._draw()

    def _turn(self) -> None:
        self.unfold(not self.unfolded)

    def _draw(self) -> None:
        name = "caret-down" if self.unfolded else "caret-right"
        side = self._theme.px(_ICON)
        self._button.setIcon(icon(name, self._theme.tokens.muted))
        self._button.setIconSize(QSize(side, side))
