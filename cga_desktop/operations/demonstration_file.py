"""The demonstration study as its files write it.

``resources/demonstration`` holds it as one or several JSON files whose lists are joined. Records
refer to each other there by keys of their own.
"""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from cga_desktop.assets import asset
from cga_desktop.domain import kinds


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PersonPart(_Part):
    """Someone who works on the study."""

    key: str
    name: str
    role: kinds.Role = kinds.Role.VOLUNTEER


class ActorPart(_Part):
    """An actor; ``map_consent`` is what its contact person said to the map."""

    key: str
    name: str
    kind: kinds.ActorKind
    description: str = ""
    address: str = ""
    citycode: str = ""
    postcode: str = ""
    lat: float | None = None
    lon: float | None = None
    precision: str = ""
    radius_m: float | None = None
    phone: str = ""
    email: str = ""
    website: str = ""
    contact_name: str = ""
    contact_role: str = ""
    audiences: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    opening_hours: str = ""
    notes: str = ""
    map_consent: bool | None = None


class ExcerptPart(_Part):
    """A coded passage, of the answer to ``question``, or of the notes where it is none."""

    question: str | None = None
    kind: kinds.ExcerptKind
    text: str = Field(min_length=1)
    theme: str | None = None


class InterviewPart(_Part):
    """A conversation; answers by question key, consents by purpose."""

    key: str
    kind: kinds.InterviewKind
    actor: str | None = None
    pseudonym: str = ""
    age_band: str = ""
    neighbourhood: str = ""
    contributor: str | None = None
    second_contributor: str | None = None
    date: str
    place: str = ""
    status: str = kinds.InterviewStatus.FINISHED.value
    notes: str = ""
    consents: Mapping[kinds.Purpose, bool | None] = {}
    answers: Mapping[str, str] = {}
    excerpts: tuple[ExcerptPart, ...] = ()


class ObservationPart(_Part):
    """A note of an immersion."""

    text: str
    date: str
    lat: float | None = None
    lon: float | None = None
    address: str = ""
    contributor: str | None = None


class RelationPart(_Part):
    """A tie from one actor to another, by their keys."""

    source: str
    target: str
    kind: kinds.RelationKind
    strength: int = Field(default=1, ge=1, le=3)
    directed: bool = False
    note: str = ""


class DemonstrationFile(_Part):
    """The whole demonstration study, as its files write it."""

    note: str = ""
    name: str
    territories: tuple[str, ...]
    contributors: tuple[PersonPart, ...] = ()
    actors: tuple[ActorPart, ...] = ()
    interviews: tuple[InterviewPart, ...] = ()
    observations: tuple[ObservationPart, ...] = ()
    relations: tuple[RelationPart, ...] = ()


def demonstration_file() -> DemonstrationFile:
    """The demonstration that travels with the program."""
    together: dict[str, Any] = {}
    for path in sorted(asset("demonstration").glob("*.json")):
        for name, part in json.loads(path.read_text(encoding="utf-8")).items():
            together[name] = [*together.get(name, []), *part] if isinstance(part, list) else part
    return DemonstrationFile.model_validate(together)
