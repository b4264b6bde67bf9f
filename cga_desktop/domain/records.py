"""What a study is made of: plain rows that refer to each other by id.

Ids are UUIDs of version 7: two people without a network never make the same one, and they sort by
age. Moments are ISO 8601 text (see ``moments``); kinds are the values of ``kinds``. Rows carry no
lazy relationships: they are read whole and outlive their session.
"""

import sys

from sqlmodel import Field, SQLModel

from cga_desktop.domain.moments import now

if sys.version_info >= (3, 14):
    from uuid import uuid7
else:
    from uuid6 import uuid7


def new_id() -> str:
    """A fresh record id."""
    return str(uuid7())


class Record(SQLModel):
    """What every record has: its id, and when it was made and last changed."""

    id: str = Field(default_factory=new_id, primary_key=True)
    created_at: str = Field(default_factory=now)
    updated_at: str = Field(default_factory=now)


class Study(Record, table=True):
    """The study itself: one row. ``retention_until`` is the date its personal data are due."""

    name: str
    retention_until: str | None = None
    demonstration: bool = False


class Territory(Record, table=True):
    """A commune the study is about, by INSEE code."""

    code: str = Field(index=True)
    name: str


class Contributor(Record, table=True):
    """Someone who works on the study."""

    name: str
    role: str = "volunteer"


class Actor(Record, table=True):
    """An actor of the territory. ``radius_m`` is the half-width of where it may truly be.

    ``contact_name``, ``contact_role``, ``phone`` and ``email`` are those of a person: they leave
    the study only as its consent says. ``audiences`` and ``themes`` are keys of the vocabulary.
    """

    name: str
    kind: str = "association"
    description: str = ""
    address: str = ""
    postcode: str = ""
    citycode: str = ""
    lat: float | None = None
    lon: float | None = None
    precision: str = ""
    radius_m: float | None = None
    placed_by_hand: bool = False
    contact_name: str = ""
    contact_role: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    opening_hours: str = ""
    audiences: str = ""
    themes: str = ""
    notes: str = ""


class InterviewGuide(Record, table=True):
    """A questionnaire in one version; ``key`` stays the same from version to version."""

    key: str = Field(index=True)
    kind: str
    title: str
    version: int = 1
    introduction: str = ""
    closing: str = ""


class Question(Record, table=True):
    """One question of a guide; ``key`` names it on the command line and across versions."""

    guide_id: str = Field(foreign_key="interviewguide.id", index=True)
    position: int
    section: str
    key: str
    wording: str
    help: str = ""


class Interview(Record, table=True):
    """One conversation. ``date`` is when it took place, with its offset."""

    kind: str
    guide_id: str = Field(foreign_key="interviewguide.id")
    pseudonym: str = ""
    age_band: str = ""
    neighbourhood: str = ""
    actor_id: str | None = Field(default=None, foreign_key="actor.id", index=True)
    contributor_id: str | None = Field(default=None, foreign_key="contributor.id")
    second_contributor_id: str | None = Field(default=None, foreign_key="contributor.id")
    date: str
    place: str = ""
    status: str = "in_progress"
    notes: str = ""


class Answer(Record, table=True):
    """What was answered, with the wording it was given to."""

    interview_id: str = Field(foreign_key="interview.id", index=True)
    question_id: str = Field(foreign_key="question.id")
    wording: str
    text: str = ""


class Theme(Record, table=True):
    """A theme of the study's vocabulary; retired or merged, never deleted."""

    key: str = Field(index=True)
    name: str
    retired: bool = False
    merged_into_id: str | None = Field(default=None, foreign_key="theme.id")


class Excerpt(Record, table=True):
    """A quoted passage of an answer (of the notes where ``answer_id`` is none), coded."""

    interview_id: str = Field(foreign_key="interview.id", index=True)
    answer_id: str | None = Field(default=None, foreign_key="answer.id")
    kind: str
    text: str
    theme_id: str | None = Field(default=None, foreign_key="theme.id")


class Relation(Record, table=True):
    """A tie from one actor to another; ``strength`` from 1 (weak) to 3 (strong)."""

    source_id: str = Field(foreign_key="actor.id", index=True)
    target_id: str = Field(foreign_key="actor.id", index=True)
    kind: str
    strength: int = 1
    directed: bool = False
    note: str = ""


class Observation(Record, table=True):
    """A dated, located note of an immersion."""

    text: str
    date: str
    lat: float | None = None
    lon: float | None = None
    address: str = ""
    contributor_id: str | None = Field(default=None, foreign_key="contributor.id")


class Consent(Record, table=True):
    """What one person said to one purpose: yes, no, or (``granted`` none) not asked yet.

    About the person met in ``interview_id``, or an actor's contact person by ``actor_id``.
    """

    purpose: str
    interview_id: str | None = Field(default=None, foreign_key="interview.id", index=True)
    actor_id: str | None = Field(default=None, foreign_key="actor.id", index=True)
    granted: bool | None = None
    given_at: str | None = None
    form: str = "oral"
    notice_version: int = 1
    withdrawn_at: str | None = None


class Media(Record, table=True):
    """A photo or a recording: an encrypted file beside the study, and what opens it.

    Attributes:
        name: the file's name: the BLAKE2b-256 of what is in it, in hexadecimal.
        secret: the file's own random key, in hexadecimal.
        size: bytes before encryption.
    """

    name: str
    secret: str
    size: int
    media_type: str
    title: str = ""
    interview_id: str | None = Field(default=None, foreign_key="interview.id", index=True)
    observation_id: str | None = Field(default=None, foreign_key="observation.id", index=True)
