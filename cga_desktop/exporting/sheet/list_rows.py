"""The pages after the maps: every actor in full, observations, figures, what is not there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from cga_desktop.domain.drawing import Shape, Words
from cga_desktop.domain.places import Precision
from cga_desktop.exporting.report import Cell, Report, ReportActor
from cga_desktop.exporting.sheet.columns import Row
from cga_desktop.exporting.sheet.edition import Edition
from cga_desktop.exporting.sheet.ground import Ground
from cga_desktop.exporting.sheet.look import MUTED, TEXT, Look
from cga_desktop.exporting.sheet.panel import heading_row
from cga_desktop.exporting.sheet.roster import Entry, Note, Roster, Section
from cga_desktop.exporting.sheet.said import credits_said, interviews_said
from cga_desktop.exporting.sheet.wrapping import Wrapping
from cga_desktop.exporting.words import day_of
from cga_desktop.i18n import _, ngettext

_DESCRIPTION_LINES = 4
_NOTES_LINES = 8
_TEXT_LINES = 10
_INDENT = 7.0
_LEADING = 1.3


@dataclass(frozen=True, slots=True)
class _Said:
    """A paragraph, the most lines it may take (0: any number), and its colour."""

    text: str
    most: int
    colour: str = MUTED


def list_rows(edition: Edition, width: float) -> list[Row]:
    """All rows of the list, for columns ``width`` wide."""
    report, roster, look = edition.report, edition.roster, edition.look
    return [
        *_actors(roster, edition.ground, width, look),
        *_observations(roster.notes, width, look),
        *_figures(report, width, look),
        *_sentences(_("Ne figurent pas dans ce document"), report.left_out, width, look),
        *_sentences(_("Sources"), credits_said(report), width, look),
    ]


def _actors(roster: Roster, ground: Ground, width: float, look: Look) -> Iterator[Row]:
    for section in roster.sections:
        if len(roster.sections) > 1:
            yield _title(section.title, look)
        yield from _section(section, ground, width, look)


def _section(section: Section, ground: Ground, width: float, look: Look) -> Iterator[Row]:
    for group in section.groups:
        yield heading_row(group, ground, look)
        for entry in group.entries:
            yield _entry(entry, width, look)


def _entry(entry: Entry, width: float, look: Look) -> Row:
    said = [*_details(entry.actor)]
    if entry.spot is None:
        said.append(_Said(_("Pas sur la carte."), 1))
    return _item(entry.number, entry.actor.name, said, width, look)


def _details(actor: ReportActor) -> Iterator[_Said]:
    """What is said of an actor, each with the most lines it may take."""
    contact = actor.contact
    details = (
        _Said(_address(actor), 2, TEXT),
        _Said(actor.description, _DESCRIPTION_LINES),
        _named(_("Thèmes : {said}"), ", ".join(actor.themes), 2),
        _named(_("Publics : {said}"), ", ".join(actor.audiences), 2),
        _named(_("Horaires : {said}"), actor.opening_hours, 2),
        _Said(actor.website, 1),
        _named(_("Contact : {said}"), " · ".join(contact.lines) if contact else "", 3),
        _named(_("Notes de l’équipe : {said}"), actor.notes, _NOTES_LINES),
    )
    yield from (one for one in details if one.text)


def _named(sentence: str, text: str, most: int) -> _Said:
    return _Said(sentence.format(said=text) if text else "", most)


def _address(actor: ReportActor) -> str:
    written = actor.address
    if actor.postcode and actor.postcode not in written:
        written = f"{written} {actor.postcode}".strip()
    exact = actor.precision == Precision.NUMBER
    word = "" if exact else Precision.label_of(actor.precision)
    return f"{written} ({word})" if written and word else written


def _observations(notes: Sequence[Note], width: float, look: Look) -> Iterator[Row]:
    if notes:
        yield _title(ngettext("Observation", "Observations", len(notes)), look)
    for note in notes:
        one = note.observation
        when = ", ".join(part for part in (day_of(one.date), one.author) if part)
        said = [_Said(one.text, _TEXT_LINES, TEXT), _Said(one.address, 2)]
        yield _item(note.letter, when, said, width, look)


def _figures(report: Report, width: float, look: Look) -> Iterator[Row]:
    figures = report.figures
    if figures.residents == 0 and not figures.actors:
        return
    said = [f"{interviews_said(report)}."]
    for word, cells in (
        (_("Quartiers : {cells}."), figures.by_neighbourhood),
        (_("Âges : {cells}."), figures.by_age),
    ):
        if any(one.count is not None for one in cells):
            said.append(word.format(cells=", ".join(_cell(one) for one in cells)))
    yield from _sentences(_("Entretiens"), said, width, look)


def _cell(cell: Cell) -> str:
    count = _("masqué") if cell.count is None else str(cell.count)
    return f"{cell.label}\u202f: {count}"


def _title(text: str, look: Look) -> Row:
    size = look.mm(3.6)

    def draw(x: float, y: float) -> list[Shape]:
        return [Words(text, (x, y + look.mm(6)), size, TEXT, bold=True, tag="section")]

    return Row(look.mm(8), draw, heading=True)


def _sentences(title: str, said: Sequence[str], width: float, look: Look) -> Iterator[Row]:
    if said:
        yield _title(title, look)
    for sentence in said:
        yield _item("–", "", [_Said(sentence, 0, TEXT)], width, look)


def _item(mark: str, name: str, said: Sequence[_Said], width: float, look: Look) -> Row:
    """A row: its mark in the margin, its name in bold, then paragraphs of smaller text."""
    size, indent = look.mm(2.6), look.mm(_INDENT)
    lines = _lines(name, said, width - indent, look)

    def draw(x: float, y: float) -> Iterator[Shape]:
        yield Words(mark, (x + look.mm(5.4), y + size), size, TEXT, bold=True, anchor="end")
        baseline = y + size
        for position, line in enumerate(lines):
            baseline += _LEADING * line.size if position else 0.0
            yield replace(line, at=(x + indent, baseline))

    height = size + sum(_LEADING * line.size for line in lines[1:]) + look.mm(2.0)
    return Row(height, lambda x, y: list(draw(x, y)))


def _lines(name: str, said: Sequence[_Said], width: float, look: Look) -> list[Words]:
    """The lines of a row, each to be put in its place."""
    size, small = look.mm(2.6), look.mm(2.3)
    bold = Wrapping(look.measure, size=size, width=width, bold=True, most=3)
    lines = [Words(line, (0, 0), size, TEXT, bold=True, tag="list") for line in bold.lines(name)]
    for one in said:
        plain = Wrapping(look.measure, size=small, width=width, most=one.most)
        lines += (
            Words(line, (0, 0), small, one.colour, tag="list") for line in plain.lines(one.text)
        )
    return lines
