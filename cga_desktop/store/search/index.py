"""The index kept equal to the records: what is new or gone at once, what changed a little later.

Overwriting the old words of one interview costs some ten milliseconds of a save that takes less
than one without it (``tests/benchmarks/test_search.py``). So a change only notes that its document
waits (triggers, see ``schema_3``), and the search reads those that wait afresh; they are indexed a
few at a time once many have gathered. A search is thus never behind, and nobody who types waits.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import itemgetter
from typing import TypeVar

from sqlalchemy import Connection

from cga_desktop.i18n import ngettext
from cga_desktop.store import schema_3
from cga_desktop.store.search.documents import KINDS, Document, documents

MOST_WAITING = 24
"""Documents that may wait: a search reads them one by one, in a few milliseconds."""
_LEFT_WAITING = MOST_WAITING - 4
"""How many are left waiting where there are more: one save pays for four others, not for all."""
_AT_ONCE = 500
"""Documents read and written together."""
_REWRITTEN_ANEW = 16
_SHARE_ANEW = 150
"""To rewrite more documents than this, and one in so many of all, is slower than to start anew."""

T = TypeVar("T")
Key = tuple[str, str]

_WAITING = """
    SELECT w.kind, w.record_id, w.gone, d.id IS NOT NULL AS indexed
    FROM search_waiting w LEFT JOIN search_document d USING (kind, record_id)"""
_FORGET = "DELETE FROM search_waiting WHERE kind = ? AND record_id = ?"
_DROP = "DELETE FROM search_document WHERE kind = ? AND record_id = ?"
_KEEP = """
    INSERT INTO search_document (kind, record_id, title, body, context) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (kind, record_id) DO UPDATE
    SET title = excluded.title, body = excluded.body, context = excluded.context
    WHERE (title, body, context) IS NOT (excluded.title, excluded.body, excluded.context)"""


def waiting(connection: Connection) -> list[Key]:
    """The documents that are not what their records say: their kinds and record ids."""
    found = connection.exec_driver_sql("SELECT kind, record_id FROM search_waiting")
    return [(kind, record_id) for kind, record_id in found]


def keep_index(connection: Connection, *, everything: bool = False) -> None:
    """Bring the index in step before a transaction ends: what is new and what is gone, at least.

    ``everything``: what changed too, so that no word taken out of a record is left in the index.
    """
    rows = connection.exec_driver_sql(_WAITING).all()
    at_once = [row for row in rows if row.gone or not row.indexed]
    later = [row for row in rows if row.indexed and not row.gone]
    if everything:
        at_once += later
    elif len(later) > MOST_WAITING:
        at_once += later[: len(later) - _LEFT_WAITING]
    if not at_once:
        return
    if _quicker_anew(connection, sum(row.indexed for row in at_once)):
        rebuild_index(connection)
    else:
        _index(connection, [(row.kind, row.record_id) for row in at_once])


def _quicker_anew(connection: Connection, rewritten: int) -> bool:
    if rewritten <= _REWRITTEN_ANEW:
        return False
    known = connection.exec_driver_sql("SELECT count(*) FROM search_document").scalar_one()
    return rewritten > _REWRITTEN_ANEW + known // _SHARE_ANEW


def _index(connection: Connection, keys: Iterable[Key]) -> None:
    by_kind: defaultdict[str, list[str]] = defaultdict(list)
    for kind, record_id in keys:
        by_kind[kind].append(record_id)
    for kind, record_ids in by_kind.items():
        for some in _portions(record_ids):
            _index_some(connection, kind, some)


def _index_some(connection: Connection, kind: str, record_ids: Sequence[str]) -> None:
    found = documents(connection, kind, record_ids)
    gone = set(record_ids) - {one.record_id for one in found}
    _keep(connection, found)
    if gone:
        connection.exec_driver_sql(_DROP, [(kind, one) for one in gone])
    connection.exec_driver_sql(_FORGET, [(kind, one) for one in record_ids])


def _keep(connection: Connection, found: Iterable[Document]) -> None:
    rows = [(one.kind, one.record_id, one.title, one.body, one.context) for one in found]
    if rows:
        connection.exec_driver_sql(_KEEP, rows)


def rebuild_index(connection: Connection) -> int:
    """Make the whole index anew from the records; answers how many documents it has.

    Documents are numbered by the age of their records, so that of many the newest can be told.
    """
    for table in schema_3.OF_THE_INDEX:
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table}")
    for statement in schema_3.INDEX:
        connection.exec_driver_sql(statement)
    keys = [(kind, record_id) for kind in KINDS for record_id in _ids(connection, kind)]
    keys.sort(key=itemgetter(1))  # ids are UUIDs of version 7: they sort by age
    count = 0
    for some in _portions(keys):
        found = _documents(connection, some)
        _keep(connection, found)
        count += len(found)
    connection.exec_driver_sql("DELETE FROM search_waiting")
    return count


def _documents(connection: Connection, keys: Sequence[Key]) -> list[Document]:
    """Documents of any kind, in the order of their keys."""
    of_kind = {kind: [one for its_kind, one in keys if its_kind == kind] for kind in KINDS}
    found = {
        (one.kind, one.record_id): one
        for kind, record_ids in of_kind.items()
        for one in (documents(connection, kind, record_ids) if record_ids else ())
    }
    return [found[key] for key in keys if key in found]


def _ids(connection: Connection, kind: str) -> list[str]:
    return list(connection.exec_driver_sql(f"SELECT id FROM {kind} ORDER BY id").scalars())  # noqa: S608  (a name of KINDS)


def _portions(all_of_them: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(all_of_them)
    while some := list(islice(rest, _AT_ONCE)):
        yield some


# --- is the index what the records say? ----------------------------------------------------------

_KEPT = """
    SELECT record_id, title, body, context FROM search_document
    WHERE kind = ? AND record_id IN (SELECT value FROM json_each(?))"""


def index_problems(connection: Connection) -> list[str]:
    """What is wrong with the index, in sentences; empty where it is what the records say."""
    expected = set(waiting(connection))
    differing = sum(len(_differing(connection, kind) - expected) for kind in KINDS)
    if not differing:
        return []
    sentence = ngettext(
        "La recherche ne suit pas {n} fiche. Rien n’est perdu : reconstruisez l’étude.",
        "La recherche ne suit pas {n} fiches. Rien n’est perdu : reconstruisez l’étude.",
        differing,
    )
    return [sentence.format(n=differing)]


def _differing(connection: Connection, kind: str) -> set[Key]:
    """The records of a kind whose document is missing, another, or still there without them."""
    every = "SELECT record_id FROM search_document WHERE kind = ?"
    strangers = set(connection.exec_driver_sql(every, (kind,)).scalars())
    differing: set[str] = set()
    for some in _portions(_ids(connection, kind)):
        rows = connection.exec_driver_sql(_KEPT, (kind, json.dumps(some)))
        kept = {Document(kind, *row) for row in rows}
        said = set(documents(connection, kind, some))
        differing |= {one.record_id for one in kept ^ said}
        strangers -= set(some)
    return {(kind, record_id) for record_id in differing | strangers}
