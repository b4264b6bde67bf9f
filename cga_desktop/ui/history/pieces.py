"""Words taken away and added, drawn so that nobody needs to see their colour."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from cga_desktop.domain.word_changes import Part, Piece
from cga_desktop.i18n import _
from cga_desktop.ui.look.theme import Theme


class PiecesLabel(QLabel):
    """What changed: struck through where it went, underlined where it came."""

    def __init__(self, title: str, pieces: Sequence[Piece], theme: Theme) -> None:
        super().__init__()
        self._pieces, self._theme = pieces, theme
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setAccessibleName(spoken(title, pieces))
        theme.changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        self.setText("".join(map(self._html, self._pieces)))

    def _html(self, piece: Piece) -> str:
        words = escape(piece.text).replace("\n", "<br>")
        tokens = self._theme.tokens
        if piece.part is Part.REMOVED:
            return f'<s style="color: {tokens.danger}">{words}</s> '
        if piece.part is Part.ADDED:
            return f'<u style="color: {tokens.success}">{words}</u> '
        return f'<span style="color: {tokens.muted}">{words}</span>'


def spoken(title: str, pieces: Sequence[Piece]) -> str:
    """What a screen reader says of it."""
    words = {
        Part.SAME: "{text}",
        Part.REMOVED: _("retiré : {text}"),
        Part.ADDED: _("ajouté : {text}"),
    }
    said = (words[one.part].format(text=one.text.strip()) for one in pieces if one.text.strip())
    return f"{title}. {' ; '.join(said)}"
