"""Unsaved changes of a record put into a study that went on without them.

Nothing that was written since is lost: where a value was said after the one found, the one found
is put below it, as a passage of its own, with the moment at which it was typed.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from cga_desktop.domain.changes import FieldChanges
from cga_desktop.domain.kinds import Purpose
from cga_desktop.domain.moments import on_day_at
from cga_desktop.domain.records import Contributor, Record
from cga_desktop.domain.sheets import InterviewSheet
from cga_desktop.domain.texts import one_line
from cga_desktop.domain.unsaved import Recovered, Unsaved
from cga_desktop.domain.verbs import Verb
from cga_desktop.i18n import _
from cga_desktop.operations.actors import edit_actor_and_place
from cga_desktop.operations.interviews import InterviewChanges, save_interview
from cga_desktop.operations.observations import edit_observation
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store.database import Session
from cga_desktop.store.queries import actors, interviews
from cga_desktop.store.queries.rows import row
from cga_desktop.store.queries.said import fields_said_since

_PROSE = frozenset({"notes", "description", "text"})
_PIN = frozenset({"lat", "lon", "precision", "radius_m", "citycode", "placed_by_hand"})


@dataclass(slots=True)
class _Plan:
    """What of one record's unsaved changes goes where.

    Attributes:
        typed_at: when they were typed.
        values: what to write, by field.
        below: what finds no field, and is put below the record's notes.
        changed: names of what differs from the study.
    """

    typed_at: str
    values: dict[str, object] = field(default_factory=dict[str, object])
    below: list[str] = field(default_factory=list[str])
    changed: set[str] = field(default_factory=set[str])
    added: int = 0

    def put(self, name: str, typed: object, current: object, *, newer: bool) -> None:
        """One field: written where nothing newer stands there, else put below."""
        if typed == current:
            return
        if not newer:
            self.values[name] = typed
        elif name in _PROSE:
            joined = self.joined(str(current), str(typed))
            if joined == current:
                return
            self.values[name] = joined
        elif not self.say(name, typed):
            return
        self.changed.add(name)

    def joined(self, current: str, typed: str) -> str:
        """A newer text with what was found below it; one of them where it holds the other."""
        if typed.strip() in current:
            return current
        if current.strip() in typed:
            return typed
        self.added += 1
        return f"{current.rstrip()}\n\n{self._found(typed)}"

    def say(self, name: str, typed: object) -> bool:
        """Put a value that is no text below the notes; False where there is nothing to say."""
        if typed in (None, "") or name in _PIN - {"lat", "lon"}:
            return False
        self.below.append(f"{_label(name)} : {typed}")
        self.added += 1
        return True

    def add_below(self, name: str, current: str) -> None:
        """Put what found no field below the prose called ``name``."""
        before = str(self.values.get(name, current))
        missing = [line for line in self.below if line not in before]  # tried again, it is there
        if missing:
            text = self._found("\n".join(missing))
            self.values[name] = f"{before.rstrip()}\n\n{text}".lstrip()

    def _found(self, text: str) -> str:
        with suppress(ValueError):
            when = on_day_at(self.typed_at)
            return _("[Retrouvé, écrit {when}]").format(when=when) + "\n" + text
        return _("[Retrouvé]") + "\n" + text


def _label(name: str) -> str:
    """What a field is called where its value is put below the notes."""
    words = {
        "pseudonym": _("Pseudonyme"),
        "age_band": _("Tranche d’âge"),
        "neighbourhood": _("Quartier"),
        "date": _("Date"),
        "place": _("Lieu"),
        "status": _("État"),
        "name": _("Nom"),
        "kind": _("Type"),
        "address": _("Adresse"),
        "lat": _("Latitude de l’épingle"),
        "lon": _("Longitude de l’épingle"),
        "contact_name": _("Contact"),
        "contact_role": _("Fonction"),
        "phone": _("Téléphone"),
        "email": _("Courriel"),
        "website": _("Site"),
        "opening_hours": _("Horaires"),
        "contributor_id": _("Mené par"),
        "second_contributor_id": _("Avec"),
    }
    return words.get(name, name)


def bring_back(workspace: Workspace, one: Unsaved, found: Recovered) -> None:
    """Put the unsaved changes of one record into the study, and count them in ``found``.

    Raises:
        NotFound: what they are about is no longer in the study.
        BadValue: a value does not fit its field.
        NotWritten: the disk refuses; nothing of them was written.
    """
    ways = {"interview": _interview, "actor": _actor, "observation": _observation}
    plan = _Plan(one.typed_at)
    ways[one.kind](workspace, one, plan)
    _count(one, plan, found)


def _count(one: Unsaved, plan: _Plan, found: Recovered) -> None:
    if not plan.changed:
        return
    prose = len(plan.changed & _PROSE)
    answers = len(plan.changed & one.answers.keys())
    found.answers += answers
    found.others += len(plan.changed - _PROSE) - answers
    if one.kind == "observation":
        found.observations += prose
    else:
        found.notes += prose
    found.added += plan.added
    found.typed_at = max(found.typed_at, one.typed_at)


def _put_fields(
    session: Session, plan: _Plan, record: Record, fields: Mapping[str, object]
) -> None:
    newer = fields_said_since(session, record.id, plan.typed_at)
    pin_newer = bool(newer & _PIN)
    for name, typed in fields.items():
        taken = pin_newer if name in _PIN else name in newer
        plan.put(name, typed, getattr(record, name, None), newer=taken)


def _actor(workspace: Workspace, one: Unsaved, plan: _Plan) -> None:
    with workspace.database.reading() as session:
        actor = actors.actor(session, one.record_id)
        _put_fields(session, plan, actor, one.fields)
    plan.add_below("notes", actor.notes)
    if plan.values:
        changes = FieldChanges(plan.values)
        edit_actor_and_place(workspace, actor_id=actor.id, changes=changes, verb=Verb.RECOVER)


def _observation(workspace: Workspace, one: Unsaved, plan: _Plan) -> None:
    with workspace.database.reading() as session:
        observation = actors.observation(session, one.record_id)
        _put_fields(session, plan, observation, one.fields)
    plan.add_below("text", observation.text)
    if plan.values:
        edit_observation(
            workspace, observation_id=observation.id, changes=plan.values, verb=Verb.RECOVER
        )


def _interview(workspace: Workspace, one: Unsaved, plan: _Plan) -> None:
    with workspace.database.reading() as session:
        sheet = interviews.interview_sheet(session, one.record_id)
        _put_fields(session, plan, sheet.interview, one.fields)
        answers = _answers(session, sheet, one, plan)
        consents = _consents(session, sheet, one, plan)
        people = _people(session, sheet, one, plan)
    plan.add_below("notes", sheet.interview.notes)
    changes = InterviewChanges(plan.values, answers, consents, people)
    if changes:
        save_interview(workspace, interview_id=one.record_id, changes=changes, verb=Verb.RECOVER)


def _answers(session: Session, sheet: InterviewSheet, one: Unsaved, plan: _Plan) -> dict[str, str]:
    changed: dict[str, str] = {}
    for question_id, typed in one.answers.items():
        answer = sheet.answers.get(question_id)
        text = typed
        if answer is not None and "text" in fields_said_since(session, answer.id, one.typed_at):
            text = plan.joined(answer.text, typed)
        if text != (answer.text if answer is not None else ""):
            changed[question_id] = text
    plan.changed |= changed.keys()
    return changed


def _consents(
    session: Session, sheet: InterviewSheet, one: Unsaved, plan: _Plan
) -> dict[str, bool | None]:
    changed: dict[str, bool | None] = {}
    for purpose, said in one.consents.items():
        consent = sheet.consents.get(purpose)
        if said == (consent.granted if consent is not None else None):
            continue
        if consent is None or not fields_said_since(session, consent.id, one.typed_at):
            changed[purpose] = said
        else:
            words = {True: _("oui"), False: _("non"), None: _("pas demandé")}
            plan.below.append(f"{Purpose.label_of(purpose)} : {words[said]}")
            plan.added += 1
        plan.changed.add(f"consent {purpose}")  # "notes" is a field too
    return changed


def _people(session: Session, sheet: InterviewSheet, one: Unsaved, plan: _Plan) -> dict[str, str]:
    newer = fields_said_since(session, one.record_id, one.typed_at)
    changed: dict[str, str] = {}
    for name, called in one.people.items():
        known = row(session, Contributor, str(getattr(sheet.interview, name, None) or ""))
        if one_line(called) == (known.name if known is not None else ""):
            continue
        if name not in newer:
            changed[name] = called
        elif not plan.say(name, called):
            continue
        plan.changed.add(name)
    return changed
