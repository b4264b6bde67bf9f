"""Files that one living process holds.

The system itself lets them go when the process ends, however it ends: a process number used again,
another start of the computer or a program killed leave nothing that looks held.
"""

import hashlib
import os
import sys
from contextlib import suppress
from pathlib import Path

from cga_desktop.settings import home, make_folder
from cga_desktop.store.private_files import sync_folder

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30
    """Windows forbids others to read what is locked: a byte far behind the content is."""

    def _lock(opened: int) -> None:
        os.lseek(opened, _FAR, os.SEEK_SET)
        msvcrt.locking(opened, msvcrt.LK_NBLCK, 1)
        os.lseek(opened, 0, os.SEEK_SET)
else:
    import fcntl

    def _lock(opened: int) -> None:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)


_MOST_BYTES = 4096
_TRIES = 5


class Held:
    """A file this process holds until it lets it go, or ends."""

    def __init__(self, path: Path, opened: int) -> None:
        self.path = path
        self._opened = opened

    def read(self) -> bytes:
        """What the file says: left by who held it before, where that process was killed.

        Raises:
            OSError: the disk refuses.
        """
        os.lseek(self._opened, 0, os.SEEK_SET)
        return os.read(self._opened, _MOST_BYTES)

    def write(self, content: bytes) -> None:
        """Say ``content``, of some hundred bytes, to whoever reads the file.

        Raises:
            OSError: the disk refuses.
        """
        os.lseek(self._opened, 0, os.SEEK_SET)
        os.write(self._opened, content)
        os.ftruncate(self._opened, len(content))

    def settle(self) -> None:
        """Have the disk keep what was written, through a power cut too.

        Raises:
            OSError: the disk refuses.
        """
        os.fsync(self._opened)
        sync_folder(self.path.parent)

    def leave(self) -> None:
        """Others may hold it; the file stays as it is."""
        if self._opened >= 0:
            os.close(self._opened)
            self._opened = -1

    def let_go(self) -> None:
        """Others may hold it; the file is gone where the disk lets it go."""
        if self._opened < 0:
            return
        if sys.platform != "win32":  # while it is held, so that nobody's fresh one is removed
            with suppress(OSError):
                self.path.unlink()
        self.leave()
        if sys.platform == "win32":  # which removes no open file, and none somebody else has open
            with suppress(OSError):
                self.path.unlink()


def hold(path: Path) -> Held | None:
    """Hold ``path``, made where it is not there; None where a living process has it already.

    Raises:
        OSError: the disk refuses, or cannot say whether somebody holds it.
    """
    make_folder(path.parent)
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    for _try in range(_TRIES):
        opened = os.open(path, flags, 0o600)
        try:
            _lock(opened)
        except (BlockingIOError, PermissionError):  # how POSIX and Windows say that it is held
            os.close(opened)
            return None
        except BaseException:
            os.close(opened)
            raise
        if _still_there(path, opened):
            return Held(path, opened)
        os.close(opened)  # removed by who held it, between our opening and our locking
    return None


def _still_there(path: Path, opened: int) -> bool:
    try:
        return os.path.samestat(os.fstat(opened), path.stat())
    except OSError:
        return False


def claim_file(study: Path) -> Path:
    """What is held by the window that has ``study`` open, by whatever path it was reached."""
    where = os.fsencode(os.path.normcase(os.path.realpath(study)))
    return home() / "ouvertes" / hashlib.blake2b(where, digest_size=16).hexdigest()
