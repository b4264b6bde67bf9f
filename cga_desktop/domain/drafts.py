"""Drafts: what a form or a command fills, checked before it becomes a record.

SQLModel's table classes do not validate; these do. A draft holds every field of its record that a
person may write; ``changed`` checks a few of them against the rest.
"""

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from cga_desktop.domain import kinds, moments
from cga_desktop.domain.errors import BadValue
from cga_desktop.domain.places import Precision
from cga_desktop.domain.records import Actor, Interview, Observation, Record
from cga_desktop.i18n import _

Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
"""One line of text; spaces around it are dropped."""
Prose = Annotated[str, StringConstraints(max_length=1_000_000)]
"""As long as a long conversation; kept to the letter, so that the caret never jumps."""


def _moment(text: str) -> str:
    moments.parse(text)
    return text


def _one_of(
    kind: type[kinds.ActorKind | kinds.InterviewStatus | kinds.AgeBand | Precision],
) -> AfterValidator:
    allowed = {member.value for member in kind}

    def check(value: str) -> str:
        if value and value not in allowed:
            raise ValueError(", ".join(sorted(allowed)))
        return value

    return AfterValidator(check)


Moment = Annotated[str, AfterValidator(_moment)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]


class Draft(BaseModel):
    """A checked set of fields; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=False)

    @classmethod
    def of(cls, record: Record) -> Self:
        """The draft of a record already in the study, unchecked: what is there stays editable."""
        return cls.model_construct(
            **{name: getattr(record, name) for name in cls.model_fields},
        )

    @classmethod
    def filled(cls, values: Mapping[str, object]) -> Self:
        """A draft from named values.

        Raises:
            BadValue: a value does not fit its field, or a field is unknown.
        """
        try:
            return cls.model_validate(dict(values))
        except ValidationError as error:
            raise BadValue(_sentence(cls, error)) from error

    @classmethod
    def checked(cls, changes: Mapping[str, object]) -> dict[str, object]:
        """Only the changed fields, checked one by one, whatever the others hold.

        Raises:
            BadValue: a value does not fit its field, or a field is unknown.
        """
        draft = cls.model_construct()
        try:
            for name, value in changes.items():
                if name not in cls.model_fields:
                    raise BadValue(_unknown(cls, name))
                cls.__pydantic_validator__.validate_assignment(draft, name, value)
        except ValidationError as error:
            raise BadValue(_sentence(cls, error)) from error
        return {name: getattr(draft, name) for name in changes}


def _unknown(draft: type[Draft], name: str) -> str:
    return _("Le champ « {name} » n’existe pas. Champs possibles : {fields}.").format(
        name=name, fields=", ".join(draft.model_fields)
    )


def _sentence(draft: type[Draft], error: ValidationError) -> str:
    first = error.errors()[0]
    name = str(first["loc"][0]) if first["loc"] else "?"
    if first["type"] == "extra_forbidden":
        return _unknown(draft, name)
    if first["type"] == "missing" or (name == "name" and first["type"] == "string_too_short"):
        return _("Il manque le champ « {name} » : rien n’a été enregistré.").format(name=name)
    return _("La valeur « {value} » ne convient pas au champ « {name} ».").format(
        value=str(first["input"])[:80], name=name
    )


class ActorDraft(Draft):
    """What may be written of an actor."""

    name: Annotated[Line, Field(min_length=1)]
    kind: Annotated[str, _one_of(kinds.ActorKind)] = Actor.model_fields["kind"].default
    description: Prose = ""
    address: Line = ""
    postcode: Line = ""
    citycode: Line = ""
    lat: Latitude | None = None
    lon: Longitude | None = None
    precision: Annotated[str, _one_of(Precision)] = ""
    radius_m: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    placed_by_hand: bool = False
    contact_name: Line = ""
    contact_role: Line = ""
    phone: Line = ""
    email: Line = ""
    website: Line = ""
    opening_hours: Line = ""
    audiences: Line = ""
    themes: Line = ""
    notes: Prose = ""


class InterviewDraft(Draft):
    """What may be written of an interview, apart from its answers and consents."""

    pseudonym: Line = ""
    age_band: Annotated[str, _one_of(kinds.AgeBand)] = ""
    neighbourhood: Line = ""
    actor_id: str | None = None
    contributor_id: str | None = None
    second_contributor_id: str | None = None
    date: Moment
    place: Line = ""
    status: Annotated[str, _one_of(kinds.InterviewStatus)] = "in_progress"
    notes: Prose = ""


class ObservationDraft(Draft):
    """What may be written of an observation."""

    text: Prose
    date: Moment
    lat: Latitude | None = None
    lon: Longitude | None = None
    address: Line = ""
    contributor_id: str | None = None


DRAFTS: dict[type[Record], type[Draft]] = {
    Actor: ActorDraft,
    Interview: InterviewDraft,
    Observation: ObservationDraft,
}
"""Which draft guards which record."""
