"""A record brought to given values: noted in the log and drawn into its table in one go."""

from collections.abc import Mapping
from typing import Any

from cga_desktop.store.log.capture import WritingSession
from cga_desktop.store.log.folding import State
from cga_desktop.store.log.kinds import owner_of
from cga_desktop.store.log.notebook import Change
from cga_desktop.store.log.tables import draw

Fields = Mapping[str, Any]


def bring(session: WritingSession, now: State, wanted: Fields | None) -> bool:
    """Make the record whose state is ``now`` what is ``wanted`` (none: not there).

    Answers whether that changed anything. Only what differs is noted.
    """
    change = _difference(now, wanted)
    if change is None:
        return False
    connection = session.connection()
    hlc = session.notebook.write(change)
    fields = None if wanted is None else dict(wanted)
    draw(connection, State(now.record_kind, now.record_id, change.owner, fields, hlc))
    return True


def _difference(now: State, wanted: Fields | None) -> Change | None:
    if wanted is None:
        if now.fields is None:
            return None
        return Change(now.record_kind, now.record_id, now.owner, None)
    was = now.fields
    differing = {
        name: value
        for name, value in wanted.items()
        if was is None or name not in was or was[name] != value
    }
    if not differing and was is not None:
        return None
    owner = owner_of(now.record_kind, now.record_id, wanted)
    return Change(now.record_kind, now.record_id, owner, differing)
