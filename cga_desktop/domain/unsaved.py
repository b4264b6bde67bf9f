"""What was typed and is not in the study yet, in a form that can be kept and found again.

It is what a rescue file holds (see ``operations.rescue``): small, typed, and checked like anything
else that comes from a file.
"""

from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

LONGEST_TEXT = 1_000_000
"""As ``drafts.LONGEST_PROSE``, which a window does not wait for: it loads the database."""
MOST_ENTRIES = 10_000
_MOST_FIELDS = 1_000
RecordKind = Literal["interview", "actor", "observation"]
_Name = Annotated[str, StringConstraints(max_length=100)]
_Text = Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]
_Value = _Text | bool | int | float | None


class Unsaved(BaseModel):
    """The changes of one record that the disk has not taken yet.

    Attributes:
        kind: what the record is.
        record_id: which one.
        typed_at: when the last of them was typed, in UTC.
        fields: names of the record's fields and their new values.
        answers: of an interview: question ids and the whole new text of their answers.
        consents: of an interview: purposes and what was said.
        people: of an interview: fields that hold a contributor, and what the person is called.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    kind: RecordKind
    record_id: _Name
    typed_at: _Name
    fields: dict[_Name, _Value] = Field(default={}, max_length=_MOST_FIELDS)
    answers: dict[_Name, _Text] = Field(default={}, max_length=_MOST_FIELDS)
    consents: dict[_Name, bool | None] = Field(default={}, max_length=_MOST_FIELDS)
    people: dict[_Name, _Text] = Field(default={}, max_length=_MOST_FIELDS)


class Rescued(BaseModel):
    """Everything one open study had not on its disk.

    Attributes:
        study: where the study's file was.
        entries: what it had not, one record after the other.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    format: Literal[1] = 1
    study: str
    entries: list[Unsaved] = Field(max_length=MOST_ENTRIES)


@dataclass(frozen=True, slots=True)
class Subject:
    """The record that a form is about."""

    kind: RecordKind
    record_id: str


@dataclass(slots=True)
class Recovered:
    """What an opening found of the one before.

    Attributes:
        crashed: whether the program had ended without closing the study.
        saved_at: when something was saved last, where it had; "" where nothing ever was.
        answers: how many answers were found and saved.
        notes: the same of notes and descriptions.
        observations: the same of texts of observations.
        others: the same of everything else: a date, an address, a consent.
        typed_at: when the last of them was typed.
        added: how many of them stand below something written since, instead of in its place.
        aside: files put aside: unreadable, or about something that is no longer in the study.
    """

    crashed: bool = False
    saved_at: str = ""
    answers: int = 0
    notes: int = 0
    observations: int = 0
    others: int = 0
    typed_at: str = ""
    added: int = 0
    aside: list[str] = dataclass_field(default_factory=list[str])

    @property
    def found(self) -> int:
        """How many values were found and saved."""
        return self.answers + self.notes + self.observations + self.others
