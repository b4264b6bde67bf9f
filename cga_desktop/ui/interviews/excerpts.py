"""The passages already marked in an answer, shown below it: letter, kind, words, theme."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cga_desktop.domain.kinds import ExcerptKind
from cga_desktop.domain.records import Excerpt
from cga_desktop.i18n import _
from cga_desktop.ui.interviews.words import DOT, LETTERS
from cga_desktop.ui.widgets.parts import label, with_role


class ExcerptList(QWidget):
    """Excerpts one under the other; nothing at all where there are none."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._shown: tuple[tuple[str, str, str], ...] = ()
        self.hide()

    @property
    def shown(self) -> tuple[tuple[str, str, str], ...]:
        """(kind, words, theme) of each."""
        return self._shown

    def show_excerpts(self, excerpts: Sequence[Excerpt], themes: Mapping[str, str]) -> None:
        """Show these excerpts; ``themes`` are names by id."""
        wanted = tuple((one.kind, one.text, themes.get(one.theme_id or "", "")) for one in excerpts)
        if wanted == self._shown:
            return
        self._shown = wanted
        while (item := self._column.takeAt(0)) is not None:  # pyright: ignore[reportUnnecessaryComparison]  (Qt answers None)
            if (old := item.widget()) is not None:  # pyright: ignore[reportUnnecessaryComparison]  (Qt answers None)
                old.deleteLater()
        for kind, text, theme in wanted:
            self._column.addWidget(_line(kind, text, theme))
        self.setVisible(bool(wanted))


def _line(kind: str, text: str, theme: str) -> QFrame:
    """A margin in the kind's colour and pattern, its letter and word, and what was said."""
    frame = with_role(QFrame(), f"excerpt-{kind}")
    row = QHBoxLayout(frame)
    row.setContentsMargins(8, 2, 0, 2)
    row.setSpacing(8)
    word = ExcerptKind.label_of(kind)
    letter = label(LETTERS.get(ExcerptKind(kind), "") if kind in set(ExcerptKind) else "", kind)
    letter.setToolTip(word)
    letter.setMinimumWidth(letter.fontMetrics().horizontalAdvance("R") + 2)
    row.addWidget(letter, 0, Qt.AlignmentFlag.AlignTop)
    said = label(_("« {text} »").format(text=text), "small", wrap=True)
    said.setAccessibleName(f"{word} : {text}")
    under = label(DOT.join(part for part in (word, theme) if part), kind, wrap=True)
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(under)
    column.addWidget(said)
    row.addLayout(column, 1)
    return frame
