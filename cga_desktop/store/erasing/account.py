"""What is kept of erasures in the study: certificates, and what of each is still to be done."""

import json
from collections.abc import Collection

from pydantic import ValidationError
from sqlalchemy import text
from sqlmodel import Session

from cga_desktop.domain.certificates import Certificate
from cga_desktop.store.erasing import emptying, reach
from cga_desktop.store.erasing.emptying import Tombstones
from cga_desktop.store.erasing.reach import Reach
from cga_desktop.store.log.capture import WritingSession
from cga_desktop.store.log.folding import State
from cga_desktop.store.log.notebook import Change
from cga_desktop.store.log.tables import draw
from cga_desktop.store.sqlcipher import CipherConnection, below

_CERTIFICATE, _MEDIA = "certificate:", "erased-media:"
_PUT = text(
    "INSERT INTO care (name, value) VALUES (:name, :value) "
    "ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
_BEGINNING = text("SELECT value FROM care WHERE name LIKE :beginning ORDER BY name")
_ONE = text("SELECT value FROM care WHERE name = :name")
_FORGET = text("DELETE FROM care WHERE name = :name")


def raw(session: Session) -> CipherConnection:
    """The driver's connection of a session, in its transaction."""
    return below(session.connection())


def erase_here(session: WritingSession, found: Reach) -> int:
    """Erase in the open study, with one operation for each record; how many lost what they held."""
    session.flush()
    connection = raw(session)
    kept = emptying.leave_merges(connection, found)
    gone = emptying.erase(connection, found)
    for record_id, (kind, owner) in found.records.items():
        session.notebook.write(Change(kind, record_id, owner, None))
    for one in kept:
        change = Change("actor", one.record_id, one.record_id, dict(one.fields))
        hlc = session.notebook.write(change)
        state = State("actor", one.record_id, one.record_id, dict(one.fields), hlc)
        draw(session.connection(), state)
    return gone


def keep_certificate(session: Session, certificate: Certificate) -> None:
    """Keep a certificate, in place of an earlier state of it."""
    _put(session, _CERTIFICATE + certificate.id, certificate.model_dump_json())


def keep_media_names(session: Session, certificate_id: str, names: Collection[str]) -> None:
    """Note which files are to be removed."""
    _put(session, _MEDIA + certificate_id, json.dumps(sorted(names)))


def _put(session: Session, name: str, value: str) -> None:
    session.connection().execute(_PUT, {"name": name, "value": value})


def media_names(session: Session, certificate_id: str) -> frozenset[str]:
    """The files that are still to be removed."""
    value = session.connection().execute(_ONE, {"name": _MEDIA + certificate_id}).scalar()
    return frozenset(json.loads(value)) if value else frozenset()


def forget_media_names(session: Session, certificate_id: str) -> None:
    """The files are removed."""
    session.connection().execute(_FORGET, {"name": _MEDIA + certificate_id})


def certificates(session: Session) -> list[Certificate]:
    """Every certificate of this copy of the study, the oldest first."""
    rows = session.connection().execute(_BEGINNING, {"beginning": _CERTIFICATE + "%"}).scalars()
    found: list[Certificate] = []
    for value in rows:
        try:
            found.append(Certificate.model_validate_json(value))
        except ValidationError:  # of a newer program
            continue
    return found


def known_erasures(session: Session) -> Tombstones:
    """Every erasure in the log of this study."""
    return emptying.tombstones(raw(session))


def subject_of(session: Session, record_id: str) -> tuple[str, bool, str]:
    """The kind of a record ("" for none), whether it was erased before, what it was merged into."""
    connection = raw(session)
    kind = reach.kind_of(connection, record_id)
    erased = bool(kind) and reach.was_erased(connection, record_id)
    merged = reach.merged_into(connection, record_id) if kind == "actor" else ""
    return kind, erased, merged


def reached(session: Session, record_id: str) -> Reach:
    """What goes with a record."""
    return reach.reach(raw(session), record_id)


def interviews_about(session: Session, actor_id: str) -> int:
    """How many interviews of the study are about an actor."""
    return len(reach.interviews_about(raw(session), actor_id, there=True))
