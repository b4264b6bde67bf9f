"""The key beside the map: who stands under which number, and what the signs mean."""

from collections.abc import Callable, Iterator, Sequence

from cga_desktop.domain.drawing import Line, Pen, Position, Shape, Words
from cga_desktop.exporting.sheet.columns import Row
from cga_desktop.exporting.sheet.edition import Edition
from cga_desktop.exporting.sheet.ground import OBSERVATION, Ground
from cga_desktop.exporting.sheet.look import ACCENT, MUTED, STREETS, TEXT, Look
from cga_desktop.exporting.sheet.map_picture import MapPicture
from cga_desktop.exporting.sheet.roster import Entry, Group
from cga_desktop.exporting.sheet.shapes import ring, sign, symbol
from cga_desktop.exporting.sheet.wrapping import Wrapping
from cga_desktop.i18n import _, ngettext

_NAME_LINES = 2


def group_rows(groups: Sequence[Group], width: float, edition: Edition) -> list[Row]:
    """Kinds and names of the key, for a column ``width`` wide."""
    rows: list[Row] = []
    for group in groups:
        rows.append(heading_row(group, edition.ground, edition.look))
        rows += (_entry_row(entry, width, edition.look) for entry in group.entries)
    return rows


def heading_row(group: Group, ground: Ground, look: Look) -> Row:
    """The symbol and plural of a kind, above its actors."""
    size = look.mm(2.7)

    def draw(x: float, y: float) -> list[Shape]:
        middle = y + look.mm(3.4)
        at = (x + look.mm(5.8), middle + 0.36 * size)
        return [
            *symbol(ground, group.kind, (x + look.mm(2), middle), look.mm(1.6), "legend"),
            Words(group.heading, at, size, ACCENT, bold=True, tag="heading"),
        ]

    return Row(look.mm(5.6), draw, heading=True)


def _entry_row(entry: Entry, width: float, look: Look) -> Row:
    size = look.mm(2.5)
    indent = look.mm(5.8)
    wrapping = Wrapping(look.measure, size=size, width=width - indent, most=_NAME_LINES)
    lines = wrapping.lines(entry.actor.name)
    step = size * 1.28

    def draw(x: float, y: float) -> Iterator[Shape]:
        number = (x + look.mm(4.2), y + size)
        yield Words(entry.number, number, size, TEXT, bold=True, anchor="end")
        for position, line in enumerate(lines):
            yield Words(line, (x + indent, y + size + step * position), size, TEXT, tag="name")

    return Row(step * len(lines) + look.mm(0.35), lambda x, y: list(draw(x, y)))


_Picture = Callable[[Position], Sequence[Shape]]
"""What a key shows, about a centre."""


def legend_rows(picture: MapPicture, edition: Edition) -> Iterator[Row]:
    """What the other signs of a map mean."""
    ground, look = edition.ground, edition.look
    yield Row(look.mm(2.0), lambda _x, _y: (), heading=True)
    if picture.letters:
        word = ngettext("Observation", "Observations", len(picture.letters))
        yield _key(word, look, lambda at: symbol(ground, OBSERVATION, at, look.mm(1.5)))
    if picture.approximate:
        pen = Pen(TEXT, look.mm(0.18), (0.7, 0.6))
        yield _key(_("Position approximative"), look, lambda at: (ring(at, look.mm(1.5), pen),))
    dashes = (look.mm(1.9), look.mm(0.7), look.mm(0.5), look.mm(0.7))
    limit = Pen(ACCENT, look.mm(0.45), dashes)
    yield _key(_("Limite de commune"), look, lambda at: (_dash(at, limit, look),))
    if picture.streets:
        street = Pen(STREETS[1], look.mm(1.4))
        yield _key(_("Rue (tracé schématique)"), look, lambda at: (_dash(at, street, look),))
    for key in picture.signs:
        yield _key(sign_word(key), look, _sign_picture(key, ground, look))


def _sign_picture(key: str, ground: Ground, look: Look) -> _Picture:
    return lambda at: sign(ground, key, at, look.mm(1.15))


def _dash(at: Position, pen: Pen, look: Look) -> Line:
    half = look.mm(1.9)
    return Line(((at[0] - half, at[1]), (at[0] + half, at[1])), pen)


def _key(word: str, look: Look, picture: _Picture) -> Row:
    size = look.mm(2.2)

    def draw(x: float, y: float) -> list[Shape]:
        middle = y + look.mm(1.6)
        at = (x + look.mm(5.8), middle + 0.36 * size)
        return [*picture((x + look.mm(2), middle)), Words(word, at, size, MUTED, tag="key")]

    return Row(look.mm(3.3), draw)


def sign_word(key: str) -> str:
    """The word for a landmark's sign."""
    return {
        "town_hall": _("Mairie"),
        "station": _("Gare, station"),
        "school": _("Établissement scolaire"),
        "library": _("Bibliothèque"),
        "health": _("Santé"),
        "park": _("Parc"),
        "sport": _("Sport"),
        "culture": _("Culture"),
    }.get(key, _("Autre repère"))
