"""Who stands on the sheet under which number: by territory, then by kind, then by name."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from cga_desktop.domain.kinds import ActorKind
from cga_desktop.domain.places import Point, Precision
from cga_desktop.exporting.report import Report, ReportActor, ReportObservation
from cga_desktop.exporting.sheet.frame import inside
from cga_desktop.exporting.sheet.lambert import Metres, to_lambert
from cga_desktop.i18n import _

_SURE = frozenset({"", Precision.NUMBER, Precision.INTERPOLATED})


@dataclass(frozen=True, slots=True)
class Entry:
    """An actor under its number; ``spot`` on the grid, None where it is not on the map."""

    number: str
    actor: ReportActor
    spot: Metres | None

    @property
    def approximate(self) -> bool:
        """Whether its true place may be some streets away."""
        return self.actor.precision not in _SURE


@dataclass(frozen=True, slots=True)
class Note:
    """An observation under its letter; ``spot`` on the grid, None where it is not on the map."""

    letter: str
    observation: ReportObservation
    spot: Metres | None


@dataclass(frozen=True, slots=True)
class Group:
    """The actors of one kind in one place, under a heading."""

    kind: str
    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The actors of one territory; ``code`` is empty for those of none."""

    code: str
    title: str
    groups: tuple[Group, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All of them, in order."""
        return tuple(entry for group in self.groups for entry in group.entries)


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody and everything of a report, numbered once for all its pages."""

    sections: tuple[Section, ...]
    notes: tuple[Note, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every actor, in order."""
        return tuple(entry for section in self.sections for entry in section.entries)


def kind_heading(kind: str) -> str:
    """The plural above the actors of a kind; the kind itself where a newer program named it."""
    headings: dict[str, str] = {
        ActorKind.ASSOCIATION: _("Associations"),
        ActorKind.LOCAL_AUTHORITY: _("Collectivités"),
        ActorKind.SOCIAL_STRUCTURE: _("Structures sociales"),
        ActorKind.COMPANY: _("Entreprises et ESS"),
        ActorKind.SHOP: _("Commerces"),
        ActorKind.COLLECTIVE: _("Collectifs d’habitant·es"),
        ActorKind.VENUE: _("Lieux"),
        ActorKind.RESOURCE_PERSON: _("Personnes-ressources"),
    }
    return headings.get(kind, kind)


def numbered(report: Report) -> Roster:
    """The roster of a report."""
    homes = {actor.id: _home(report, actor) for actor in report.actors}
    numbers = (str(number) for number in count(1))
    titles = [(one.code, one.name) for one in report.territories]
    sections = [
        Section(code, title, tuple(_groups(living, numbers)))
        for code, title in [*titles, ("", _("Ailleurs ou sans adresse précise"))]
        if (living := [one for one in report.actors if homes[one.id] == code])
    ]
    letters = _letters()
    notes = tuple(Note(next(letters), one, _spot(one.point)) for one in report.observations)
    return Roster(tuple(sections), notes)


def _home(report: Report, actor: ReportActor) -> str:
    """The code of the territory whose list an actor is in: where it stands, else as it says."""
    spot = _spot(actor.point)
    if spot is not None:
        for territory in report.territories:
            if inside(spot, [to_lambert(ring) for ring in territory.outline]):
                return territory.code
    known = {one.code for one in report.territories}
    return actor.citycode if actor.citycode in known else ""


def _groups(actors: Sequence[ReportActor], numbers: Iterator[str]) -> Iterator[Group]:
    by_kind: dict[str, list[ReportActor]] = {kind.value: [] for kind in ActorKind}
    for actor in actors:
        by_kind.setdefault(actor.kind, []).append(actor)
    for kind, living in by_kind.items():
        if living:
            entries = tuple(Entry(next(numbers), one, _drawn_spot(one)) for one in living)
            yield Group(kind, kind_heading(kind), entries)


def _spot(point: Point | None) -> Metres | None:
    spots = to_lambert([(point.lon, point.lat)]) if point else ()
    return spots[0] if spots else None


def _drawn_spot(actor: ReportActor) -> Metres | None:
    # A whole commune's middle is no place to put a pin.
    return None if actor.precision == Precision.MUNICIPALITY else _spot(actor.point)


def _letters() -> Iterator[str]:
    """A to Z without I and O, which look like figures; then A2 to Z2, and so on."""
    for turn in count(1):
        for letter in "ABCDEFGHJKLMNPQRSTUVWXYZ":
            yield letter if turn == 1 else f"{letter}{turn}"


def grouped(roster: Roster, shown: Iterable[str]) -> tuple[Group, ...]:
    """The groups of a roster with only the entries whose numbers are ``shown``, one per kind."""
    numbers = set(shown)
    by_kind: dict[str, list[Entry]] = {kind.value: [] for kind in ActorKind}
    headings: Mapping[str, str] = {
        group.kind: group.heading for section in roster.sections for group in section.groups
    }
    for entry in roster.entries:
        if entry.number in numbers:
            by_kind.setdefault(entry.actor.kind, []).append(entry)
    return tuple(
        Group(kind, headings[kind], tuple(entries)) for kind, entries in by_kind.items() if entries
    )
