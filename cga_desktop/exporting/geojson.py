"""The report as GeoJSON (RFC 7946), for QGIS and other mapping software.

Keys are English and stay the same from version to version; ``name`` is what a layer shows by
itself. Positions have six decimals (a tenth of a metre), longitude first. An actor whose place is
unknown or withheld keeps its row, without geometry, so that nothing is lost. The collection carries
one foreign member, ``cga``: what the file is, for whom, from when, from which sources, and what was
left out.
"""

import json

from cga_desktop.domain.kinds import ActorKind
from cga_desktop.domain.places import Point
from cga_desktop.exporting.report import Report, ReportActor, ReportObservation
from cga_desktop.exporting.words import first_words

_DECIMALS = 6
_NAME_LENGTH = 60


def geojson(report: Report) -> bytes:
    """The file's content, UTF-8."""
    collection = {
        "type": "FeatureCollection",
        "name": report.title,
        "cga": _about(report),
        "features": [
            *(_actor(one) for one in report.actors),
            *(_observation(one) for one in report.observations),
        ],
    }
    text = json.dumps(collection, ensure_ascii=False, indent=1, allow_nan=False)
    # A text from elsewhere may hold half of a character (a lone surrogate): said, not refused.
    return (text + "\n").encode("utf-8", errors="replace")


def _about(report: Report) -> dict[str, object]:
    return {
        "title": report.title,
        "study": report.study,
        "audience": report.audience.value,
        "made_at": report.made_at,
        "program": f"CGA Terrain {report.program}".strip(),
        "territories": [{"code": one.code, "name": one.name} for one in report.territories],
        "sources": [
            {"what": one.what, "name": one.name, "licence": one.licence, "date": one.date}
            for one in report.sources
        ],
        "left_out": list(report.left_out),
    }


def _feature(id_: str, point: Point | None, properties: dict[str, object]) -> dict[str, object]:
    geometry = None
    if point is not None:
        position = [round(point.lon, _DECIMALS), round(point.lat, _DECIMALS)]
        geometry = {"type": "Point", "coordinates": position}
    return {"type": "Feature", "id": id_, "geometry": geometry, "properties": properties}


def _actor(actor: ReportActor) -> dict[str, object]:
    contact = actor.contact
    return _feature(
        actor.id,
        actor.point,
        {
            "type": "actor",
            "name": actor.name,
            "kind": actor.kind,
            "kind_label": ActorKind.label_of(actor.kind),
            "description": actor.description,
            "address": actor.address,
            "postcode": actor.postcode,
            "citycode": actor.citycode,
            "precision": actor.precision,
            "radius_m": actor.radius_m,
            "website": actor.website,
            "opening_hours": actor.opening_hours,
            "audiences": list(actor.audiences),
            "themes": list(actor.themes),
            "contact_name": contact.name if contact else None,
            "contact_role": contact.role if contact else None,
            "phone": contact.phone if contact else None,
            "email": contact.email if contact else None,
            **({"notes": actor.notes} if actor.notes else {}),
        },
    )


def _observation(observation: ReportObservation) -> dict[str, object]:
    return _feature(
        observation.id,
        observation.point,
        {
            "type": "observation",
            "name": first_words(observation.text, _NAME_LENGTH),
            "text": observation.text,
            "date": observation.date,
            "address": observation.address,
            **({"author": observation.author} if observation.author else {}),
        },
    )
