"""The records of a damaged file beside what the merged log says of them."""

from typing import Any

from sqlalchemy import text

from cga_desktop.store.closed_files import GoOn
from cga_desktop.store.log import clock
from cga_desktop.store.log.bringing import bring
from cga_desktop.store.log.capture import WritingSession
from cga_desktop.store.log.folding import State, state_of
from cga_desktop.store.log.kinds import UNLOGGED, kinds
from cga_desktop.store.salvage.tables import Row, Salvage

_ASK_EVERY = 500
"""Rows between two questions whether to go on."""


class MergedRows:
    """The records of the damaged file beside what the merged log says of them."""

    def __init__(self, session: WritingSession, salvage: Salvage, go_on: GoOn) -> None:
        self._session = session
        self._connection = session.connection()
        self._salvage = salvage
        self._go_on = go_on
        self.unread: list[tuple[str, str]] = []
        self.whole = True

    def merge(self, *, newest_of_copy: int, newest_of_log: int) -> int:
        """Take rows newer than their log, and let go of records that the damaged file had not.

        A file that lost its write-ahead log may be older than the copy: then what it has not is
        kept, wherever it is from. Answers how many rows were taken.

        Args:
            newest_of_copy: the last clock value of the copy.
            newest_of_log: the last one that could be read of the damaged log.
        """
        self._newest = newest_of_log
        absent: list[str] = []
        taken = sum(self._merge_kind(kind, absent) for kind in kinds())
        if self._newest >= newest_of_copy:
            for record_id in absent:
                self._let_go(record_id)
        return taken

    def _merge_kind(self, kind: str, absent: list[str]) -> int:
        table = self._salvage.table(kind)
        changed_at = self._changed_at(kind)
        missing, taken = set(changed_at), 0
        for count, row in enumerate(self._salvage.rows(kind)):
            if count % _ASK_EVERY == 0:
                self._go_on()
            record_id = row["id"]
            if not isinstance(record_id, str):
                continue
            missing.discard(record_id)
            self._newest = max(self._newest, _end_of(row["updated_at"]))
            if changed_at.get(record_id) != row["updated_at"]:
                taken += self._take(kind, record_id, row)
        if table is not None and table.whole:
            absent += sorted(missing)
        else:
            self.whole = False
            self.unread += [(kind, record_id) for record_id in sorted(missing)]
        return taken

    def _changed_at(self, kind: str) -> dict[str, str]:
        asked = text(f'SELECT id, updated_at FROM "{kind}"')  # noqa: S608  (our own record's name)
        return {row.id: row.updated_at for row in self._connection.execute(asked)}

    def _take(self, kind: str, record_id: str, row: Row) -> bool:
        """Take a row where it is newer than what the log says of its record."""
        now = state_of(self._connection, record_id)
        fields = _fields(kind, row)
        if now is None:
            now = State(kind, record_id, record_id, None, 0)
        elif not _newer(row["updated_at"], now.hlc):
            return False
        return fields is not None and bring(self._session, now, fields)

    def _let_go(self, record_id: str) -> None:
        now = state_of(self._connection, record_id)
        if now is not None and now.hlc <= self._newest:
            bring(self._session, now, None)


def _newer(moment: object, hlc: int) -> bool:
    return clock.milliseconds(_end_of(moment)) > clock.milliseconds(hlc)


def _end_of(moment: object) -> int:
    """The last clock value of a row's moment; before all where it says none."""
    try:
        return clock.end_of(str(moment))
    except (ValueError, OverflowError):
        return -1


def _fields(kind: str, row: Row) -> dict[str, Any] | None:
    """The logged fields of a row, with the types that its record has; None where one is not so."""
    found: dict[str, Any] = {}
    for name, declared in kinds()[kind].model_fields.items():
        if name in UNLOGGED:
            continue
        value: Any = row.get(name)
        if value is None:
            if declared.is_required():
                return None
            found[name] = None if _optional(declared.annotation) else declared.get_default()
        else:
            found[name] = _typed(value, declared.annotation)
    return found


def _optional(annotation: object) -> bool:
    return type(None) in getattr(annotation, "__args__", ())


def _typed(value: Any, annotation: object) -> Any:  # noqa: ANN401  (whatever a column holds)
    wanted = {annotation, *getattr(annotation, "__args__", ())}
    if bool in wanted:
        return bool(value)
    return float(value) if float in wanted else value
