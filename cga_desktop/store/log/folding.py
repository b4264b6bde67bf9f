"""Records as their operations make them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, text

from cga_desktop.store.log import clock
from cga_desktop.store.log.kinds import fields_of, kinds
from cga_desktop.store.log.notebook import DELETE, ERASE, WRITE

ALWAYS = 2**63 - 1
"""A clock value after every operation."""

_OF_RECORD = text(
    "SELECT kind, record_kind, record_id, owner, hlc, fields FROM operation "
    "WHERE record_id = :record AND hlc <= :until ORDER BY hlc, uid"
)
_OF_KIND = text(
    "SELECT kind, record_kind, record_id, owner, hlc, fields FROM operation "
    "WHERE record_kind = :kind AND hlc <= :until ORDER BY record_id, hlc, uid"
)


@dataclass(slots=True)
class State:
    """A record as its operations make it.

    Attributes:
        record_kind: the name of its table; this version may not know it.
        record_id: its id.
        owner: whom it belongs to.
        fields: every value said of it, those this version does not know too; none where it is
            deleted or was never made.
        hlc: its last operation.
    """

    record_kind: str
    record_id: str
    owner: str
    fields: dict[str, Any] | None
    hlc: int

    @property
    def known(self) -> bool:
        """Whether this version has a table for it."""
        return self.record_kind in kinds()

    def row(self) -> dict[str, Any]:
        """The row of its table; only for a known kind that is there."""
        said = self.fields or {}
        values = {
            name: said.get(name, unsaid) for name, unsaid in fields_of(self.record_kind).items()
        }
        return {"id": self.record_id, "updated_at": clock.moment(self.hlc), **values}


def state_of(connection: Connection, record_id: str, *, until: int = ALWAYS) -> State | None:
    """One record as it was at clock value ``until``; None where nothing was said of it by then."""
    rows = connection.execute(_OF_RECORD, {"record": record_id, "until": until})
    return _folded(rows)


def states(connection: Connection, *, kind: str, until: int = ALWAYS) -> Iterator[State]:
    """Every record of a kind that was made until clock value ``until``, deleted ones too."""
    rows = connection.execute(_OF_KIND, {"kind": kind, "until": until})
    for _record, operations in groupby(rows, key=lambda row: row.record_id):
        state = _folded(operations)
        if state is not None:
            yield state


def _folded(operations: Any) -> State | None:  # noqa: ANN401  (rows of the two queries above)
    state: State | None = None
    for one in operations:
        if state is None:
            state = State(one.record_kind, one.record_id, one.owner, None, one.hlc)
        state.owner = one.owner
        _take(state, one.kind, one.hlc, one.fields)
    return state


def _take(state: State, kind: str, hlc: int, fields: str) -> None:
    if kind == WRITE:
        state.fields = {**(state.fields or {}), **_read(fields)}
        state.hlc = hlc
    elif kind in {DELETE, ERASE}:
        state.fields = None
        state.hlc = hlc
    # Anything else comes from a newer program: kept, and left to it.


def _read(fields: str) -> Mapping[str, Any]:
    return json.loads(fields)
