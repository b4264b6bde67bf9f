"""Records that others refer to and of which nothing is left: there again, to be completed.

An answer whose interview could not be read is not thrown away: it is given an interview that says
that it was found again.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, text

from cga_desktop.domain.moments import local_now, now
from cga_desktop.domain.records import new_id
from cga_desktop.i18n import _
from cga_desktop.store.log.bringing import bring
from cga_desktop.store.log.capture import WritingSession
from cga_desktop.store.log.folding import State
from cga_desktop.store.log.kinds import fields_of, kinds

_LONGEST_CHAIN = 6
"""An answer needs an interview, which needs a guide."""


def complete_references(session: WritingSession) -> list[tuple[str, str]]:
    """Make whatever is referred to and missing; answers its kinds and ids."""
    connection = session.connection()
    made: list[tuple[str, str]] = []
    for _step in range(_LONGEST_CHAIN):
        missing = _missing(connection)
        if not missing:
            break
        for kind, record_id in missing:
            state = State(kind, record_id, record_id, None, 0)
            bring(session, state, _found_again(connection, kind))
            made.append((kind, record_id))
    return made


def _missing(connection: Connection) -> list[tuple[str, str]]:
    """(kind, id) of what rows refer to and is not there."""
    found: dict[tuple[str, str], None] = {}
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    for table, row_id, parent, which in broken:
        if table not in kinds() or parent not in kinds():
            continue
        keys = connection.exec_driver_sql(f'PRAGMA foreign_key_list("{table}")').all()
        column = next(one[3] for one in keys if one[0] == which)
        asked = text(f'SELECT "{column}" FROM "{table}" WHERE rowid = :row')  # noqa: S608  (names of our schema)
        found[parent, connection.execute(asked, {"row": row_id}).scalar_one()] = None
    return list(found)


def _found_again(connection: Connection, kind: str) -> Mapping[str, Any]:
    said: dict[str, dict[str, Any]] = {
        "interview": {
            "kind": "resident",
            "pseudonym": _("Entretien retrouvé"),
            "date": local_now(),
            "guide_id": _any_guide(connection),
        },
        "actor": {"name": _("Acteur retrouvé")},
        "contributor": {"name": _("Personne retrouvée")},
        "interviewguide": {"key": "found", "kind": "resident", "title": _("Guide retrouvé")},
        "question": {
            "key": "found",
            "section": _("Questions retrouvées"),
            "wording": _("Question retrouvée"),
            "guide_id": _any_guide(connection),
        },
        "theme": {"key": "found", "name": _("Thème retrouvé")},
        "observation": {"text": _("Observation retrouvée"), "date": local_now()},
    }
    return {**fields_of(kind), "created_at": now(), **said.get(kind, {})}


def _any_guide(connection: Connection) -> str:
    """A guide there is, of inhabitants where there is one; a new id where there is none."""
    asked = "SELECT id FROM interviewguide ORDER BY kind != 'resident', id LIMIT 1"
    found = connection.exec_driver_sql(asked).scalar()
    return str(found) if found is not None else new_id()
