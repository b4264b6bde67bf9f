"""The sentences that a sheet says of itself."""

from cga_desktop.exporting.report import Report
from cga_desktop.exporting.words import day_of
from cga_desktop.i18n import _, ngettext

_NOT_DRAWN = frozenset({"centre"})
"""What is known of a territory and not shown on paper."""


def subtitle(report: Report, shown: int | None = None) -> str:
    """The study, how much is in it, and its date; ``shown`` actors where they are not all there."""
    count = len(report.actors) if shown is None else shown
    actors = ngettext("{count} acteur", "{count} acteurs", count).format(count=count)
    day = _("état au {day}").format(day=day_of(report.made_at))
    figures = report.figures
    heard = bool(figures.residents is None or figures.residents or figures.actors)
    parts = (report.study, actors, interviews_said(report) if heard and shown is None else "", day)
    return " · ".join(part for part in parts if part)


def interviews_said(report: Report) -> str:
    """How many people were listened to."""
    figures = report.figures
    if figures.residents is None:
        people = _("moins de 5 entretiens d’habitant·es")
    else:
        people = ngettext(
            "{count} entretien d’habitant·e", "{count} entretiens d’habitant·es", figures.residents
        ).format(count=figures.residents)
    actors = ngettext(
        "{count} entretien d’acteur", "{count} entretiens d’acteurs", figures.actors
    ).format(count=figures.actors)
    return _("{people}, {actors}").format(people=people, actors=actors)


def notice(report: Report) -> str:
    """Who must not see the sheet; empty where anybody may."""
    if report.audience.internal:
        return _("Document interne : données personnelles, ne pas diffuser")
    return ""


def credits_said(report: Report) -> list[str]:
    """One sentence for each source."""
    said: list[str] = []
    for source in (one for one in report.sources if one.what not in _NOT_DRAWN):
        head = f"{source.what[:1].upper()}{source.what[1:]}\u202f: {source.name}"
        said.append(", ".join(part for part in (head, source.date, source.licence) if part) + ".")
    return list(dict.fromkeys(said))


def made_with(report: Report) -> str:
    """Which program drew the sheet, and in which projection."""
    program = f"CGA Terrain {report.program}".strip()
    return _("Projection Lambert-93. Carte faite avec {program}.").format(program=program)


def left_out_said(report: Report) -> str:
    """What is not there, in one sentence; empty where nothing was left out."""
    if not report.left_out:
        return ""
    said = "\u202f; ".join(one.rstrip(".") for one in report.left_out)
    return _("Ne figurent pas : {left_out}.").format(left_out=said)
