"""What the form of one interview reads at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from cga_desktop.domain.consents import allows
from cga_desktop.domain.errors import NotFound
from cga_desktop.domain.kinds import InterviewKind, Purpose
from cga_desktop.domain.records import Actor, Contributor
from cga_desktop.domain.sheets import InterviewSheet
from cga_desktop.store.queries import Session
from cga_desktop.store.queries import actors as actor_queries
from cga_desktop.store.queries import interviews as queries
from cga_desktop.store.queries import study as study_queries


@dataclass(frozen=True, slots=True)
class Reading:
    """An interview and what its fields propose.

    Attributes:
        sheet: the interview itself.
        people: who works on the study.
        actors: every actor, for an interview with one; empty otherwise.
        neighbourhoods: names in use, for completion.
        themes: names of the themes, by id.
    """

    sheet: InterviewSheet
    people: tuple[Contributor, ...]
    actors: tuple[Actor, ...]
    neighbourhoods: tuple[str, ...]
    themes: Mapping[str, str]

    @property
    def id(self) -> str:
        """The interview's id."""
        return self.sheet.interview.id

    @property
    def with_actor(self) -> bool:
        """Whether it is an interview with an actor of the territory."""
        return self.sheet.interview.kind == InterviewKind.ACTOR

    def field(self, name: str) -> str:
        """The text of one field of the interview."""
        return getattr(self.sheet.interview, name) or ""

    def answer(self, question_id: str) -> str:
        """The text of one answer, empty where there is none."""
        found = self.sheet.answers.get(question_id)
        return found.text if found else ""

    def granted(self, purpose: Purpose) -> bool | None:
        """What the person said to ``purpose``; None where nobody asked yet."""
        found = self.sheet.consents.get(purpose)
        if found is None or found.granted is None:
            return None
        return allows([found], purpose)

    def given_at(self, purpose: Purpose) -> str:
        """The moment at which the person said it; "" where nobody asked yet."""
        found = self.sheet.consents.get(purpose)
        return (found.withdrawn_at or found.given_at or "") if found else ""

    def person(self, contributor_id: str) -> str:
        """The name of a contributor, "" for none."""
        return next((one.name for one in self.people if one.id == contributor_id), "")


def read_again(session: Session, interview_id: str) -> Reading | None:
    """Read an interview that is open; None where it is no more in the study."""
    try:
        return read_interview(session, interview_id)
    except NotFound:
        return None


def read_interview(session: Session, interview_id: str) -> Reading:
    """Read one interview with what its form proposes.

    Raises:
        NotFound: no interview has that id.
        StudyUnreadable: its guide is missing from the study.
    """
    sheet = queries.interview_sheet(session, interview_id)
    with_actor = sheet.interview.kind == InterviewKind.ACTOR
    return Reading(
        sheet=sheet,
        people=tuple(study_queries.contributors(session)),
        actors=tuple(actor_queries.actors(session)) if with_actor else (),
        neighbourhoods=tuple(queries.neighbourhoods(session)),
        themes={one.id: one.name for one in study_queries.themes(session)},
    )
