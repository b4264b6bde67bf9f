"""Searching everything that was written in a study."""

import json
from collections.abc import Iterable, Sequence

from sqlmodel import Session

from cga_desktop.domain.hits import Hit
from cga_desktop.store.search.asking import Term, expression, terms
from cga_desktop.store.search.documents import Document, documents
from cga_desktop.store.search.hits import hits
from cga_desktop.store.search.index import Key, waiting

_MANY = 2_000
"""Of more records than this, those named so and the newest come first: counting how often each of
them holds a word that they all hold takes long, and says nothing."""

_COUNTED = "SELECT count(*) FROM (SELECT 1 FROM search_text WHERE search_text MATCH ? LIMIT ?)"
_BEST = "SELECT rowid, rank FROM search_text WHERE search_text MATCH ? ORDER BY rank LIMIT ?"
_NEWEST = """
    SELECT rowid, row_number() OVER (ORDER BY rowid DESC) AS rank FROM (
        SELECT rowid FROM search_text WHERE search_text MATCH ? ORDER BY rowid DESC LIMIT ?)"""
_KEYS = """
    SELECT id, kind, record_id FROM search_document
    WHERE id IN (SELECT value FROM json_each(?))"""


def search(session: Session, text: str, *, limit: int = 50) -> list[Hit]:
    """The records in which every word of ``text`` is found, the best first.

    Accents and capitals do not count, and the last word may be only begun. A record counts as one,
    however often the words are in it; titles weigh more than what is written below them.
    """
    wanted = terms(text)
    if not wanted or limit < 1:
        return []
    ranks = _indexed(session, wanted, limit)
    _correct(session, wanted, ranks)
    found = hits(session.connection(), ranks, [one.pattern() for one in wanted])
    return sorted(found, key=lambda hit: (hit.rank, hit.id))[:limit]


def _indexed(session: Session, wanted: Sequence[Term], limit: int) -> dict[Key, float]:
    """What the index finds, with its rank: less is better.

    BM25 as FTS5 computes it is below zero; the newest of very many are numbered from one.
    """
    connection, asked = session.connection(), expression(wanted)
    many = connection.exec_driver_sql(_COUNTED, (asked, _MANY)).scalar_one() == _MANY
    queries = ((_NEWEST, asked), (_BEST, f"{{title}} : ({asked})")) if many else ((_BEST, asked),)
    ranks: dict[int, float] = {}
    for query, match in queries:
        rows = connection.exec_driver_sql(query, (match, limit)).all()
        ranks |= {row.rowid: row.rank for row in rows}
    found = connection.exec_driver_sql(_KEYS, (json.dumps(list(ranks)),)).all()
    best = sorted(found, key=lambda row: (ranks[row.id], -row.id))[:limit]
    return {(row.kind, row.record_id): ranks[row.id] for row in best}


def _correct(session: Session, wanted: Sequence[Term], ranks: dict[Key, float]) -> None:
    """What changed since it was indexed is found, or not, by what it says now.

    What has only just been written comes first, where the index had no rank for it.
    """
    connection = session.connection()
    late = waiting(connection)
    before = {key: ranks.pop(key) for key in late if key in ranks}
    first = min([*ranks.values(), *before.values()], default=0.0)
    for document in _documents(session, late):
        if all(_holds(document, term) for term in wanted):
            key = document.kind, document.record_id
            ranks[key] = before.get(key, first)


def _documents(session: Session, keys: Iterable[Key]) -> Iterable[Document]:
    by_kind: dict[str, list[str]] = {}
    for kind, record_id in keys:
        by_kind.setdefault(kind, []).append(record_id)
    for kind, record_ids in by_kind.items():
        yield from documents(session.connection(), kind, record_ids)


def _holds(document: Document, term: Term) -> bool:
    pattern = term.pattern()
    if any(pattern.search(text) for text in (document.title, document.body, document.context)):
        return True
    return any(sign in document.context.split() for sign in term.kinds)


_RECENT = """
    SELECT 'interview' AS kind, id, updated_at FROM interview
    UNION ALL SELECT 'actor', id, updated_at FROM actor
    UNION ALL SELECT 'observation', id, updated_at FROM observation
    ORDER BY updated_at DESC, id DESC LIMIT ?"""


def recent(session: Session, *, limit: int = 8) -> list[Hit]:
    """The interviews, actors and observations that changed last, the latest first."""
    rows = session.connection().exec_driver_sql(_RECENT, (limit,)).all()
    ranks = {(row.kind, row.id): float(at) for at, row in enumerate(rows)}
    return sorted(hits(session.connection(), ranks), key=lambda hit: hit.rank)
