"""Rooms and actions by their names, so that nobody must know their keys."""

import re
from collections.abc import Callable, Iterable, Iterator

from cga_desktop.domain.texts import folded
from cga_desktop.i18n import _
from cga_desktop.ui.actions import Action
from cga_desktop.ui.keys import readable_keys
from cga_desktop.ui.rooms import Room
from cga_desktop.ui.search.lines import Line

_WORD = re.compile(r"[^\W_]+")


def offers(text: str, *, possible: Callable[[Action], bool]) -> list[Line]:
    """The rooms and actions whose name holds a word beginning like each word of ``text``.

    Those whose name begins so come first.
    """
    asked = _WORD.findall(folded(text))
    lines = [line for line in _everything(possible) if _holds(line.text, asked)]
    return sorted(lines, key=lambda line: not begins(line, text))


def begins(line: Line, text: str) -> bool:
    """Whether a name begins with what was typed."""
    return bool(text.strip()) and folded(line.text).startswith(folded(text.strip()))


def _everything(possible: Callable[[Action], bool]) -> Iterator[Line]:
    for action in Action:
        if possible(action):
            yield Line(action.words.text, readable_keys(action.words.keys), choice=action)
    for room in Room:
        said = _("Aller à : {room}").format(room=room.title)
        yield Line(room.title, readable_keys(room.shortcut), said, choice=room)


def _holds(name: str, asked: Iterable[str]) -> bool:
    words = _WORD.findall(folded(name))
    return all(any(word.startswith(one) for word in words) for one in asked)
