"""A study made whole from its last good copy and from what can be read of the damaged file.

First the log: every change that the copy does not have is put back, and the tables are drawn from
it. Then the records: a row that is newer than what the log still tells of it is taken as it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection, text

from cga_desktop.domain.repairs import LostChanges
from cga_desktop.i18n import _
from cga_desktop.store.closed_files import GoOn
from cga_desktop.store.log.capture import WritingSession
from cga_desktop.store.log.rebuilding import rebuild
from cga_desktop.store.log.tables import references_later
from cga_desktop.store.log.titles import title_of
from cga_desktop.store.salvage.log import MergedLog
from cga_desktop.store.salvage.references import complete_references
from cga_desktop.store.salvage.rows import MergedRows
from cga_desktop.store.salvage.tables import Salvage

_NEVER_WITHOUT = ("study", "territory", "interviewguide", "theme")


@dataclass(slots=True)
class Mended:
    """What was put back, and what could not be.

    Attributes:
        changes: operations of the damaged file that the copy had not.
        rows: records taken as they were, newer than their log.
        lost: operations that could not be read.
        end_known: whether it is known how many operations there were.
        records_whole: whether every record could be read, so that only history is missing.
        older: (kind, id) of records that may be older than they were.
        emptied: (kind, id) of records that others refer to and of which nothing else was left.
        empty: of the kinds that no study is without, those of which nothing was left.
    """

    changes: int = 0
    rows: int = 0
    lost: list[LostChanges] = field(default_factory=list[LostChanges])
    end_known: bool = True
    records_whole: bool = True
    older: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    emptied: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    empty: frozenset[str] = frozenset()


def mend(session: WritingSession, salvage: Salvage, go_on: GoOn) -> Mended:
    """Put back into an open copy (or a new, empty study) what ``salvage`` still has."""
    connection = session.connection()
    references_later(connection)
    log = MergedLog(connection, salvage, go_on)
    log.merge()
    mended = Mended(changes=log.changes, lost=log.lost(), end_known=log.end_known)
    doubtful = log.doubtful()
    rebuild(session)
    rows = MergedRows(session, salvage, go_on)
    mended.rows = rows.merge(newest_of_copy=log.newest_of_copy, newest_of_log=log.newest)
    mended.records_whole = rows.whole
    mended.older = [one for one in rows.unread if one[1] in doubtful]
    mended.emptied = complete_references(session)
    mended.empty = frozenset(one for one in _NEVER_WITHOUT if _is_empty(connection, one))
    return mended


def _is_empty(connection: Connection, kind: str) -> bool:
    asked = text(f'SELECT NOT EXISTS (SELECT 1 FROM "{kind}")')  # noqa: S608  (a name of ours)
    return bool(connection.execute(asked).scalar())


def titles(connection: Connection, records: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """What records are called, each by whom it belongs to and once; when all is written."""
    owners = connection.execute(text("SELECT DISTINCT record_id, owner FROM operation"))
    owner_of = {row.record_id: row.owner for row in owners}
    asked = dict.fromkeys(owner_of.get(record_id, record_id) for _kind, record_id in records)
    found = (title_of(connection, owner) or _("sans titre") for owner in asked)
    return tuple(dict.fromkeys(found))
