"""Text cut into lines that fit a width."""

import re

from cga_desktop.domain.drawing import TextWidth
from cga_desktop.exporting.words import one_line

_ELLIPSIS = "…"
_HELD = re.compile(r" (?=[:;?!»])|(?<=«) ")
"""A space after which French never begins a line, typed as an ordinary one."""


def shortened(text: str, width: float, size: float, measure: TextWidth, bold: bool = False) -> str:
    """``text`` where it fits ``width``, else its beginning and an ellipsis."""
    if measure(text, size, bold=bold) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[:middle].rstrip() + _ELLIPSIS, size, bold=bold) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + _ELLIPSIS


class Wrapping:
    """How text is set: size in millimetres, weight, width of the column, most lines."""

    def __init__(
        self, measure: TextWidth, *, size: float, width: float, bold: bool = False, most: int = 0
    ) -> None:
        self.size = size
        self.width = width
        self.bold = bold
        self._measure = measure
        self._most = most

    def lines(self, text: str) -> list[str]:
        """``text`` in lines; what is beyond the most lines is cut with an ellipsis."""
        words = _HELD.sub("\u00a0", one_line(text)).split(" ")
        lines: list[str] = []
        current = ""
        for position, word in enumerate(words):
            longer = f"{current} {word}".strip()
            if not current or self._fits(longer):
                current = longer
                continue
            if self._most and len(lines) == self._most - 1:
                return [*lines, self._cut(" ".join([current, *words[position:]]))]
            lines.append(self._cut(current))
            current = word
        return [*lines, self._cut(current)] if current else lines

    def _fits(self, text: str) -> bool:
        return self._measure(text, self.size, bold=self.bold) <= self.width

    def _cut(self, text: str) -> str:
        return shortened(text, self.width, self.size, self._measure, self.bold)
