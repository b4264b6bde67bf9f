"""Small bookkeeping of this copy of a study: when it was last looked over, and the like."""

from sqlalchemy import text
from sqlmodel import Session

LAST_FULL_CHECK = "last_full_check"
_PUT = text(
    "INSERT INTO care (name, value) VALUES (:name, :value) "
    "ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
_GET = text("SELECT value FROM care WHERE name = :name")


def keep(session: Session, name: str, value: str) -> None:
    """Keep ``value`` under ``name``, in place of what was there."""
    session.connection().execute(_PUT, {"name": name, "value": value})


def kept(session: Session, name: str) -> str | None:
    """What was kept under ``name``; None where there is nothing."""
    found = session.connection().execute(_GET, {"name": name}).scalar()
    return None if found is None else str(found)
