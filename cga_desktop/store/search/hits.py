"""Records that were found, as people read them: their titles and the passages that say why."""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row

from cga_desktop.domain.hits import Hit
from cga_desktop.domain.kinds import ActorKind, ExcerptKind, InterviewKind
from cga_desktop.domain.moments import day_and_time
from cga_desktop.i18n import _
from cga_desktop.store.search.passages import Found, Part, best_part, marked

Patterns = Sequence[re.Pattern[str]]
_DOT = " · "
_TITLE = 80

_INTERVIEWS = """
    SELECT i.id, i.kind, i.pseudonym, i.neighbourhood, i.place, i.notes, i.date, a.name AS actor
    FROM interview i LEFT JOIN actor a ON a.id = i.actor_id
    WHERE i.id IN (SELECT value FROM json_each(?))"""
_ANSWERS = """
    SELECT n.interview_id, n.question_id, n.wording, n.text
    FROM answer n LEFT JOIN question q ON q.id = n.question_id
    WHERE n.interview_id IN (SELECT value FROM json_each(?)) AND n.text <> ''
    ORDER BY q.position, n.id"""
_ACTORS = """
    SELECT id, name, kind, description, address, contact_name, contact_role, notes, audiences,
        themes
    FROM actor WHERE id IN (SELECT value FROM json_each(?))"""
_EXCERPTS = """
    SELECT e.id, e.kind, e.text, e.interview_id, t.name AS theme, n.question_id, i.pseudonym,
        i.kind AS interview_kind, a.name AS actor
    FROM excerpt e
    LEFT JOIN theme t ON t.id = e.theme_id
    LEFT JOIN answer n ON n.id = e.answer_id
    LEFT JOIN interview i ON i.id = e.interview_id
    LEFT JOIN actor a ON a.id = i.actor_id
    WHERE e.id IN (SELECT value FROM json_each(?))"""
_OBSERVATIONS = """
    SELECT id, text, address, date FROM observation WHERE id IN (SELECT value FROM json_each(?))"""
_THEMES = "SELECT id, name FROM theme WHERE id IN (SELECT value FROM json_each(?))"


def hits(
    connection: Connection, ranks: Mapping[tuple[str, str], float], patterns: Patterns = ()
) -> list[Hit]:
    """The records of these keys, each with the passage in which the patterns find the most."""
    by_kind: defaultdict[str, list[str]] = defaultdict(list)
    for kind, record_id in ranks:
        by_kind[kind].append(record_id)
    found: list[Hit] = []
    for kind, record_ids in by_kind.items():
        of_kind = {one: ranks[kind, one] for one in record_ids}
        found += _READERS[kind](connection, of_kind, patterns)
    return found


Ranks = Mapping[str, float]


def _read(connection: Connection, query: str, ids: Iterable[str]) -> Sequence[Row[Any]]:
    return connection.exec_driver_sql(query, (json.dumps(list(ids)),)).all()


def _joined(*parts: str | None) -> str:
    return _DOT.join(part for part in parts if part)


def _title_of_interview(kind: str, pseudonym: str, actor: str | None) -> str:
    return actor or pseudonym or InterviewKind.label_of(kind)


def _shown(found: Found | None, line: str, patterns: Patterns) -> tuple[str, Part]:
    """The best passage and its part; where only the title was found, a line about the record."""
    if found is not None:
        return found.passage, found.part
    return marked(line, patterns), Part("", "", line)


def _interviews(connection: Connection, ranks: Ranks, patterns: Patterns) -> list[Hit]:
    answers: defaultdict[str, list[Part]] = defaultdict(list)
    for one in _read(connection, _ANSWERS, ranks):
        answers[one.interview_id].append(Part(one.question_id, one.wording, one.text))
    return [
        _interview(one, answers[one.id], ranks[one.id], patterns)
        for one in _read(connection, _INTERVIEWS, ranks)
    ]


def _interview(one: Row[Any], answers: list[Part], rank: float, patterns: Patterns) -> Hit:
    line = _joined(InterviewKind.label_of(one.kind), day_and_time(one.date), one.neighbourhood)
    parts = (
        *answers,
        Part("", _("Notes libres"), one.notes),
        Part("", "", _joined(one.neighbourhood, one.place)),
    )
    passage, part = _shown(best_part(parts, patterns), line, patterns)
    return Hit(
        id=one.id,
        type="interview",
        title=_title_of_interview(one.kind, one.pseudonym, one.actor),
        passage=passage,
        owner=one.id,
        kind=one.kind,
        heading=part.heading,
        question=part.key,
        rank=rank,
    )


def _actors(connection: Connection, ranks: Ranks, patterns: Patterns) -> list[Hit]:
    return [_actor(one, ranks[one.id], patterns) for one in _read(connection, _ACTORS, ranks)]


def _actor(one: Row[Any], rank: float, patterns: Patterns) -> Hit:
    parts = (
        Part("", "", one.description),
        Part("", _("Notes"), one.notes),
        Part("", _("Contact"), _joined(one.contact_name, one.contact_role)),
        Part("", "", one.address),
        Part("", _("Publics et thèmes"), _joined(one.audiences, one.themes).replace("-", " ")),
    )
    line = _joined(ActorKind.label_of(one.kind), one.address)
    passage, part = _shown(best_part(parts, patterns), line, patterns)
    return Hit(
        id=one.id,
        type="actor",
        title=one.name,
        passage=passage,
        owner=one.id,
        kind=one.kind,
        heading=part.heading,
        rank=rank,
    )


def _excerpts(connection: Connection, ranks: Ranks, patterns: Patterns) -> list[Hit]:
    return [
        Hit(
            id=one.id,
            type="excerpt",
            title=_joined(
                ExcerptKind.label_of(one.kind),
                _title_of_interview(one.interview_kind or "", one.pseudonym or "", one.actor),
            ),
            passage=marked(one.text, patterns),
            owner=one.interview_id,
            kind=one.kind,
            heading=one.theme or "",
            question=one.question_id or "",
            rank=ranks[one.id],
        )
        for one in _read(connection, _EXCERPTS, ranks)
    ]


def _observations(connection: Connection, ranks: Ranks, patterns: Patterns) -> list[Hit]:
    return [
        _observation(one, ranks[one.id], patterns)
        for one in _read(connection, _OBSERVATIONS, ranks)
    ]


def _observation(one: Row[Any], rank: float, patterns: Patterns) -> Hit:
    parts = (Part("", "", one.text), Part("", "", one.address))
    line = _joined(day_and_time(one.date), one.address)
    passage, _part = _shown(best_part(parts, patterns), line, patterns)
    return Hit(
        id=one.id,
        type="observation",
        title=_first_words(one.text) or _("Observation"),
        passage=passage,
        owner=one.id,
        rank=rank,
    )


def _first_words(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _TITLE else words[: _TITLE - 1].rstrip() + "…"


def _themes(connection: Connection, ranks: Ranks, patterns: Patterns) -> list[Hit]:
    del patterns  # a theme is its name
    return [
        Hit(one.id, "theme", one.name, "", owner="", rank=ranks[one.id])
        for one in _read(connection, _THEMES, ranks)
    ]


_READERS: Mapping[str, Callable[[Connection, Ranks, Patterns], list[Hit]]] = {
    "interview": _interviews,
    "actor": _actors,
    "excerpt": _excerpts,
    "observation": _observations,
    "theme": _themes,
}
