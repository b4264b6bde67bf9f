"""Records as their operations make them."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection

from cga_desktop.store.log import clock
from cga_desktop.store.log.kinds import fields_of, kinds
from cga_desktop.store.log.notebook import DELETE, ERASE, WRITE
from cga_desktop.store.sqlcipher import below

ALWAYS = 2**63 - 1
"""A clock value after every operation."""

_SAID = "SELECT kind, record_kind, record_id, owner, hlc, fields FROM operation "
_OF_RECORD = f"{_SAID} WHERE record_id = ? AND hlc <= ? ORDER BY hlc, uid"
_OF_KIND = f"{_SAID} WHERE record_kind = ? AND hlc <= ? ORDER BY record_id, hlc, uid"


class _Operation(NamedTuple):
    kind: str
    record_kind: str
    record_id: str
    owner: str
    hlc: int
    fields: str


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
    (state,) = states_of(connection, record_id, until)
    return state


def states_of(connection: Connection, record_id: str, *moments: int) -> list[State | None]:
    """One record as it was at each of some clock values, as ``state_of`` says."""
    said = list(_operations(connection, _OF_RECORD, record_id, max(moments)))
    return [_folded(one for one in said if one.hlc <= until) for until in moments]


def states(connection: Connection, *, kind: str, until: int = ALWAYS) -> Iterator[State]:
    """Every record of a kind that was made until clock value ``until``, deleted ones too."""
    said = _operations(connection, _OF_KIND, kind, until)
    for _record, operations in groupby(said, key=lambda one: one.record_id):
        state = _folded(operations)
        if state is not None:
            yield state


def _operations(connection: Connection, query: str, *values: object) -> Iterator[_Operation]:
    return map(_Operation._make, below(connection).execute(query, values))


def _folded(operations: Iterable[_Operation]) -> State | None:
    state: State | None = None
    for one in operations:
        if state is None:
            state = State(one.record_kind, one.record_id, one.owner, None, one.hlc)
        state.owner = one.owner
        _take(state, one)
    return state


def _take(state: State, operation: _Operation) -> None:
    if operation.kind == WRITE:
        said: dict[str, Any] = json.loads(operation.fields)
        state.fields = said if state.fields is None else state.fields | said
        state.hlc = operation.hlc
    elif operation.kind in {DELETE, ERASE}:
        state.fields = None
        state.hlc = operation.hlc
    # Anything else comes from a newer program: kept, and left to it.
