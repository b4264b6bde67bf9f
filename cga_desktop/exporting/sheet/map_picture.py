"""The map itself: ground, streets, landmarks and marks inside their frame."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cga_desktop.domain.drawing import Area, Line, Pen, Position, Shape, Window, Words
from cga_desktop.exporting.report import ReportTerritory
from cga_desktop.exporting.sheet.edition import Edition
from cga_desktop.exporting.sheet.frame import Frame
from cga_desktop.exporting.sheet.ground import OBSERVATION, Ground, SheetLandmark
from cga_desktop.exporting.sheet.lambert import to_lambert
from cga_desktop.exporting.sheet.look import (
    ACCENT,
    AREA_NAME,
    HAIRLINE,
    OUTSIDE,
    SIGN,
    STREET_WIDTHS,
    STREETS,
    WHITE,
    Look,
)
from cga_desktop.exporting.sheet.marks import Mark, marks
from cga_desktop.exporting.sheet.room import Room, Slot
from cga_desktop.exporting.sheet.roster import Roster
from cga_desktop.exporting.sheet.shapes import rectangle, sign
from cga_desktop.exporting.sheet.street_names import DrawnStreet, street_names
from cga_desktop.exporting.words import one_line

_SIGN_ORDER = ("town_hall", "station", "health", "library", "culture", "sport", "park", "school")
_WELL_KNOWN = frozenset({"town_hall", "station", "health"})
"""Signs by which people find their way: they are placed, and named, before streets are."""
_OTHER_SIGN = "place"
_MAIN_RANK = 2
_SIGN_RADIUS = 1.15
_SIGN_TYPE = 1.75
_AREA_TYPE = 1.9
_SIGN_GAP = 0.7
"""Between a sign and its name: more than a cell of the room they take."""


@dataclass(frozen=True, slots=True)
class MapPicture:
    """What was drawn of a map, and what a reader may look up: numbers, letters, signs."""

    shapes: tuple[Shape, ...] = ()
    numbers: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    approximate: bool = False
    streets: bool = False


def map_picture(frame: Frame, edition: Edition) -> MapPicture:
    """Everything inside ``frame``, from the ground up; what matters most has the choice of room."""
    wanted = _marks(frame, edition.roster)
    layers = _Layers(frame, edition)
    drawn_marks = tuple(marks(wanted, edition.ground, frame.box, layers.room, edition.look))
    layers.name_everything()
    territories = edition.report.territories
    shapes = (
        *_soil(frame, territories),
        *_street_lines(layers.streets, edition.look),
        *_limits(frame, territories, edition.look),
        *layers.names,
        *layers.known,
        *drawn_marks,
    )
    box = frame.box
    edge = Area((rectangle(box.left, box.top, box.width, box.height),), "", Pen(HAIRLINE, 0.25))
    seen = {mark.word for mark in wanted}
    return MapPicture(
        shapes=(Window(box.left, box.top, box.width, box.height, shapes), edge),
        numbers=tuple(one.number for one in edition.roster.entries if one.number in seen),
        letters=tuple(one.letter for one in edition.roster.notes if one.letter in seen),
        signs=tuple(one for one in (*_SIGN_ORDER, _OTHER_SIGN) if one in layers.signs),
        approximate=any(mark.approximate for mark in wanted),
        streets=bool(layers.streets),
    )


def _marks(frame: Frame, roster: Roster) -> list[Mark]:
    actors = [
        Mark(one.number, one.actor.kind, frame.at(one.spot), one.approximate)
        for one in roster.entries
        if one.spot is not None
    ]
    notes = [
        Mark(one.letter, OBSERVATION, frame.at(one.spot))
        for one in roster.notes
        if one.spot is not None
    ]
    return [mark for mark in (*actors, *notes) if frame.box.holds(mark.spot)]


def _soil(frame: Frame, territories: Sequence[ReportTerritory]) -> Iterator[Shape]:
    box = frame.box
    yield Area((rectangle(box.left, box.top, box.width, box.height),), OUTSIDE)
    for territory in territories:
        rings = _rings(frame, territory)
        if rings:
            yield Area(rings, WHITE, tag=f"territory:{territory.code}")


def _rings(frame: Frame, territory: ReportTerritory) -> tuple[tuple[Position, ...], ...]:
    lines = (frame.line(to_lambert(one)) for one in territory.outline)
    return tuple(line for line in lines if line)


def _limits(frame: Frame, territories: Sequence[ReportTerritory], look: Look) -> Iterator[Shape]:
    pen = Pen(ACCENT, look.mm(0.45), (look.mm(3), look.mm(1), look.mm(0.6), look.mm(1)))
    for territory in territories:
        for line in _rings(frame, territory):
            yield Line((*line, line[0]), pen)


def _streets(frame: Frame, ground: Ground) -> list[DrawnStreet]:
    drawn = (
        DrawnStreet(
            one_line(one.name), one_line(one.short), min(max(one.rank, 1), 4),
            frame.line(to_lambert(one.line)),
        )
        for one in ground.streets
        if len(one.line) > 1
    )  # fmt: skip
    return [one for one in drawn if any(frame.box.holds(point) for point in one.line)]


def _street_lines(streets: Sequence[DrawnStreet], look: Look) -> Iterator[Shape]:
    for street in sorted(streets, key=lambda one: -one.rank):
        yield Line(street.line, Pen(STREETS[street.rank], look.mm(STREET_WIDTHS[street.rank])))


def _visible_landmarks(frame: Frame, ground: Ground) -> list[tuple[SheetLandmark, Position]]:
    spots = [(one, frame.line(to_lambert([one.position]))) for one in ground.landmarks]
    seen = [(one, at[0]) for one, at in spots if at and frame.box.holds(at[0], 1.5)]
    order = {key: position for position, key in enumerate(_SIGN_ORDER)}
    return sorted(seen, key=lambda one: (order.get(one[0].sign, len(order)), one[0].name))


class _Layers:
    """Streets and landmarks of one map, and what room is left for their names."""

    def __init__(self, frame: Frame, edition: Edition) -> None:
        self.room = Room()
        self.streets = _streets(frame, edition.ground)
        self.names: list[Shape] = []
        self.known: list[Shape] = []
        self.signs: set[str] = set()
        self._box = frame.box
        self._landmarks = _visible_landmarks(frame, edition.ground)
        self._ground = edition.ground
        self._look = edition.look

    def name_everything(self) -> None:
        """What people find their way by comes first, then main streets, then the rest."""
        self._draw_landmarks(well_known=True)
        self._name_streets(main=True)
        self._draw_landmarks(well_known=False)
        self._name_streets(main=False)

    def _name_streets(self, *, main: bool) -> None:
        streets = [one for one in self.streets if (one.rank <= _MAIN_RANK) is main]
        self.names += street_names(streets, self._box, self.room, self._look)

    def _draw_landmarks(self, *, well_known: bool) -> None:
        radius = self._look.mm(_SIGN_RADIUS)
        for landmark, at in self._landmarks:
            if (landmark.sign in _WELL_KNOWN) is not well_known:
                continue
            if not self._ground.signs.get(landmark.sign):
                self.known += self._area_name(landmark.name, at)
            elif self.room.taken_if_free(Slot(at, 2.3 * radius, 2.3 * radius)):
                self.signs.add(landmark.sign)
                self.known += sign(self._ground, landmark.sign, at, radius)
                self.known += self._landmark_name(landmark.name, at)

    def _area_name(self, name: str, at: Position) -> Iterator[Shape]:
        """The name of a part of the town, about its middle, or a little above or below."""
        size = self._look.mm(_AREA_TYPE)
        said = one_line(name).upper()
        width = self._look.measure(said, size)
        for down in (0.0, -1.5 * size, 1.5 * size, -3 * size, 3 * size):
            slot = Slot((at[0], at[1] + down), width, size)
            inside = all(self._box.holds(one, 0.5) for one in slot.corners)
            if inside and self.room.taken_if_free(slot.grown(0.3)):
                low = slot.at(0, 0.34 * size)
                yield Words(said, low, size, AREA_NAME, anchor="middle", halo=WHITE, tag="area")
                return

    def _landmark_name(self, name: str, at: Position) -> Iterator[Shape]:
        radius, size = self._look.mm(_SIGN_RADIUS), self._look.mm(_SIGN_TYPE)
        said = one_line(name)
        width = self._look.measure(said, size)
        for side in (1, -1):
            centre = (at[0] + side * (radius * 1.15 + _SIGN_GAP + width / 2), at[1])
            slot = Slot(centre, width, size)
            inside = all(self._box.holds(one, 0.5) for one in slot.corners)
            if inside and self.room.taken_if_free(slot):
                low = (centre[0], at[1] + 0.34 * size)
                yield Words(said, low, size, SIGN, anchor="middle", halo=WHITE, tag="landmark")
                return
