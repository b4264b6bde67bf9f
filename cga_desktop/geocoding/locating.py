"""Where on a street a house number lies, how sure that is, and the sentence that says so."""

from collections.abc import Sequence
from typing import NamedTuple

from cga_desktop.domain.places import Point, Precision
from cga_desktop.domain.territories import Street
from cga_desktop.geocoding.lines import NumberedPoint, along, between, length, metres, plausible
from cga_desktop.geocoding.text import HouseNumber
from cga_desktop.geocoding.vocabulary import SUFFIXES
from cga_desktop.i18n import _

EXACT_RADIUS_M = 10.0
OTHER_SUFFIX_RADIUS_M = 25.0
NEAREST_RADIUS_M = 20.0
SHARE_OF_GAP = 0.6
"""Half-width between two numbers, over their distance: with the floor above it holds nine in ten
of Bondy's 8,372 numbers left out one at a time (BAN, May 2022)."""
WIDEST_GAP = 60
"""Numbers further apart than this say nothing about what lies between them."""
LONGEST_GAP_M = 400.0
BEYOND = 10
"""A number this little past the end of a street is taken to lie near its end."""
BEYOND_RADIUS_M = 40.0
SHARE_OF_LINE = 0.27
LINE_RADIUS_M = (25.0, 250.0)
"""Half-width along an embedded line: this share of its length, never less nor more than these,
holds more than nine in ten of the 1,825 numbers of Bondy tried (BAN, May 2022)."""
STREET_RADIUS_M = 50.0
"""The least for a whole street."""


class Located(NamedTuple):
    """A position on a street.

    ``factor`` (0 to 1) tells how well it answers the number that was asked for; ``number`` is
    what the label shows, empty for the whole street.
    """

    point: Point
    precision: Precision
    factor: float
    radius_m: float
    number: str
    sentence: str


def locate(
    street: Street, radius_m: float, numbers: Sequence[NumberedPoint], wanted: HouseNumber | None
) -> Located:
    """The best position for ``wanted`` on a street.

    Args:
        street: its figures; they serve where ``numbers`` is empty.
        radius_m: how far the street reaches from its middle.
        numbers: its numbered addresses, where they were imported.
        wanted: the house number; None for the street itself.
    """
    if wanted is None:
        return _whole(street, radius_m, 1.0, _("rue entière"))
    if numbers:
        found = _exact(numbers, wanted) or _interpolated(numbers, wanted)
    else:
        found = _on_line(street, wanted)
    return found or _whole(street, radius_m, 0.75, _missing(street, wanted))


def written(number: int, suffix: str) -> str:
    """« 12 », « 12 bis », « 12 B »."""
    shown = suffix if len(suffix) > 1 else suffix.upper()
    return f"{number} {shown}".strip()


def _asked(wanted: HouseNumber) -> str:
    return written(wanted.value, wanted.suffix)


def _missing(street: Street, wanted: HouseNumber) -> str:
    if not street.last:
        return _("le numéro {number} n’est pas connu dans cette rue").format(number=_asked(wanted))
    return _("le numéro {number} n’est pas connu dans cette rue (de {first} à {last})").format(
        number=_asked(wanted), first=street.first, last=street.last
    )


def _whole(street: Street, radius_m: float, factor: float, sentence: str) -> Located:
    on_it = along(street.line, 0.5) if street.line else Point(street.lat, street.lon)
    reach = max(radius_m, length(street.line) / 2, STREET_RADIUS_M)
    return Located(on_it, Precision.STREET, factor, float(round(reach)), "", sentence)


def _at(address: NumberedPoint, factor: float, radius_m: float, sentence: str) -> Located:
    return Located(
        address.point,
        Precision.NUMBER,
        factor,
        radius_m,
        written(address.number, address.suffix),
        sentence,
    )


def _exact(numbers: Sequence[NumberedPoint], wanted: HouseNumber) -> Located | None:
    same = [one for one in numbers if one.number == wanted.value]
    for suffix, factor in ((wanted.suffix, 1.0), (SUFFIXES.get(wanted.suffix), 0.99)):
        for one in same:
            if one.suffix == suffix:
                return _at(one, factor, EXACT_RADIUS_M, _("numéro trouvé"))
    ends = [one for one in numbers if one.number == wanted.until]
    if ends and not same:
        return _at(
            ends[0],
            0.97,
            OTHER_SUFFIX_RADIUS_M,
            _("le {asked} n’est pas connu ; voici l’autre bout").format(asked=_asked(wanted)),
        )
    if not same:
        return None
    near = same[0]
    sentence = _("le {asked} n’est pas connu ; voici le {shown}").format(
        asked=_asked(wanted), shown=written(near.number, near.suffix)
    )
    return _at(near, 0.93, OTHER_SUFFIX_RADIUS_M, sentence)


def _neighbours(
    numbers: Sequence[NumberedPoint], value: int
) -> tuple[NumberedPoint, NumberedPoint] | None:
    """The numbers just under and over ``value``, on its own side of the street if possible."""
    for side in ([one for one in numbers if one.number % 2 == value % 2], numbers):
        under = [one for one in side if one.number < value]
        over = [one for one in side if one.number > value]
        if under and over and over[0].number - under[-1].number <= WIDEST_GAP:
            return under[-1], over[0]
    return None


def _interpolated(numbers: Sequence[NumberedPoint], wanted: HouseNumber) -> Located | None:
    usual = plausible(numbers)
    pair = _neighbours(usual, wanted.value)
    if pair is None:
        return _just_beyond(usual, wanted)
    under, over = pair
    apart = metres(under.point, over.point)
    if apart > LONGEST_GAP_M:
        return None
    point = between(
        under.point, over.point, (wanted.value - under.number) / (over.number - under.number)
    )
    sentence = _("placé entre le {under} et le {over}").format(
        under=written(under.number, under.suffix), over=written(over.number, over.suffix)
    )
    radius = float(round(max(NEAREST_RADIUS_M, SHARE_OF_GAP * apart)))
    return Located(point, Precision.INTERPOLATED, 0.9, radius, _asked(wanted), sentence)


def _just_beyond(numbers: Sequence[NumberedPoint], wanted: HouseNumber) -> Located | None:
    end = min(numbers, key=lambda one: (abs(one.number - wanted.value), one.suffix), default=None)
    if end is None or abs(end.number - wanted.value) > BEYOND:
        return None
    sentence = _("placé près du {end}, le numéro connu le plus proche").format(
        end=written(end.number, end.suffix)
    )
    return Located(
        end.point, Precision.INTERPOLATED, 0.88, BEYOND_RADIUS_M, _asked(wanted), sentence
    )


def _on_line(street: Street, wanted: HouseNumber) -> Located | None:
    """Along the embedded line, in proportion to the range of numbers."""
    if len(street.line) < 2 or not street.first <= wanted.value <= street.last:  # noqa: PLR2004
        return None
    share = (wanted.value - street.first) / max(1, street.last - street.first)
    least, most = LINE_RADIUS_M
    radius = min(most, max(least, SHARE_OF_LINE * length(street.line)))
    sentence = _("placé en proportion, le long de la rue (numéros {first} à {last})").format(
        first=street.first, last=street.last
    )
    return Located(
        along(street.line, share),
        Precision.INTERPOLATED,
        0.9,
        float(round(radius)),
        _asked(wanted),
        sentence,
    )
