"""What an export is made from: one frozen, neutral account of a study, for one kind of reader.

It holds only what that reader may see; a writer spells all of it without asking anything more.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from cga_desktop.domain.exports import ReportAudience
from cga_desktop.domain.places import Point
from cga_desktop.domain.territories import LonLat, Source
from cga_desktop.i18n import _


def about_places(names: Sequence[str]) -> str:
    """The title of a document about some places; empty for none."""
    if not names:
        return ""
    *others, last = names
    places = _("{names} et {last}").format(names=", ".join(others), last=last) if others else last
    return _("{places} : les acteurs du territoire").format(places=places)


@dataclass(frozen=True, slots=True)
class ReportTerritory:
    """A commune: its INSEE code, name, and outline as closed rings."""

    code: str
    name: str
    outline: tuple[tuple[LonLat, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """The person to ask for at an actor's."""

    name: str = ""
    role: str = ""
    phone: str = ""
    email: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """The parts that are there: "name, role", telephone, e-mail."""
        who = ", ".join(part for part in (self.name, self.role) if part)
        return tuple(part for part in (who, self.phone, self.email) if part)


@dataclass(frozen=True, slots=True)
class ReportActor:
    """An actor. ``kind`` and ``precision`` are values of ``domain``; the rest is plain text.

    ``contact`` is None, and ``notes`` empty, where the reader may not have them; ``point`` is None
    where the place is unknown or may not be given.
    """

    id: str
    name: str
    kind: str
    description: str = ""
    address: str = ""
    postcode: str = ""
    citycode: str = ""
    point: Point | None = None
    precision: str = ""
    radius_m: float | None = None
    website: str = ""
    opening_hours: str = ""
    audiences: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    contact: Contact | None = None
    notes: str = ""


@dataclass(frozen=True, slots=True)
class ReportObservation:
    """An observation; ``date`` is ISO 8601, ``author`` empty for outside readers."""

    id: str
    text: str
    date: str
    address: str = ""
    point: Point | None = None
    author: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A count beside its word; None where it is hidden so that nobody stands out."""

    label: str
    count: int | None


@dataclass(frozen=True, slots=True)
class InterviewFigures:
    """How many people were listened to, in one-way tables that cannot be crossed.

    ``residents`` is None where there are too few to be told apart from somebody.
    """

    residents: int | None = 0
    actors: int = 0
    by_neighbourhood: tuple[Cell, ...] = ()
    by_age: tuple[Cell, ...] = ()

    @property
    def hidden(self) -> bool:
        """Whether any count is hidden."""
        cells = (*self.by_neighbourhood, *self.by_age)
        return self.residents is None or any(cell.count is None for cell in cells)


@dataclass(frozen=True, slots=True)
class ReportInterview:
    """An interview as the team may read it: never its notes; answers (wording, text) by consent."""

    kind: str
    who: str
    date: str
    neighbourhood: str = ""
    age_band: str = ""
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReportExcerpt:
    """Quoted words; ``interview_kind`` says who spoke, ``pseudonym`` only where inside."""

    kind: str
    text: str
    theme: str = ""
    interview_kind: str = ""
    pseudonym: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A study as one kind of reader may see it, at one moment.

    Attributes:
        title: what the document is about.
        study: name of the study.
        audience: for whom it is.
        made_at: when, ISO 8601.
        program: version of the program that made it.
        territories: communes of the study, by name.
        actors: by name, letter case aside.
        observations: the latest first.
        figures: how many people were listened to.
        interviews: one by one; empty for outside readers.
        excerpts: words that may be quoted.
        sources: whom the facts about the territory come from.
        left_out: sentences saying what is not there, and why.
    """

    title: str
    study: str
    audience: ReportAudience
    made_at: str
    program: str = ""
    territories: tuple[ReportTerritory, ...] = ()
    actors: tuple[ReportActor, ...] = ()
    observations: tuple[ReportObservation, ...] = ()
    figures: InterviewFigures = InterviewFigures()
    interviews: tuple[ReportInterview, ...] = ()
    excerpts: tuple[ReportExcerpt, ...] = ()
    sources: tuple[Source, ...] = ()
    left_out: tuple[str, ...] = ()
