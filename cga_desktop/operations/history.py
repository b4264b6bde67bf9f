"""Taking back, doing again, going back: nothing of what was ever written is lost by it."""

from collections.abc import Iterable
from dataclasses import dataclass

from cga_desktop.domain.changes import Changes, Outcome
from cga_desktop.domain.errors import NotFound
from cga_desktop.domain.verbs import Verb
from cga_desktop.i18n import _
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store.log import undoing
from cga_desktop.store.log.rebuilding import Comparison
from cga_desktop.store.log.rebuilding import rebuild as rebuild_tables
from cga_desktop.store.queries import history as queries

_CHANGES = {
    "actor": Changes.ACTORS,
    "relation": Changes.ACTORS,
    "consent": Changes.ACTORS | Changes.INTERVIEWS,
    "interview": Changes.INTERVIEWS | Changes.ACTORS,
    "answer": Changes.INTERVIEWS,
    "excerpt": Changes.INTERVIEWS,
    "observation": Changes.OBSERVATIONS,
    "media": Changes.INTERVIEWS | Changes.OBSERVATIONS,
    "territory": Changes.TERRITORIES,
}
"""What views must read again, by kind of record; everything for the others."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back, or done again.

    Attributes:
        words: what it was and about what, to follow « Annulé : ».
        records: (kind, owner) of each record that changed.
    """

    words: str
    records: tuple[tuple[str, str], ...]


def undo(workspace: Workspace) -> Outcome[Undone | None]:
    """Take back what was done last; the value is None where there is nothing to take back.

    Raises:
        NotWritten: the disk refuses; nothing was taken back.
    """
    with workspace.database.writing(Verb.UNDO) as session:
        line = queries.next_undo(session)
        done = undoing.undo(session)
    return _outcome(line.words if line else "", done)


def redo(workspace: Workspace) -> Outcome[Undone | None]:
    """Do again what was taken back last; the value is None where there is nothing.

    Raises:
        NotWritten: the disk refuses; nothing was done again.
    """
    with workspace.database.writing(Verb.REDO) as session:
        line = queries.next_redo(session)
        done = undoing.redo(session)
    return _outcome(line.words if line else "", done)


def go_back(workspace: Workspace, *, record_id: str, until: int) -> Outcome[Undone | None]:
    """Make a record, and what belongs to it, what they were at clock value ``until``.

    The value is None where they are so already. What came since stays in the history, and this can
    be taken back as anything can.

    Raises:
        NotFound: there was no such record then.
        NotWritten: the disk refuses; nothing changed.
    """
    with workspace.database.writing(Verb.GO_BACK) as session:
        lines = queries.history(session, record_id)
        if not any(line.hlc <= until for line in lines):
            raise NotFound(_("Cette fiche n’existait pas encore à ce moment-là."))
        done = undoing.go_back(session, record_id, until)
        title = lines[0].title
    return _outcome(title, done if done.records else None)


def _outcome(words: str, done: undoing.Inverted | None) -> Outcome[Undone | None]:
    if done is None:
        return Outcome(None)
    return Outcome(Undone(words, done.records), changed_kinds(kind for kind, _own in done.records))


def changed_kinds(kinds: Iterable[str]) -> Changes:
    """What views must read again after records of these kinds changed."""
    changed = Changes.NONE
    for kind in kinds:
        changed |= _CHANGES.get(kind, Changes.EVERYTHING)
    return changed


def rebuild(workspace: Workspace) -> Outcome[Comparison]:
    """Draw every table from the log again; the value says what was otherwise before.

    Raises:
        NotWritten: the disk refuses; the tables are as they were.
    """
    with workspace.database.writing(Verb.RECOVER) as session:
        found = rebuild_tables(session)
    return Outcome(found, Changes.NONE if found.equal else Changes.EVERYTHING)
