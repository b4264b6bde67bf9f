"""Files that only their owner may read, on systems that know owners (POSIX).

A file system without owners, as of most USB sticks, keeps no such wish: what cannot be closed stays
as it is, without a word. On Windows a folder of one's own is closed to others already.
"""

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

OWNER_ONLY = 0o600
_OTHERS = 0o077


def create_empty(path: Path) -> None:
    """Make an empty file for its owner only; SQLite gives its companions the same rights.

    Raises:
        FileExistsError: something is there already.
        OSError: the disk refuses.
    """
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY))


def write_durably(path: Path, data: bytes) -> None:
    """Write a file for its owner only: whole and on the disk, or the one before is untouched.

    Raises:
        OSError: the disk refuses.
    """
    partial = partial_of(path)
    try:
        partial.unlink(missing_ok=True)  # of a write that was cut short, with rights of its own
        descriptor = os.open(
            partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), OWNER_ONLY
        )
        with open(descriptor, "wb") as out:  # noqa: PTH123  (a descriptor, not a path)
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        partial.replace(path)
    except OSError:
        with suppress(OSError):
            partial.unlink()
        raise
    sync_folder(path.parent)


def partial_of(path: Path) -> Path:
    """Where the file at ``path`` is written before it takes its place."""
    return path.with_name(path.name + ".tmp")


def sync_folder(folder: Path) -> None:
    """Make new and changed names in ``folder`` durable; Windows does it by itself."""
    if sys.platform == "win32":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some drives and shares do not know how
            os.fsync(opened)
    finally:
        os.close(opened)


def tighten(*paths: Path) -> None:
    """Close files to everybody but their owner, where they are one's own and the disk can."""
    if sys.platform == "win32":
        return
    for path in paths:
        with suppress(OSError):
            found = path.lstat()
            ours = stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid()
            if ours and found.st_mode & _OTHERS:
                path.chmod(OWNER_ONLY)
