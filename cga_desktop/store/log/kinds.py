"""The kinds of records that the log knows: their tables, their fields, whom they belong to."""

from collections.abc import Mapping
from functools import cache

from pydantic.fields import FieldInfo
from sqlmodel import SQLModel

from cga_desktop.domain import records
from cga_desktop.domain.records import Record

UNLOGGED = frozenset({"id", "updated_at"})
"""The log names the id beside the fields, and its clock says when a record was last changed."""

_OWNERS = {
    "answer": ("interview_id",),
    "excerpt": ("interview_id",),
    "consent": ("interview_id", "actor_id"),
    "media": ("interview_id", "observation_id"),
    "relation": ("source_id",),
    "question": ("guide_id",),
}


def name_of(kind: type[SQLModel]) -> str:
    """The name of a kind of record: that of its table."""
    return kind.__name__.lower()


@cache
def kinds() -> Mapping[str, type[Record]]:
    """Every kind of record that this version knows, by name, in alphabetical order."""
    return dict(sorted((name_of(kind), kind) for kind in records.Record.__subclasses__()))


@cache
def fields_of(name: str) -> Mapping[str, object]:
    """The logged fields of a kind, with what they are where no operation says.

    Empty for a kind that this version does not know.
    """
    known = kinds().get(name)
    declared = known.model_fields if known is not None else {}
    return {field: _unsaid(one) for field, one in declared.items() if field not in UNLOGGED}


def _unsaid(field: FieldInfo) -> object:
    if field.is_required() or field.default_factory is not None:
        return "" if field.annotation is str else 0 if field.annotation is int else None
    return field.default


def owner_fields(name: str) -> tuple[str, ...]:
    """The fields that say whom a record of this kind belongs to."""
    return _OWNERS.get(name, ())


def owner_of(name: str, record_id: str, fields: Mapping[str, object]) -> str:
    """The interview, actor or observation that a record is part of; itself where it stands alone.

    A history, and an erasure, is that of an owner.
    """
    for field in owner_fields(name):
        owner = fields.get(field)
        if owner:
            return str(owner)
    return record_id
