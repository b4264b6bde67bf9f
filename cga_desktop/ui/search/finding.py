"""Opens the palette over a study, and what is chosen in it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from cga_desktop.domain.hits import Hit
from cga_desktop.ui.actions import Action
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.rooms import Room
from cga_desktop.ui.search.lines import Choice
from cga_desktop.ui.search.palette import Palette

PART = "#"
"""Between the id of an interview and that of the question to open it at."""
_ROOMS = {
    "interview": Room.INTERVIEWS,
    "excerpt": Room.INTERVIEWS,
    "actor": Room.ACTORS,
    "observation": Room.MAP,
}
_IN_AN_INTERVIEW = {Action.NEXT_QUESTION, Action.PREVIOUS_QUESTION, Action.FINISH_INTERVIEW}
_WITH_LISTS = {Room.INTERVIEWS, Room.ACTORS, Room.MAP}


InView = Callable[[], tuple[Room | None, str]]
"""Answers the room in view, and the id of the record that is open in it."""


def find_anything(ground: QWidget, desk: Desk, in_view: InView) -> Palette:
    """The palette over ``ground``; where it is open already, its field is taken in hand."""
    there = next((one for one in ground.findChildren(Palette) if one.isVisible()), None)
    if there is not None:
        there.field.selectAll()
        return there
    palette = Palette(ground, desk, possible=partial(_possible, in_view))
    palette.chosen.connect(partial(_open, desk))
    return palette


def _possible(in_view: InView, action: Action) -> bool:
    """Whether an action means something in the room that is in view."""
    room, record = in_view()
    if action is Action.FIND:
        return False
    if action is Action.SEARCH:
        return room in _WITH_LISTS
    if action in _IN_AN_INTERVIEW:
        return room is Room.INTERVIEWS and bool(record)
    return True


def _open(desk: Desk, choice: Choice) -> None:
    match choice:
        case Action():
            desk.asked_to.emit(choice)
        case Room():
            desk.go(choice)
        case Hit():
            place = PART.join(part for part in (choice.owner, choice.question) if part)
            desk.go(_ROOMS[choice.type], place)
