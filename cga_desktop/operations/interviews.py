"""Recording interviews."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cga_desktop.domain.changes import Changes, Outcome
from cga_desktop.domain.drafts import AnswerDraft, InterviewDraft
from cga_desktop.domain.errors import NotFound
from cga_desktop.domain.moments import local_now
from cga_desktop.domain.records import (
    Answer,
    Consent,
    Interview,
    InterviewGuide,
    Question,
)
from cga_desktop.domain.verbs import Verb
from cga_desktop.i18n import _
from cga_desktop.operations.consents import checked_purpose, say
from cga_desktop.operations.contributors import check_contributor, known_contributor
from cga_desktop.operations.records import apply
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store.database import Session
from cga_desktop.store.log.pen import NotThere
from cga_desktop.store.queries import actors as actor_queries
from cga_desktop.store.queries import interviews as queries
from cga_desktop.store.queries import study as study_queries
from cga_desktop.store.queries.rows import row

_REFERENCES = frozenset({"actor_id", "contributor_id", "second_contributor_id"})


@dataclass(frozen=True, slots=True)
class InterviewChanges:
    """What changed in an interview since it was last saved.

    Attributes:
        fields: names of ``InterviewDraft`` and their new values.
        answers: question ids and the whole new text of their answers.
        consents: purposes and what was said: yes, no, or None for not asked.
        people: names of those fields that hold a contributor, and what the person is called
            ("" for nobody): who is new to the study is added to it.
    """

    fields: Mapping[str, object] = field(default_factory=dict[str, object])
    answers: Mapping[str, str] = field(default_factory=dict[str, str])
    consents: Mapping[str, bool | None] = field(default_factory=dict[str, bool | None])
    people: Mapping[str, str] = field(default_factory=dict[str, str])

    def __bool__(self) -> bool:
        return bool(self.fields or self.answers or self.consents or self.people)

    @property
    def only_text(self) -> bool:
        """Whether these are words alone: nothing that refers to anybody else."""
        refers = self.consents or self.people or self.fields.keys() & _REFERENCES
        return bool(self) and not refers

    def then(self, later: "InterviewChanges") -> "InterviewChanges":
        """These changes followed by ``later`` ones."""
        return InterviewChanges(
            {**self.fields, **later.fields},
            {**self.answers, **later.answers},
            {**self.consents, **later.consents},
            {**self.people, **later.people},
        )

    def apart(self) -> "list[InterviewChanges]":
        """Each change on its own, so that one refused value does not take the others with it."""
        return [
            *(InterviewChanges(fields={name: value}) for name, value in self.fields.items()),
            *(InterviewChanges(answers={name: text}) for name, text in self.answers.items()),
            *(InterviewChanges(consents={name: said}) for name, said in self.consents.items()),
            *(InterviewChanges(people={name: who}) for name, who in self.people.items()),
        ]


def next_pseudonym(taken: Sequence[str]) -> str:
    """``H-001``, ``H-002``… after the highest in use."""
    numbers = [int(found[1]) for one in taken if (found := re.fullmatch(r"H-(\d{1,9})", one))]
    return f"H-{max(numbers, default=0) + 1:03}"


def guide_for(session: Session, kind: str, key: str | None = None) -> InterviewGuide:
    """The guide of an interview of this kind: the one named ``key``, else the first.

    Raises:
        NotFound: the study has no such guide; the sentence names those it has.
    """
    guides = study_queries.guides(session, kind=kind)
    for guide in guides:
        if key is None or guide.key == key:
            return guide
    raise NotFound(
        _("Aucun guide « {key} » pour cet entretien. Guides : {known}.").format(
            key=key or kind, known=", ".join(guide.key for guide in guides) or "–"
        )
    )


def start_interview(
    workspace: Workspace,
    *,
    kind: str,
    contributor: str = "",
    actor_id: str | None = None,
    guide_key: str | None = None,
    changes: InterviewChanges | None = None,
) -> Outcome[Interview]:
    """A new interview, saved from its first second; inhabitants get the next pseudonym.

    Raises:
        NotFound: no such guide or actor.
        BadValue: a value in ``changes`` does not fit its field.
    """
    given = changes or InterviewChanges()
    with workspace.database.writing(Verb.START_INTERVIEW) as session:
        guide = guide_for(session, kind, guide_key)
        if actor_id is not None:
            actor_queries.actor(session, actor_id)
        author = known_contributor(session, contributor)
        interview = Interview(
            kind=kind,
            guide_id=guide.id,
            actor_id=actor_id,
            contributor_id=author.id if author else None,
            date=local_now(),
            pseudonym=next_pseudonym(queries.pseudonyms(session)) if kind == "resident" else "",
        )
        session.add(interview)
        session.flush()
        _apply_changes(session, interview, given)
    return Outcome(interview, Changes.INTERVIEWS)


def save_interview(
    workspace: Workspace,
    *,
    interview_id: str,
    changes: InterviewChanges,
    verb: Verb = Verb.EDIT_INTERVIEW,
) -> Outcome[Interview]:
    """Keep what was typed, in one transaction; what did not change is not touched.

    Raises:
        NotFound: no such interview, actor, contributor or question.
        BadValue: a value does not fit its field, or a consent is about something nobody asks.
    """
    with workspace.database.writing(verb) as session:
        interview = queries.interview(session, interview_id)
        changed = _apply_changes(session, interview, changes)
    return Outcome(interview, Changes.INTERVIEWS if changed else Changes.NONE)


def save_typed(
    workspace: Workspace, *, interview_id: str, changes: InterviewChanges
) -> Outcome[None]:
    """Keep what is being typed, as ``save_interview`` does, as quickly as the disk allows.

    Raises:
        NotFound: as ``save_interview``.
        BadValue: as ``save_interview``.
    """
    if changes.only_text:
        try:
            return _quickly(workspace, interview_id, changes)
        except NotThere:
            pass  # an answer that has yet to be made
    saved = save_interview(workspace, interview_id=interview_id, changes=changes)
    return Outcome(None, saved.changes)


def _quickly(workspace: Workspace, interview_id: str, changes: InterviewChanges) -> Outcome[None]:
    fields = InterviewDraft.checked(changes.fields) if changes.fields else {}
    texts = {one: AnswerDraft.checked({"text": text}) for one, text in changes.answers.items()}
    with workspace.database.typing(Verb.EDIT_INTERVIEW) as pen:
        changed = bool(fields) and pen.change("interview", {"id": interview_id}, fields)
        for question_id, said in texts.items():
            where = {"interview_id": interview_id, "question_id": question_id}
            changed |= pen.change("answer", where, said)
    return Outcome(None, Changes.INTERVIEWS if changed else Changes.NONE)


def _apply_changes(session: Session, interview: Interview, changes: InterviewChanges) -> bool:
    fields = InterviewDraft.checked({**changes.fields, **_ids(session, changes.people)})
    if fields.get("actor_id") is not None:
        actor_queries.actor(session, str(fields["actor_id"]))
    for somebody in ("contributor_id", "second_contributor_id"):
        check_contributor(session, fields.get(somebody))
    changed = apply(interview, fields)
    for question_id, text in changes.answers.items():
        changed |= _answer(session, interview, question_id, text)
    for purpose, granted in changes.consents.items():
        changed |= _consent(session, interview, purpose, granted)
    return changed


def _ids(session: Session, people: Mapping[str, str]) -> dict[str, str | None]:
    known = {name: known_contributor(session, who) for name, who in people.items()}
    return {name: one.id if one else None for name, one in known.items()}


def _answer(session: Session, interview: Interview, question_id: str, text: str) -> bool:
    kept = str(AnswerDraft.checked({"text": text})["text"])
    answer = queries.answer_to(session, interview_id=interview.id, question_id=question_id)
    if answer is not None:
        return apply(answer, {"text": kept})
    question = row(session, Question, question_id)
    if question is None or question.guide_id != interview.guide_id:
        raise NotFound(_("Cette question n’est pas dans le guide de l’entretien."))
    if not kept:
        return False
    session.add(
        Answer(
            interview_id=interview.id,
            question_id=question_id,
            wording=question.wording,
            text=kept,
        )
    )
    return True


def _consent(session: Session, interview: Interview, purpose: str, granted: bool | None) -> bool:
    asked = checked_purpose(purpose).value
    consent = queries.consent_to(session, interview_id=interview.id, purpose=asked)
    if consent is not None:
        return say(consent, granted)
    said = Consent(purpose=asked, interview_id=interview.id)
    if not say(said, granted):
        return False
    session.add(said)
    return True


def question_ids(session: Session, guide_id: str) -> dict[str, str]:
    """Question keys of a guide, to their ids, for the command line."""
    return {one.key: one.id for one in study_queries.questions(session, guide_id)}


def delete_interview(workspace: Workspace, *, interview_id: str) -> Outcome[None]:
    """Remove an interview with its answers, consents, excerpts and attachments.

    An undo brings all of it back.

    Raises:
        NotFound: no such interview.
    """
    with workspace.database.writing(Verb.DELETE_INTERVIEW) as session:
        interview = queries.interview(session, interview_id)
        for one in queries.parts_of(session, interview_id):
            session.delete(one)
            session.flush()  # a part is gone before what it refers to
        session.delete(interview)
    return Outcome(None, Changes.INTERVIEWS | Changes.ACTORS)
