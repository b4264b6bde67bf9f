"""What the palette lists: headings, and below each the records, rooms and actions of one kind."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cga_desktop.domain.hits import Hit
from cga_desktop.domain.kinds import ActorKind
from cga_desktop.domain.passages import unmarked
from cga_desktop.i18n import _
from cga_desktop.ui.actions import Action
from cga_desktop.ui.rooms import Room

Choice = Hit | Action | Room
_MOST_OF_A_KIND = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the palette; without a ``choice`` it is a heading.

    Attributes:
        text: what it says first.
        word: a word beside it: what it is, what it is from, its keys.
        passage: below, what was found in it, marked (see ``domain.passages``).
        choice: what it stands for.
    """

    text: str
    word: str = ""
    passage: str = ""
    choice: Choice | None = None

    @property
    def spoken(self) -> str:
        """The line for a screen reader."""
        parts = (self.text, self.word, unmarked(self.passage))
        return " – ".join(part for part in parts if part)


def heading_of(kind: str) -> str:
    """The word above the records of one kind."""
    return {
        "interview": _("Entretiens"),
        "actor": _("Acteurs"),
        "excerpt": _("Verbatims et idées"),
        "observation": _("Observations"),
        "theme": _("Thèmes"),
    }[kind]


def line_of(hit: Hit) -> Line:
    """A record that was found."""
    word = ActorKind.label_of(hit.kind) if hit.type == "actor" and not hit.heading else hit.heading
    return Line(hit.title, word, hit.passage, hit)


def latest(hits: Sequence[Hit]) -> list[Line]:
    """Records of every kind that changed last, each with what it is."""
    words = {"interview": _("entretien"), "observation": _("observation")}
    return [
        Line(one.title, words.get(one.type, ActorKind.label_of(one.kind)), one.passage, one)
        for one in hits
    ]


def found(hits: Sequence[Hit]) -> list[Line]:
    """Records by kind, the kind with the best of them first; the first of each kind."""
    by_kind: defaultdict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        by_kind[hit.type].append(hit)
    most = _MOST_OF_A_KIND if len(by_kind) > 1 else len(hits)
    lines: list[Line] = []
    for kind, of_kind in by_kind.items():
        lines.append(Line(heading_of(kind)))
        lines += map(line_of, of_kind[:most])
    return lines


def under(heading: str, lines: Iterable[Line]) -> list[Line]:
    """``lines`` below their heading; nothing where there are none."""
    below = list(lines)
    return [Line(heading), *below] if below else []
