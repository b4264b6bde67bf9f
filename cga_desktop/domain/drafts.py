"""Drafts: what a form or a command fills, checked before it becomes a record.

SQLModel's table classes do not validate; these do. A draft holds every field of its record that a
person may write; ``changed`` checks a few of them against the rest.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from cga_desktop.domain import kinds, moments
from cga_desktop.domain.errors import BadValue
from cga_desktop.domain.places import Precision
from cga_desktop.domain.records import Actor, Answer, Interview, Observation, Record
from cga_desktop.domain.texts import cleaned, one_line
from cga_desktop.i18n import _

LONGEST_LINE = 500
LONGEST_PROSE = 1_000_000


def _fit(value: object) -> object:
    return cleaned(value) if isinstance(value, str) else value


def _on_one_line(value: object) -> object:
    return one_line(value) if isinstance(value, str) else value


def _blank_is_none(value: object) -> object:
    return None if isinstance(value, str) and not one_line(value) else value


def _number(value: object) -> object:
    """A number as French people type it; nothing where it was emptied."""
    if isinstance(value, bool):
        raise ValueError(_number_wanted())  # noqa: TRY004  (pydantic reports ValueError only)
    return one_line(value).replace(",", ".") or None if isinstance(value, str) else value


def _yes_or_no(value: object) -> object:
    said = {"oui": True, "vrai": True, "non": False, "faux": False}
    return said.get(one_line(value).casefold(), value) if isinstance(value, str) else value


def _moment(text: str) -> str:
    try:
        return moments.written(text)
    except ValueError as error:
        raise ValueError(
            _("Écrivez un jour ou un moment, par exemple 2026-05-12 ou 2026-05-12T14:30.")
        ) from error


def _one_of(
    kind: type[kinds.ActorKind | kinds.InterviewStatus | kinds.AgeBand | Precision],
    *,
    unknown: bool = False,
) -> AfterValidator:
    """Only the values of a closed list; also "" where it may be ``unknown``."""
    allowed = [member.value for member in kind]

    def check(value: str) -> str:
        if value in allowed or (unknown and not value):
            return value
        raise ValueError(_("Valeurs possibles : {values}.").format(values=", ".join(allowed)))

    return AfterValidator(check)


Line = Annotated[
    str, StringConstraints(strict=True, max_length=LONGEST_LINE), BeforeValidator(_on_one_line)
]
"""One line of text; line breaks become spaces, spaces around it are dropped."""
Prose = Annotated[
    str, StringConstraints(strict=True, max_length=LONGEST_PROSE), BeforeValidator(_fit)
]
"""As long as a long conversation; kept to the letter, so that the caret never jumps."""
Somebody = Annotated[Line | None, BeforeValidator(_blank_is_none)]
"""The id of another record, or nobody."""
Moment = Annotated[Line, AfterValidator(_moment)]
YesOrNo = Annotated[bool, BeforeValidator(_yes_or_no)]
_Degrees = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
_DegreesAround = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
_Length = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Latitude = Annotated[_Degrees | None, BeforeValidator(_number)]
Longitude = Annotated[_DegreesAround | None, BeforeValidator(_number)]
Metres = Annotated[_Length | None, BeforeValidator(_number)]


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
    if first["type"] in {"missing", "too_short"}:
        return _("Il manque le champ « {name} » : rien n’a été enregistré.").format(name=name)
    value = one_line(str(first["input"])[:_SHOWN])
    refused = _("La valeur « {value} » ne convient pas au champ « {name} ».")
    hint = _hint(first["type"], first.get("ctx", {}))
    return f"{refused.format(value=value, name=name)} {hint}".rstrip()


_SHOWN = 80
"""How much of a refused value is said again."""


def _number_wanted() -> str:
    return _("Écrivez un nombre, par exemple 48,9021.")


def _hint(kind: str, limits: Mapping[str, Any]) -> str:
    """What to write instead, from what pydantic calls the refusal and the limits it names."""
    if kind == "value_error":
        return str(limits["error"])
    if kind == "string_too_long":
        return _("Il tient en {count} caractères au plus.").format(count=limits["max_length"])
    if kind in {"greater_than_equal", "less_than_equal"}:
        return (
            _("Écrivez {limit} au moins.").format(limit=f"{limits['ge']:g}")
            if "ge" in limits
            else _("Écrivez {limit} au plus.").format(limit=f"{limits['le']:g}")
        )
    if kind in {"float_parsing", "float_type", "finite_number"}:
        return _number_wanted()
    if kind.startswith("bool"):
        return _("Écrivez oui ou non.")
    return ""


class ActorDraft(Draft):
    """What may be written of an actor."""

    name: Annotated[Line, Field(min_length=1)]
    kind: Annotated[Line, _one_of(kinds.ActorKind)] = Actor.model_fields["kind"].default
    description: Prose = ""
    address: Line = ""
    postcode: Line = ""
    citycode: Line = ""
    lat: Latitude = None
    lon: Longitude = None
    precision: Annotated[Line, _one_of(Precision, unknown=True)] = ""
    radius_m: Metres = None
    placed_by_hand: YesOrNo = False
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
    age_band: Annotated[Line, _one_of(kinds.AgeBand, unknown=True)] = ""
    neighbourhood: Line = ""
    actor_id: Somebody = None
    contributor_id: Somebody = None
    second_contributor_id: Somebody = None
    date: Moment
    place: Line = ""
    status: Annotated[Line, _one_of(kinds.InterviewStatus)] = "in_progress"
    notes: Prose = ""


class AnswerDraft(Draft):
    """What may be written of an answer: its text; the wording is that of its question."""

    text: Prose = ""


class ObservationDraft(Draft):
    """What may be written of an observation."""

    text: Prose
    date: Moment
    lat: Latitude = None
    lon: Longitude = None
    address: Line = ""
    contributor_id: Somebody = None


DRAFTS: dict[type[Record], type[Draft]] = {
    Actor: ActorDraft,
    Interview: InterviewDraft,
    Answer: AnswerDraft,
    Observation: ObservationDraft,
}
"""Which draft guards which record."""
