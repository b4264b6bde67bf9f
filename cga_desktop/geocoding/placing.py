"""Places as they are shown: label, position, radius, and the sentence that explains the choice."""

from collections.abc import Sequence

from cga_desktop.domain.places import Place, Precision
from cga_desktop.domain.territories import Landmark
from cga_desktop.geocoding.gazetteer import KnownCommune, KnownStreet
from cga_desktop.geocoding.lines import NumberedPoint
from cga_desktop.geocoding.locating import Located, locate
from cga_desktop.geocoding.text import Reading
from cga_desktop.i18n import _

LANDMARK_RADIUS_M = 60.0
NEIGHBOURHOOD_RADIUS_M = 400.0
COMMUNE_RADIUS_M = 2_000.0
"""Half-width of a commune of which nothing says how far it reaches."""
SURE = 0.985
"""From this likeness on, a name is the one that was typed."""


def street_place(
    known: KnownStreet,
    commune: KnownCommune,
    numbers: Sequence[NumberedPoint],
    reading: Reading,
    likeness: float,
) -> Place:
    """The answer on one street; its score is that of the name and of the number.

    Args:
        known: the street.
        commune: where it lies.
        numbers: its numbered addresses, empty where they are not known.
        reading: what was asked for.
        likeness: how alike the names are, 0 to 1.
    """
    found = locate(known.figures, known.radius_m, numbers, reading.number)
    sentences = (_street_sentence(likeness), found.sentence, _town_sentence(reading))
    return located_place(known, commune, found, likeness * found.factor, _joined(*sentences))


def located_place(
    known: KnownStreet, commune: KnownCommune, found: Located, score: float, explanation: str
) -> Place:
    """A position on a street as a place."""
    line = f"{found.number} {known.figures.name}".strip()
    return Place(
        label=label(line, known.figures.postcode or only_postcode(commune), commune.name),
        lat=round(found.point.lat, 7),
        lon=round(found.point.lon, 7),
        precision=found.precision,
        score=score,
        radius_m=found.radius_m,
        citycode=known.code,
        explanation=explanation,
    )


def landmark_place(landmark: Landmark, commune: KnownCommune, likeness: float) -> Place:
    """A landmark as a place; the neighbourhoods among them are wide."""
    sure = _("lieu connu") if likeness >= SURE else _("lieu au nom approchant")
    wide = landmark.kind == "neighbourhood"
    return Place(
        label=label(landmark.name, only_postcode(commune), commune.name),
        lat=landmark.lat,
        lon=landmark.lon,
        precision=Precision.PLACE,
        score=likeness,
        radius_m=NEIGHBOURHOOD_RADIUS_M if wide else LANDMARK_RADIUS_M,
        citycode=commune.code,
        explanation=_joined(f"{sure} ({landmark.detail})" if landmark.detail else sure),
    )


def commune_place(commune: KnownCommune, explanation: str) -> Place:
    """The middle of a commune as a place."""
    return Place(
        label=f"{only_postcode(commune)} {commune.name}".strip(),
        lat=commune.lat,
        lon=commune.lon,
        precision=Precision.MUNICIPALITY,
        score=1.0,
        radius_m=float(round(commune.radius_m)) or COMMUNE_RADIUS_M,
        citycode=commune.code,
        explanation=_joined(explanation),
    )


def label(line: str, postcode: str, town: str) -> str:
    """« 12 Avenue de Verdun, 93140 Bondy »."""
    return f"{line}, {f'{postcode} {town}'.strip()}"


def only_postcode(commune: KnownCommune) -> str:
    """The commune's postcode, empty where it has several."""
    return commune.postcodes[0] if len(commune.postcodes) == 1 else ""


def _street_sentence(likeness: float) -> str:
    if likeness >= SURE:
        return _("rue reconnue")
    return _("rue au nom approchant ({percent} %)").format(percent=round(100 * likeness))


def _town_sentence(reading: Reading) -> str:
    return "" if reading.town or reading.postcode else _("commune non précisée")


def _joined(*sentences: str) -> str:
    text = "\u202f; ".join(sentence for sentence in sentences if sentence)
    return text[:1].upper() + text[1:]
