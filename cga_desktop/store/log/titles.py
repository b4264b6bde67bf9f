"""What a record is called, from what the log last said of it: it may be deleted by now."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, text

from cga_desktop.domain.kinds import ExcerptKind, Purpose
from cga_desktop.domain.texts import one_line

_LONGEST = 60
_SAID = text(
    "SELECT record_kind, fields FROM operation "
    "WHERE record_id = :record AND kind = 'write' ORDER BY hlc, uid"
)
_NAMED_BY = {
    "actor": "name", "contributor": "name", "theme": "name", "territory": "name", "study": "name",
    "interviewguide": "title", "media": "title", "observation": "text", "answer": "wording",
    "question": "wording", "interview": "pseudonym",
}  # fmt: skip


def title_of(connection: Connection, record_id: str) -> str:
    """A name, a pseudonym, the beginning of a text; "" where the log says nothing of it any more.

    An interview with an actor has that actor's name.
    """
    kind, said = last_said(connection, record_id)
    actor = said.get("actor_id")
    if kind == "interview" and actor and not said.get("pseudonym"):
        return title_of(connection, str(actor))
    return title_from(kind, said)


def last_said(connection: Connection, record_id: str) -> tuple[str, dict[str, Any]]:
    """The kind of a record ("" for none) and the last value said of each field, deleted or not."""
    kind, said = "", dict[str, Any]()
    for row in connection.execute(_SAID, {"record": record_id}):
        kind = row.record_kind
        said |= json.loads(row.fields)
    return kind, said


def title_from(kind: str, said: Mapping[str, Any]) -> str:
    """What a record of ``kind`` with these fields is called."""
    if kind == "consent":
        return Purpose.label_of(str(said.get("purpose", "")))
    if kind == "excerpt":
        return ExcerptKind.label_of(str(said.get("kind", "")))
    title = one_line(str(said.get(_NAMED_BY.get(kind, ""), "")))
    return title if len(title) <= _LONGEST else title[: _LONGEST - 1].rstrip() + "…"
