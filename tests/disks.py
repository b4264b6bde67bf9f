"""Disks that can be made small, full, read-only or absent, where the system lets a test do it."""

import ctypes
import os
import sys
from pathlib import Path

import pytest

MS_RDONLY, MS_REMOUNT, MS_BIND, MNT_DETACH = 1, 32, 4096, 2


def _libc():
    return ctypes.CDLL(None, use_errno=True)


def _mount(source: bytes, folder: Path, *, flags: int = 0, options: str = "") -> None:
    answer = _libc().mount(source, os.fsencode(folder), b"tmpfs", flags, options.encode())
    if answer != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def mount_small(folder: Path, size: str) -> None:
    """Put an empty disk of ``size`` at ``folder``; skips the test where nobody may."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux may mount a small disk for a test")
    folder.mkdir(exist_ok=True)
    try:
        _mount(b"tmpfs", folder, options=f"size={size}")
    except OSError as error:
        pytest.skip(f"this system refuses to mount a small disk: {error}")


def plug_in(disk: Path, folder: Path) -> None:
    """Let what is at ``disk`` be seen at ``folder`` too, as a drive that is plugged in."""
    folder.mkdir(exist_ok=True)
    _mount(os.fsencode(disk), folder, flags=MS_BIND)


def pull_out(folder: Path) -> None:
    """Take a disk away from ``folder``, whatever is open on it."""
    _libc().umount2(os.fsencode(folder), MNT_DETACH)


def read_only(folder: Path) -> None:
    """Let nothing be changed on the disk at ``folder``."""
    _mount(b"tmpfs", folder, flags=MS_REMOUNT | MS_RDONLY)


def writable(folder: Path) -> None:
    """Let the disk at ``folder`` be changed again."""
    _mount(b"tmpfs", folder, flags=MS_REMOUNT)


def fill(folder: Path) -> Path:
    """Write until nothing more fits; answers the file to remove."""
    film = folder / "film.mkv"

    def write_on() -> None:
        with film.open("ab", buffering=0) as out:
            while True:
                out.write(bytes(4096))

    with pytest.raises(OSError, match="space"):
        write_on()
    return film
