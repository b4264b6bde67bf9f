"""Care of an open study: a quick look at each opening, a full one each week, a check on demand."""

from datetime import UTC, datetime, timedelta

from cga_desktop.domain.changes import Outcome
from cga_desktop.domain.moments import now, parse
from cga_desktop.operations.media import media_problems
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store import care
from cga_desktop.store.closed_files import GoOn, carry_on, full_problems, quick_problems
from cga_desktop.store.database import Database
from cga_desktop.store.log.rebuilding import compared
from cga_desktop.store.search.index import index_problems

_EVERY = timedelta(days=7)


def quick_look(database: Database, go_on: GoOn = carry_on) -> list[str]:
    """What is wrong with the open study, as far as its pages can be followed; empty when well.

    Another connection looks, so that no writer waits.

    Raises:
        NotWritten: the disk refuses.
    """
    return quick_problems(database.path, database.key, go_on)


def full_look(database: Database, go_on: GoOn = carry_on) -> list[str]:
    """Everything that can be wrong: each page decrypted, each index and reference followed.

    Raises:
        NotWritten: the disk refuses.
    """
    return full_problems(database.path, database.key, go_on)


def full_look_is_due(database: Database) -> bool:
    """Whether the study was not wholly looked over for a week, or says a moment to come."""
    with database.reading() as session:
        last = care.kept(session, care.LAST_FULL_CHECK)
    if last is None:
        return True
    try:
        ago = datetime.now(UTC) - parse(last)
    except ValueError:
        return True
    return not timedelta(0) <= ago < _EVERY


def remember_full_look(workspace: Workspace) -> Outcome[None]:
    """Note that the study was wholly looked over now, and is well."""
    with workspace.database.writing() as session:
        care.keep(session, care.LAST_FULL_CHECK, now())
    return Outcome(None)


def check_study(database: Database) -> list[str]:
    """What is wrong with the file, in SQLite's own words, the tables, the search, and media.

    Empty when all is well.
    """
    damage = database.problems()
    if damage:
        return damage
    with database.reading() as session:
        of_tables = compared(session.connection()).problems()
        of_index = index_problems(session.connection())
    return [*of_tables, *of_index, *media_problems(database)]
