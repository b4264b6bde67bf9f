"""The canonical state of a study: the same text for the same content, whoever holds the copy."""

from typing import Any

from sqlmodel import Session, SQLModel, col, select

from cga_desktop.domain import records


def tables() -> list[type[records.Record]]:
    """Every kind of record, by table name."""
    kinds = list(records.Record.__subclasses__())
    return sorted(kinds, key=_name)


def _name(kind: type[SQLModel]) -> str:
    return kind.__name__.lower()


def canonical_state(session: Session) -> dict[str, list[dict[str, Any]]]:
    """Every record of every table, by table name, in order of id."""
    return {
        _name(kind): [row.model_dump() for row in session.exec(select(kind).order_by(col(kind.id)))]
        for kind in tables()
    }
