"""The numbered steps that bring any past study file to this version's schema.

Each step is a small function in its own transaction, numbered from 1 by its place; steps are never
changed once released, only added. ``tests/studies`` keeps one file of every past schema.
"""

from collections.abc import Callable

from sqlalchemy import Connection

from cga_desktop.domain.errors import StudyTooNew
from cga_desktop.i18n import _
from cga_desktop.store import schema_1, schema_2, schema_3
from cga_desktop.store.log.beginning import write_first_operations
from cga_desktop.store.search.index import keep_index

Step = Callable[[Connection], None]
_steps: list[Step] = []


def _step(function: Step) -> Step:
    _steps.append(function)
    return function


@_step
def the_first_schema(connection: Connection) -> None:
    """Study, people, actors, guides, interviews, excerpts, relations, observations, consents."""
    for statement in schema_1.TABLES:
        connection.exec_driver_sql(statement)


@_step
def the_operation_log(connection: Connection) -> None:
    """Every record there is becomes the first operation of a log; photos and recordings."""
    for statement in schema_2.TABLES:
        connection.exec_driver_sql(statement)
    write_first_operations(connection)


@_step
def the_search_index(connection: Connection) -> None:
    """An index of every word; what has to be put into it is noted, and put in after all steps."""
    for statement in (*schema_3.INDEX, schema_3.WAITING, *schema_3.TRIGGERS):
        connection.exec_driver_sql(statement)
    for statement in schema_3.EVERYTHING_WAITS:
        connection.exec_driver_sql(statement)


def newest_schema() -> int:
    """The schema that this version of the program writes."""
    return len(_steps)


def schema_of(connection: Connection) -> int:
    """The schema a file has; 0 for an empty file."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def refuse_newer(connection: Connection) -> None:
    """Leave a file from the future alone.

    Raises:
        StudyTooNew: a newer version of the program wrote the file; it is left as it is.
    """
    with connection.begin():
        found = schema_of(connection)
    if found > newest_schema():
        raise StudyTooNew(
            _(
                "Cette étude a été écrite par une version plus récente de CGA Terrain. Elle n’a "
                "pas été modifiée : installez la nouvelle version pour l’ouvrir."
            )
        )


def migrate(connection: Connection) -> None:
    """Take every step the file has not taken yet, each in its own transaction."""
    with connection.begin():
        found = schema_of(connection)
    for number, step in enumerate(_steps[found:], start=found + 1):
        with connection.execution_options(begin="IMMEDIATE").begin():
            if schema_of(connection) < number:  # another process may have taken the step meanwhile
                step(connection)
                connection.exec_driver_sql(f"PRAGMA user_version = {number}")
    if found < newest_schema():
        _fill_the_index(connection)


def _fill_the_index(connection: Connection) -> None:
    """Index what the steps left waiting, now that the tables are as this version knows them.

    Cut short, it is done with the next change; until then a search reads the records themselves.
    """
    there = "SELECT count(*) FROM sqlite_master WHERE name = 'search_waiting'"
    with connection.execution_options(begin="IMMEDIATE").begin():
        if connection.exec_driver_sql(there).scalar_one():
            keep_index(connection)
