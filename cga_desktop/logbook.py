"""What is kept of a bug: its traceback, in a small log of the program's own folder."""

import traceback
from collections.abc import Iterator
from pathlib import Path

from cga_desktop.domain.moments import now
from cga_desktop.settings import home, make_folder

LOG = "cga-desktop.log"
MOST_BYTES = 1_000_000
"""Beyond this size the log begins anew and the one before is kept once."""


def keep(error: BaseException) -> Path | None:
    """Write the traceback of ``error``; where it lies, or None where the disk refuses.

    Neither the command line nor the values of variables are written: they are what people typed.
    """
    path = home() / "logs" / LOG
    try:
        make_folder(path.parent)
        if path.exists() and path.stat().st_size > MOST_BYTES:
            path.replace(path.with_suffix(".log.1"))
        with path.open("a", encoding="utf-8", errors="backslashreplace") as log:
            log.write(f"{now()}\n{_traceback(error)}\n")
    except OSError:
        return None
    return path


def _traceback(error: BaseException) -> str:
    for one in _chain(error):
        # An error of SQLAlchemy spells the values of its statement unless told not to.
        if hasattr(one, "hide_parameters"):
            setattr(one, "hide_parameters", True)  # noqa: B010  (not an attribute of every error)
    return "".join(traceback.format_exception(error))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
