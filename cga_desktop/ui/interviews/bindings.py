"""Which field shows which part of an interview, so that a change made elsewhere finds its field.

A field somebody is in, or whose last keys are not on the disk yet, is left alone.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QApplication, QWidget

from cga_desktop.operations.interviews import InterviewChanges
from cga_desktop.ui.interviews.reading import Reading

Key = tuple[str, str]
"""("fields", "place"), ("answers", id of a question), ("consents", purpose), ("people", field)."""


@dataclass(frozen=True, slots=True)
class Binding:
    """One field of the form.

    Attributes:
        key: what it writes.
        widget: where it is typed; a widget inside it may have the focus.
        show: puts what was read into it, without that being taken for typing.
    """

    key: Key
    widget: QWidget
    show: Callable[[Reading], None]


def touched(changes: InterviewChanges) -> frozenset[Key]:
    """The fields that some changes are about."""
    return frozenset(
        (part, name)
        for part in ("fields", "answers", "consents", "people")
        for name in getattr(changes, part)
    )


def show_all(
    bindings: Sequence[Binding],
    reading: Reading,
    *,
    but: Collection[Key] = (),
    even_in_use: bool = False,
) -> bool:
    """Show what was read wherever it disturbs nobody; whether some field was left as it is.

    ``even_in_use``: the field in use shows it too, as after an undo.
    """
    left = False
    for one in bindings:
        if one.key in but or (_being_used(one.widget) and not even_in_use):
            left = True
        else:
            one.show(reading)
    return left


def _being_used(widget: QWidget) -> bool:
    focus = QApplication.focusWidget()
    return focus is not None and (focus is widget or widget.isAncestorOf(focus))  # pyright: ignore[reportUnnecessaryComparison]  (Qt answers None)
