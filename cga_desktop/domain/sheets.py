"""What a screen, a command or an export reads at once: records gathered, ready to be shown."""

from dataclasses import dataclass, field

from cga_desktop.domain.records import (
    Actor,
    Answer,
    Consent,
    Excerpt,
    Interview,
    InterviewGuide,
    Question,
)


@dataclass(frozen=True, slots=True)
class InterviewLine:
    """An interview in a list: who, when, how far."""

    interview: Interview
    actor_name: str
    contributor_name: str
    answered: int
    questions: int

    @property
    def title(self) -> str:
        """The pseudonym of an inhabitant, the name of an actor."""
        return self.actor_name or self.interview.pseudonym


@dataclass(frozen=True, slots=True)
class InterviewSheet:
    """A whole interview: its guide, answers by question id, consents by purpose."""

    interview: Interview
    guide: InterviewGuide
    questions: tuple[Question, ...]
    answers: dict[str, Answer] = field(default_factory=dict[str, Answer])
    consents: dict[str, Consent] = field(default_factory=dict[str, Consent])
    excerpts: tuple[Excerpt, ...] = ()
    actor: Actor | None = None


@dataclass(frozen=True, slots=True)
class ActorSheet:
    """An actor with what was said of it and by it."""

    actor: Actor
    consents: tuple[Consent, ...] = ()
    interviews: tuple[InterviewLine, ...] = ()
    relations: tuple[tuple[str, str], ...] = ()
    """(what ties them, name of the other actor) pairs."""


@dataclass(frozen=True, slots=True)
class StudyStatus:
    """What is in a study, in figures."""

    name: str
    demonstration: bool
    schema: int
    territories: tuple[tuple[str, str], ...]
    """(code, name) pairs."""
    actors: int
    unplaced: int
    """Actors whose place is unknown or not precise enough to be trusted."""
    interviews: int
    unfinished: int
    excerpts: int
    observations: int
