"""Taking back, doing again, going back: nothing of what was ever written is lost by it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cga_desktop.domain.changes import Changes, Outcome
from cga_desktop.domain.errors import BadValue, NotFound
from cga_desktop.domain.moments import parse
from cga_desktop.domain.verbs import Verb
from cga_desktop.i18n import _
from cga_desktop.operations.workspace import Workspace
from cga_desktop.settings import home
from cga_desktop.store import key_files, media
from cga_desktop.store.as_of import open_as_of, write_as_of
from cga_desktop.store.database import Database
from cga_desktop.store.log import clock, undoing
from cga_desktop.store.log.rebuilding import Comparison
from cga_desktop.store.log.rebuilding import rebuild as rebuild_tables
from cga_desktop.store.place import check_place
from cga_desktop.store.queries import history as queries
from cga_desktop.store.queries.media import names_known_until
from cga_desktop.store.restoring import refuse_taken
from cga_desktop.store.search.index import rebuild_index

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
        done = undoing.undo(session)
        words = queries.action_line(session, done.action).words if done else ""
    return _outcome(words, done.records if done else ())


def redo(workspace: Workspace) -> Outcome[Undone | None]:
    """Do again what was taken back last; the value is None where there is nothing.

    Raises:
        NotWritten: the disk refuses; nothing was done again.
    """
    with workspace.database.writing(Verb.REDO) as session:
        done = undoing.redo(session)
        words = queries.action_line(session, done.action).words if done else ""
    return _outcome(words, done.records if done else ())


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
        changed = undoing.go_back(session, record_id, until)
        title = queries.title(session, record_id)
    return _outcome(title, changed)


def _outcome(words: str, records: tuple[tuple[str, str], ...]) -> Outcome[Undone | None]:
    if not records:
        return Outcome(None)
    return Outcome(Undone(words, records), changed_kinds(kind for kind, _owner in records))


def changed_kinds(kinds: Iterable[str]) -> Changes:
    """What views must read again after records of these kinds changed."""
    changed = Changes.NONE
    for kind in kinds:
        changed |= _CHANGES.get(kind, Changes.EVERYTHING)
    return changed


def write_study_as_of(database: Database, *, moment: str, path: Path) -> None:
    """Write the study as it was at ``moment`` (ISO 8601) into a new study file, same passphrase.

    A study of an older version of the program is known since it was first opened by one that keeps
    a history: from before, each record is shown as it last was, where it was not changed since.

    Raises:
        BadValue: not a moment, or the study did not exist yet.
        PlaceRefused: a file is there already, or a study must not lie there.
        NotWritten: the disk refuses; nothing stays behind.
    """
    check_place(path)
    refuse_taken(path)
    until = _clock_value(database, moment)
    with database.reading() as session:
        names = names_known_until(session, until)
    with media.copied(names, database.media, media.media_folder(path)):
        write_as_of(database, path, until)
    text = key_files.newest_wrapped(database.path, database.key)
    if text:
        key_files.write_beside(path, text)


def open_study_as_of(database: Database, *, moment: str) -> Database:
    """The study as it was at ``moment`` (ISO 8601), only to be looked at; gone when closed.

    Raises:
        BadValue: not a moment, or the study did not exist yet.
        NotWritten: the disk refuses.
    """
    until = _clock_value(database, moment)
    return open_as_of(database, past_studies_folder(), until)


def past_studies_folder() -> Path:
    """Where private copies of studies as they were lie while they are looked at."""
    return home() / "autrefois"


def _clock_value(database: Database, moment: str) -> int:
    """The last clock value of ``moment``; of a day alone, that of its last second."""
    try:
        until = clock.end_of(_last_second(moment))
    except (ValueError, OverflowError) as error:
        raise BadValue(
            _("« {moment} » n’est pas un moment : écrivez par exemple 2026-11-23T17:00.").format(
                moment=moment
            )
        ) from error
    with database.reading() as session:
        begun = queries.had_begun(session, until)
    if not begun:
        raise BadValue(_("Cette étude n’existait pas encore à ce moment-là."))
    return until


def _last_second(moment: str) -> str:
    day_alone = len(moment.strip()) == len("2026-11-23")
    return parse(f"{moment.strip()}T23:59:59.999" if day_alone else moment.strip()).isoformat()


def rebuild(workspace: Workspace) -> Outcome[Comparison]:
    """Draw every table from the log again, and the search; the value says what was otherwise.

    Raises:
        NotWritten: the disk refuses; the tables are as they were.
    """
    with workspace.database.writing(Verb.RECOVER) as session:
        found = rebuild_tables(session)
        rebuild_index(session.connection())
    return Outcome(found, Changes.NONE if found.equal else Changes.EVERYTHING)
