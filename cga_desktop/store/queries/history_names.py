"""Names of what a history refers to by id: people, actors, themes, deleted or not."""

from collections.abc import Iterable, Mapping, Sequence

from sqlmodel import Session

from cga_desktop.domain.history import HistoryLine
from cga_desktop.store.log.titles import title_of


def names_in(session: Session, lines: Iterable[HistoryLine]) -> Mapping[str, str]:
    """The name of every record that these lines refer to, by id; none where the log has none."""
    connection = session.connection()
    named = ((one, title_of(connection, one)) for one in _referred_to(lines))
    return {record_id: title for record_id, title in named if title}


def _referred_to(lines: Iterable[HistoryLine]) -> Sequence[str]:
    found = (
        str(value)
        for line in lines
        for change in line.changes
        if change.field.endswith("_id")
        for value in (change.before, change.after)
        if value
    )
    return list(dict.fromkeys(found))
