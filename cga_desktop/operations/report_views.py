"""The same report as a page for the browser, and as ground for the printed map."""

from cga_desktop.domain.errors import NotFound
from cga_desktop.domain.territories import Street
from cga_desktop.exporting.report import Report, ReportActor, ReportObservation
from cga_desktop.exporting.sheet.ground import (
    Ground,
    SheetLandmark,
    SheetStreet,
    SheetSymbol,
)
from cga_desktop.exporting.sheet.said import left_out_said, notice, subtitle
from cga_desktop.exporting.words import day_of, first_words
from cga_desktop.i18n import _
from cga_desktop.mapping.plan import Plan, schematic_plan
from cga_desktop.mapping.points import MapPoint
from cga_desktop.mapping.signs import SIGNS
from cga_desktop.mapping.standalone import StandaloneMap, Unplaced
from cga_desktop.mapping.symbols import OBSERVATION, OUTLINE, SYMBOLS
from cga_desktop.operations.report_material import facts_of
from cga_desktop.operations.workspace import Workspace

_TITLE_LENGTH = 80


def report_plan(workspace: Workspace, report: Report) -> Plan:
    """The schematic plan of the report's territories, from the best addresses there are."""
    facts = [found for one in report.territories if (found := facts_of(one.code))]
    return schematic_plan(facts, {one.code: _streets(workspace, one.code) for one in facts})


def _streets(workspace: Workspace, code: str) -> list[Street]:
    try:
        return list(workspace.finder.streets(code))
    except NotFound:
        return []


def report_ground(plan: Plan) -> Ground:
    """The plan, symbols and signs of the screen's maps, for the printed one."""
    return Ground(
        streets=tuple(SheetStreet(one.name, one.short, one.rank, one.line) for one in plan.streets),
        landmarks=tuple(
            SheetLandmark(one.name, one.sign, (one.lon, one.lat)) for one in plan.landmarks
        ),
        symbols={key: SheetSymbol(one.colour, one.polygon) for key, one in SYMBOLS.items()},
        signs=SIGNS,
        outline=OUTLINE,
    )


def report_page(report: Report, plan: Plan) -> StandaloneMap:
    """What the exported page says: everything with a place on its map, the rest in its table."""
    shown = [_actor(one) for one in report.actors]
    shown += [_observation(one) for one in report.observations]
    return StandaloneMap(
        title=report.title,
        subtitle=subtitle(report),
        date=day_of(report.made_at),
        plan=plan,
        points=[one for one in shown if isinstance(one, MapPoint)],
        unplaced=[one for one in shown if isinstance(one, Unplaced)],
        sources=report.sources,
        notes=[one for one in (notice(report), left_out_said(report)) if one],
    )


def _actor(actor: ReportActor) -> MapPoint | Unplaced:
    address = actor.address
    if actor.postcode and actor.postcode not in address:
        address = f"{address} {actor.postcode}".strip()
    details = tuple(_details(actor))
    if actor.point is None:
        return Unplaced(actor.id, actor.kind, actor.name, address, details)
    lat, lon = actor.point
    return MapPoint(
        actor.id, lat, lon, "actor", actor.kind, actor.name, address, actor.precision, details
    )


def _details(actor: ReportActor) -> list[tuple[str, str]]:
    contact = actor.contact
    who = ", ".join(part for part in (contact.name, contact.role) if part) if contact else ""
    lines = [
        (_("Description"), actor.description),
        (_("Thèmes"), " · ".join(actor.themes)),
        (_("Publics"), " · ".join(actor.audiences)),
        (_("Horaires"), actor.opening_hours),
        (_("Site"), actor.website),
        (_("Contact"), who),
        (_("Téléphone"), contact.phone if contact else ""),
        (_("Courriel"), contact.email if contact else ""),
        (_("Notes de l’équipe"), actor.notes),
    ]
    return [(word, text) for word, text in lines if text]


def _observation(observation: ReportObservation) -> MapPoint | Unplaced:
    title = first_words(observation.text, _TITLE_LENGTH)
    when = " · ".join(
        part for part in (day_of(observation.date), observation.address, observation.author) if part
    )
    whole = ((_("Observation"), observation.text),) if title != observation.text else ()
    if observation.point is None:
        return Unplaced(observation.id, OBSERVATION, title, when, whole)
    lat, lon = observation.point
    return MapPoint(
        observation.id, lat, lon, "observation", OBSERVATION, title, when, details=whole
    )
