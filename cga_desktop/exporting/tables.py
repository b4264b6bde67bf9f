"""The tables of a report: which columns, which rows. How a table is written is ``csv_table``'s."""

from collections.abc import Iterator

from cga_desktop.domain.exports import ReportFormat
from cga_desktop.domain.kinds import ActorKind, AgeBand, ExcerptKind, InterviewKind
from cga_desktop.domain.places import Precision
from cga_desktop.exporting.csv_table import csv_table
from cga_desktop.exporting.report import Cell, Report, ReportActor
from cga_desktop.exporting.words import iso_day
from cga_desktop.i18n import _

_DECIMALS = 6
Row = list[object]


def table(report: Report, kind: ReportFormat) -> bytes:
    """The content of the file of one of the report's tables.

    Raises:
        KeyError: not a table.
    """
    header, rows = {
        ReportFormat.CSV: _actors,
        ReportFormat.OBSERVATIONS: _observations,
        ReportFormat.EXCERPTS: _excerpts,
        ReportFormat.INTERVIEWS: _interviews,
    }[kind](report)
    return csv_table(header, rows)


def _degrees(value: float) -> str:
    return f"{value:.{_DECIMALS}f}"


def _actors(report: Report) -> tuple[list[str], list[Row]]:
    header = [
        _("nom"),
        _("type"),
        _("description"),
        _("adresse"),
        _("code postal"),
        _("code commune"),
        _("latitude"),
        _("longitude"),
        _("précision"),
        _("thèmes"),
        _("publics"),
        _("horaires"),
        _("site"),
        _("contact"),
        _("fonction"),
        _("téléphone"),
        _("courriel"),
    ]
    inside = report.audience.internal
    rows = [[*_actor(one), *([one.notes] if inside else [])] for one in report.actors]
    return [*header, *([_("notes")] if inside else [])], rows


def _actor(actor: ReportActor) -> Row:
    contact = actor.contact
    return [
        actor.name,
        ActorKind.label_of(actor.kind),
        actor.description,
        actor.address,
        actor.postcode,
        actor.citycode,
        _degrees(actor.point.lat) if actor.point else None,
        _degrees(actor.point.lon) if actor.point else None,
        Precision.label_of(actor.precision),
        " | ".join(actor.themes),
        " | ".join(actor.audiences),
        actor.opening_hours,
        actor.website,
        contact.name if contact else None,
        contact.role if contact else None,
        contact.phone if contact else None,
        contact.email if contact else None,
    ]


def _observations(report: Report) -> tuple[list[str], list[Row]]:
    inside = report.audience.internal
    header = [_("date"), _("observation"), _("adresse"), _("latitude"), _("longitude")]
    rows: list[Row] = [
        [
            iso_day(one.date),
            one.text,
            one.address,
            _degrees(one.point.lat) if one.point else None,
            _degrees(one.point.lon) if one.point else None,
            *([one.author] if inside else []),
        ]
        for one in report.observations
    ]
    return [*header, *([_("par")] if inside else [])], rows


def _excerpts(report: Report) -> tuple[list[str], list[Row]]:
    inside = report.audience.internal
    header = [_("nature"), _("thème"), _("verbatim"), _("entretien")]
    rows: list[Row] = [
        [
            ExcerptKind.label_of(one.kind),
            one.theme,
            one.text,
            InterviewKind.label_of(one.interview_kind),
            *([one.pseudonym] if inside else []),
        ]
        for one in report.excerpts
    ]
    return [*header, *([_("pseudonyme")] if inside else [])], rows


def _interviews(report: Report) -> tuple[list[str], list[Row]]:
    if not report.audience.internal:
        return [_("décompte"), _("valeur"), _("nombre")], list(_counts(report))
    header = [
        _("entretien"),
        _("avec"),
        _("date"),
        _("quartier"),
        _("âge"),
        _("question"),
        _("réponse"),
    ]
    return header, list(_answers(report))


def _counts(report: Report) -> Iterator[Row]:
    figures = report.figures
    kinds = _("entretiens")
    yield _count(kinds, Cell(InterviewKind.RESIDENT.label, figures.residents))
    yield _count(kinds, Cell(InterviewKind.ACTOR.label, figures.actors))
    for cell in figures.by_neighbourhood:
        yield _count(_("quartier"), cell)
    for cell in figures.by_age:
        yield _count(_("âge"), cell)


def _count(what: str, cell: Cell) -> Row:
    return [what, cell.label, _("masqué") if cell.count is None else cell.count]


def _answers(report: Report) -> Iterator[Row]:
    for one in report.interviews:
        age = AgeBand.label_of(one.age_band) if one.age_band else ""
        who: Row = [InterviewKind.label_of(one.kind), one.who, iso_day(one.date)]
        for wording, text in one.answers or (("", ""),):
            yield [*who, one.neighbourhood, age, wording, text]
