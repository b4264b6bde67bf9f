"""What a report is built from: the rows of a study, read at one moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cga_desktop.domain.records import Actor, Answer, Consent, Excerpt, Interview, Observation
from cga_desktop.domain.territories import Source
from cga_desktop.exporting.report import ReportTerritory


@dataclass(frozen=True, slots=True)
class Material:
    """The rows of one study, before anything is held back.

    Attributes:
        study: its name.
        made_at: when they were read, ISO 8601.
        program: version of the program.
        territories: its communes.
        sources: whom the facts about them come from.
        actors: in the order of the report.
        contact_consents: what was said of each actor, by actor id.
        observations: in the order of the report.
        contributors: names by id.
        interviews: in the order of the report.
        answers: by interview id, in the order of the questions.
        interview_consents: what was said in each interview, by interview id.
        excerpts: in the order of the report.
        themes: names of themes by id.
        vocabulary: names of themes and audiences by key.
    """

    study: str
    made_at: str
    program: str = ""
    territories: tuple[ReportTerritory, ...] = ()
    sources: tuple[Source, ...] = ()
    actors: Sequence[Actor] = ()
    contact_consents: Mapping[str, Sequence[Consent]] = field(
        default_factory=dict[str, Sequence[Consent]]
    )
    observations: Sequence[Observation] = ()
    contributors: Mapping[str, str] = field(default_factory=dict[str, str])
    interviews: Sequence[Interview] = ()
    answers: Mapping[str, Sequence[Answer]] = field(default_factory=dict[str, Sequence[Answer]])
    interview_consents: Mapping[str, Sequence[Consent]] = field(
        default_factory=dict[str, Sequence[Consent]]
    )
    excerpts: Sequence[Excerpt] = ()
    themes: Mapping[str, str] = field(default_factory=dict[str, str])
    vocabulary: Mapping[str, str] = field(default_factory=dict[str, str])

    def said_about_quoting(self, interview: Interview) -> list[Consent]:
        """What was said in the interview, and by the actor's contact outside any interview."""
        about_actor = self.contact_consents.get(interview.actor_id or "", ())
        own = [consent for consent in about_actor if consent.interview_id is None]
        return [*self.interview_consents.get(interview.id, ()), *own]
