"""What was typed while the disk refused: kept beside the study, brought into it at its opening."""

import os
from collections.abc import Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path

from pydantic import ValidationError

from cga_desktop.domain.changes import Changes, FieldChanges, Outcome
from cga_desktop.domain.errors import BadValue, NotFound
from cga_desktop.domain.moments import clock, now, on_day, on_day_at, parse
from cga_desktop.domain.unsaved import Recovered, Rescued, Subject, Unsaved
from cga_desktop.i18n import _, ngettext
from cga_desktop.operations.bringing_back import bring_back
from cga_desktop.operations.interviews import InterviewChanges
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store.journal import Journal, Left, set_aside
from cga_desktop.store.queries.said import last_saved


def open_journal(workspace: Workspace) -> Journal:
    """The rescue file of an open study, of which nothing is written before a disk refuses."""
    return Journal(workspace.database.path, workspace.database.key)


def described(subject: Subject, changes: object, typed_at: str) -> Unsaved | None:
    """Changes that a form holds, in the form in which they can be kept; None for none.

    What no study would take either, a text too long or a field nobody knows, is left out.
    """
    if not isinstance(changes, InterviewChanges | FieldChanges):
        return None
    whole = _described(subject, changes, typed_at)
    if whole is not None:
        return whole
    parts = (_described(subject, one, typed_at) for one in changes.apart())
    fitting = [one.model_dump() for one in parts if one is not None]
    if not fitting:
        return None
    names = ("fields", "answers", "consents", "people")
    said = {name: dict(chain.from_iterable(one[name].items() for one in fitting)) for name in names}
    return Unsaved.model_validate({**fitting[0], **said})


def _described(
    subject: Subject, changes: InterviewChanges | FieldChanges, typed_at: str
) -> Unsaved | None:
    said = {"fields": dict(changes)} if isinstance(changes, FieldChanges) else _parts(changes)
    identity = {"kind": subject.kind, "record_id": subject.record_id, "typed_at": typed_at}
    try:
        return Unsaved.model_validate({**identity, **said})
    except ValidationError:
        return None


def _parts(changes: InterviewChanges) -> dict[str, object]:
    return {
        "fields": dict(changes.fields),
        "answers": dict(changes.answers),
        "consents": dict(changes.consents),
        "people": dict(changes.people),
    }


def keep_unsaved(journal: Journal, study: Path, entries: Sequence[Unsaved]) -> Path | None:
    """Keep what is unsaved now, instead of what was before; answers where, None for nothing.

    Raises:
        NotWritten: no disk of this computer takes it.
    """
    if not entries:
        journal.remove()
        return None
    rescued = Rescued(study=os.path.realpath(study), entries=list(entries))
    return journal.keep(rescued.model_dump_json().encode("utf-8"))


def recover(workspace: Workspace, journal: Journal) -> Outcome[Recovered]:
    """Bring into the study what earlier openings of it left in rescue files.

    Raises:
        NotWritten: the disk still refuses; every rescue file is kept for the next time.
    """
    with workspace.database.reading() as session:
        saved_at = last_saved(session)
    found = Recovered(crashed=journal.crashed, saved_at=saved_at)
    for left in list(journal.left_behind()):
        _bring_all_back(workspace, left, found)
    return Outcome(found, Changes.EVERYTHING if found.found else Changes.NONE)


def _bring_all_back(workspace: Workspace, left: Left, found: Recovered) -> None:
    rescued = _understood(left)
    if rescued is None:
        found.aside.append(str(set_aside(left.path)))
        return
    here = os.path.realpath(workspace.database.path)
    if rescued.study != here and os.path.lexists(rescued.study):
        return  # of a copy of this study, elsewhere: it waits for its own opening
    whole = True
    for one in rescued.entries:
        try:
            bring_back(workspace, one, found)
        except (NotFound, BadValue):
            whole = False
    if whole:
        with suppress(OSError):  # found again next time, it says what the study says already
            left.path.unlink(missing_ok=True)
    else:
        found.aside.append(str(set_aside(left.path)))


def _understood(left: Left) -> Rescued | None:
    if left.content is None:
        return None
    try:
        return Rescued.model_validate_json(left.content)
    except ValidationError:
        return None


def recovered_sentence(found: Recovered) -> str:
    """What a volunteer is told of it, without a question; "" where there is nothing to tell."""
    said: list[str] = []
    if found.crashed:
        said.append(_("Le programme s’était arrêté sans prévenir."))
    if found.found:
        said.append(_found_again(found))
    elif found.crashed and found.saved_at:
        said.append(_("Tout ce qui était enregistré {when} est là.").format(when=_when(found)))
    if found.added:
        said.append(
            _("Ce qui avait été écrit depuis est resté : le texte retrouvé est placé en dessous.")
        )
    if found.aside:
        said.append(
            _(
                "Un fichier de secours ne peut pas être repris ; il est mis de côté, dans "
                "« {folder} »."
            ).format(folder=Path(found.aside[0]).parent)
        )
    return " ".join(said)


def _when(found: Recovered) -> str:
    """``à 14:03:22``, with the day where it is not this one."""
    at = clock(found.saved_at)
    if parse(found.saved_at).date() == parse(now()).date():
        return _("à {clock}").format(clock=at)
    return _("le {day} à {clock}").format(day=on_day(found.saved_at), clock=at)


def _found_again(found: Recovered) -> str:
    counted = [
        ngettext("{count} réponse", "{count} réponses", found.answers),
        ngettext("{count} note", "{count} notes", found.notes),
        ngettext("{count} observation", "{count} observations", found.observations),
        ngettext("{count} autre information", "{count} autres informations", found.others),
    ]
    counts = (found.answers, found.notes, found.observations, found.others)
    told = [one.format(count=count) for one, count in zip(counted, counts, strict=True) if count]
    *first, last = told
    what = _("{first} et {last}").format(first=", ".join(first), last=last) if first else last
    return ngettext(
        "{what}, écrite {when}, a été retrouvée et enregistrée.",
        "{what}, écrites {when}, ont été retrouvées et enregistrées.",
        found.found,
    ).format(what=what, when=_typed(found.typed_at))


def _typed(typed_at: str) -> str:
    try:
        return on_day_at(typed_at)
    except ValueError:
        return _("avant l’arrêt")
