"""What of each record can be found, as the index keeps it.

An interview is one document with all its answers, so that words far apart in it find it; questions
are not in it, or the words of a guide would find every interview. Actors are found by their contact
person's name and role, since that is how people remember them, but not by telephone and e-mail,
which are no words. Kinds are kept as signs (see ``kind_sign``), never as words of one language.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from cga_desktop.domain.texts import folded

Rows = Iterable[Row[Any]]


@dataclass(frozen=True, slots=True)
class Document:
    """One record as search sees it: folded text (see ``texts.folded``).

    Attributes:
        kind: the name of its table.
        record_id: its id.
        title: what it is called; found first.
        body: what is written in it.
        context: what it is counted among: its kind, its themes.
    """

    kind: str
    record_id: str
    title: str
    body: str
    context: str


def kind_sign(table: str, kind: str) -> str:
    """The word that stands in the index for a record's kind, ``isactorshop``, in any language."""
    return "is" + "".join(one for one in f"{table}{kind}".casefold() if one.isalnum())


def documents(connection: Connection, kind: str, record_ids: Iterable[str]) -> list[Document]:
    """The documents of the records of one kind that are there, of those asked for."""
    wanted = json.dumps(list(record_ids))
    return _READERS[kind](connection, wanted)


def _document(kind: str, record_id: str, title: str, body: Iterable[str], context: str) -> Document:
    text = "\n".join(part for part in body if part)
    return Document(kind, record_id, folded(title), folded(text), folded(context))


def _read(connection: Connection, query: str, wanted: str) -> Rows:
    return connection.exec_driver_sql(query, (wanted,))


_INTERVIEWS = """
    SELECT i.id, i.kind, i.pseudonym, i.neighbourhood, i.place, i.notes, a.name AS actor
    FROM interview i LEFT JOIN actor a ON a.id = i.actor_id
    WHERE i.id IN (SELECT value FROM json_each(?))"""
_ANSWERS = """
    SELECT interview_id, text FROM answer
    WHERE interview_id IN (SELECT value FROM json_each(?)) AND text <> ''
    ORDER BY interview_id, question_id, id"""
_ACTORS = """
    SELECT id, name, kind, description, address, contact_name, contact_role, audiences, themes,
        notes
    FROM actor WHERE id IN (SELECT value FROM json_each(?))"""
_EXCERPTS = """
    SELECT e.id, e.kind, e.text, t.name AS theme
    FROM excerpt e LEFT JOIN theme t ON t.id = e.theme_id
    WHERE e.id IN (SELECT value FROM json_each(?))"""
_OBSERVATIONS = """
    SELECT id, text, address FROM observation WHERE id IN (SELECT value FROM json_each(?))"""
_THEMES = """
    SELECT id, name FROM theme
    WHERE id IN (SELECT value FROM json_each(?)) AND NOT retired AND merged_into_id IS NULL"""


def _interviews(connection: Connection, wanted: str) -> list[Document]:
    answers: defaultdict[str, list[str]] = defaultdict(list)
    for one in _read(connection, _ANSWERS, wanted):
        answers[one.interview_id].append(one.text)
    return [
        _document(
            "interview",
            one.id,
            one.actor or one.pseudonym,
            (one.neighbourhood, one.place, one.notes, *answers[one.id]),
            kind_sign("interview", one.kind),
        )
        for one in _read(connection, _INTERVIEWS, wanted)
    ]


def _actors(connection: Connection, wanted: str) -> list[Document]:
    return [
        _document(
            "actor",
            one.id,
            one.name,
            (one.address, one.description, one.notes, one.contact_name, one.contact_role),
            f"{kind_sign('actor', one.kind)} {one.themes} {one.audiences}",
        )
        for one in _read(connection, _ACTORS, wanted)
    ]


def _excerpts(connection: Connection, wanted: str) -> list[Document]:
    return [
        _document(
            "excerpt",
            one.id,
            "",
            (one.text,),
            f"{kind_sign('excerpt', one.kind)} {one.theme or ''}",
        )
        for one in _read(connection, _EXCERPTS, wanted)
    ]


def _observations(connection: Connection, wanted: str) -> list[Document]:
    return [
        _document("observation", one.id, "", (one.text, one.address), "")
        for one in _read(connection, _OBSERVATIONS, wanted)
    ]


def _themes(connection: Connection, wanted: str) -> list[Document]:
    return [
        _document("theme", one.id, one.name, (), "") for one in _read(connection, _THEMES, wanted)
    ]


_READERS: Mapping[str, Callable[[Connection, str], list[Document]]] = {
    "interview": _interviews,
    "actor": _actors,
    "excerpt": _excerpts,
    "observation": _observations,
    "theme": _themes,
}
KINDS = tuple(_READERS)
"""The kinds of records that can be found, by the names of their tables."""
