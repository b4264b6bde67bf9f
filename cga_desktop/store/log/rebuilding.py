"""The tables drawn afresh from the log, and whether they were the same before."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from cga_desktop.i18n import ngettext
from cga_desktop.store.log.capture import WritingSession
from cga_desktop.store.log.folding import State, states
from cga_desktop.store.log.kinds import UNLOGGED, kinds, owner_of
from cga_desktop.store.log.notebook import Change
from cga_desktop.store.log.tables import draw, references_later, rows_of

_MOST_TOLD = 100


@dataclass(slots=True)
class Comparison:
    """The tables beside the log.

    Attributes:
        records: how many records the log says there are.
        differing: (kind, id) of rows that are not what the log says, the first hundred.
        adopted: (kind, id) of rows that the log knew nothing of, the first hundred.
        differences: how many differ in all.
    """

    records: int = 0
    differing: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    adopted: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    differences: int = 0

    @property
    def equal(self) -> bool:
        """Whether the tables are exactly what the log says."""
        return not self.differences

    def problems(self) -> list[str]:
        """The same in a sentence for people; empty where all is equal."""
        if self.equal:
            return []
        return [
            ngettext(
                "{n} fiche n’est pas ce que dit l’historique. Rien n’est perdu : reconstruisez "
                "l’étude.",
                "{n} fiches ne sont pas ce que dit l’historique. Rien n’est perdu : reconstruisez "
                "l’étude.",
                self.differences,
            ).format(n=self.differences)
        ]

    def tell(self, told: list[tuple[str, str]], kind: str, record_id: str) -> None:
        """Count one difference, and name it among the first."""
        self.differences += 1
        if len(told) < _MOST_TOLD:
            told.append((kind, record_id))


def compared(connection: Connection) -> Comparison:
    """The tables beside the log; nothing is changed."""
    found = Comparison()
    for _state in _differing(connection, found):
        pass
    return found


def rebuild(session: WritingSession) -> Comparison:
    """Draw every table from the log, and say what was not as it is now.

    A row that the log knows nothing of is written into the log rather than lost.
    """
    session.flush()
    connection = session.connection()
    references_later(connection)
    found = Comparison()
    unknown: list[State] = []
    for state in list(_differing(connection, found)):
        if state.hlc < 0:
            unknown.append(state)
        else:
            draw(connection, state)
    for state in unknown:
        change = Change(state.record_kind, state.record_id, state.owner, state.fields)
        state.hlc = session.notebook.write(change)
        draw(connection, state)
    return found


def draw_everything(connection: Connection) -> None:
    """Make the tables what the log says and nothing else: what it does not know goes."""
    references_later(connection)
    for state in list(_differing(connection, Comparison())):
        state.fields = None if state.hlc < 0 else state.fields
        draw(connection, state)


def _differing(connection: Connection, found: Comparison) -> Iterator[State]:
    """What the log says of each row that is otherwise; clock -1 for rows it does not know."""
    for kind in kinds():
        rows = _rows(connection, kind)
        for state in states(connection, kind=kind):
            row = rows.pop(state.record_id, None)
            found.records += state.fields is not None
            if row != (None if state.fields is None else state.row()):
                found.tell(found.differing, kind, state.record_id)
                yield state
        for record_id, row in rows.items():
            found.tell(found.adopted, kind, record_id)
            fields = {name: value for name, value in row.items() if name not in UNLOGGED}
            yield State(kind, record_id, owner_of(kind, record_id, fields), fields, -1)


def _rows(connection: Connection, kind: str) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in rows_of(connection, kind)}
