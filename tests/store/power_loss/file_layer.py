"""A layer between SQLite and the disk that remembers what was not yet synced, and can refuse.

SQLite reaches files through a table of functions, its VFS (https://www.sqlite.org/vfs.html). The
system's own VFS is copied here and four of its functions are put under watch: open, write,
truncate, sync, and delete. Everything is really written; what is remembered beside it is enough to
say what a disk could hold had the power gone at any moment (see ``disk``).

It is registered in SQLite's own C interface, which the extension module of sqlcipher3 exports on
Linux; where it does not, tests are skipped.
"""

import ctypes
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Protocol

import pytest
from sqlcipher3 import _sqlite3 as sqlcipher

OK, IO_WRITE, IO_SYNC, IO_TRUNCATE, IO_DELETE, FULL = 0, 778, 1034, 1546, 2570, 13
"""SQLite's result codes, https://www.sqlite.org/rescode.html."""
_CREATE, _MAIN_JOURNAL, _SUPER_JOURNAL, _WAL = 0x4, 0x800, 0x4000, 0x80000
_VOID = ctypes.c_void_p


class _File(ctypes.Structure):
    _fields_ = (("methods", _VOID),)


class _Methods(ctypes.Structure):
    _fields_ = (
        ("version", ctypes.c_int),
        *((name, _VOID) for name in ("close", "read", "write", "truncate", "sync", "size")),
        *((name, _VOID) for name in ("lock", "unlock", "reserved", "control", "sector", "device")),
        *((name, _VOID) for name in ("shm_map", "shm_lock", "shm_barrier", "shm_unmap")),
        *((name, _VOID) for name in ("fetch", "unfetch")),
    )


class _Vfs(ctypes.Structure):
    _fields_ = (
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("longest_path", ctypes.c_int),
        ("next", _VOID),
        ("name", ctypes.c_char_p),
        ("data", _VOID),
        *((name, _VOID) for name in ("open", "delete", "access", "full_path")),
        *((name, _VOID) for name in ("dl_open", "dl_error", "dl_sym", "dl_close")),
        *((name, _VOID) for name in ("random", "sleep", "time", "last_error", "time_64")),
        *((name, _VOID) for name in ("set_call", "get_call", "next_call")),
    )


_INT, _INT64 = ctypes.c_int, ctypes.c_int64
_Open = ctypes.CFUNCTYPE(_INT, _VOID, _VOID, _VOID, _INT, ctypes.POINTER(_INT))
_Delete = ctypes.CFUNCTYPE(_INT, _VOID, ctypes.c_char_p, _INT)
_Close = ctypes.CFUNCTYPE(_INT, _VOID)
_Write = ctypes.CFUNCTYPE(_INT, _VOID, _VOID, _INT, _INT64)
_Truncate = ctypes.CFUNCTYPE(_INT, _VOID, _INT64)
_Sync = ctypes.CFUNCTYPE(_INT, _VOID, _INT)


class Watcher(Protocol):
    """What is told of every change of a watched file; an answer other than ``OK`` refuses it."""

    def opened(self, path: Path, *, fresh: bool) -> int: ...
    def written(self, path: Path, offset: int, data: bytes) -> int: ...
    def truncated(self, path: Path, size: int) -> int: ...
    def synced(self, path: Path, *, folder_too: bool) -> int: ...
    def deleted(self, path: Path, *, folder_too: bool) -> int: ...


@cache
def _library() -> ctypes.CDLL:
    """SQLite's C interface as sqlcipher3 carries it."""
    try:
        library = ctypes.CDLL(sqlcipher.__file__)
        library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        library.sqlite3_vfs_register.argtypes = (ctypes.POINTER(_Vfs), _INT)
    except (AttributeError, OSError) as error:
        pytest.skip(f"sqlcipher3 does not export SQLite's file layer on this system: {error}")
    if os.name != "posix":
        pytest.skip("the file layer of tests stands on the one of Unix systems")
    return library


class _Layer:
    """The watching VFS; made once and never freed, for SQLite keeps pointers into it."""

    def __init__(self) -> None:
        self._library = _library()
        self.below = self._library.sqlite3_vfs_find(None)
        self._under = self.below.contents
        self.vfs = _Vfs.from_buffer_copy(self._under)
        self.vfs.name = b"cga_watched"
        self.vfs.next = None
        self._kept = (_Open(self._open), _Delete(self._delete))
        self.vfs.open, self.vfs.delete = (ctypes.cast(one, _VOID) for one in self._kept)
        self._real_open = _Open(self._under.open)
        self._real_delete = _Delete(self._under.delete)
        self._tables: dict[int, _Table] = {}
        self.open_files: dict[int, tuple[Path, bool]] = {}
        self.watcher: Watcher | None = None
        self.folder = Path()

    def use(self, *, by_default: bool) -> None:
        """Whether SQLite opens files through this layer."""
        self._library.sqlite3_vfs_register(ctypes.byref(self.vfs), int(by_default))
        if not by_default:
            self._library.sqlite3_vfs_register(self.below, 1)

    def watched(self, path: Path) -> bool:
        return self.watcher is not None and path.parent == self.folder

    def _open(self, vfs: int, name: int | None, file: int, flags: int, out: object) -> int:
        path = Path(os.fsdecode(ctypes.string_at(name))) if name else Path()
        there = bool(name) and path.exists()
        answer = self._real_open(vfs, name, file, flags, out)
        if answer != OK or not name or not self.watched(path):
            return answer
        journal = flags & (_MAIN_JOURNAL | _SUPER_JOURNAL | _WAL)
        # As SQLite does: the first sync of a journal that may have been made syncs its folder.
        self.open_files[file] = (path, bool(flags & _CREATE and journal))
        header = _File.from_address(file)
        if header.methods not in self._tables:
            self._tables[header.methods] = _Table(self, header.methods)
        header.methods = ctypes.addressof(self._tables[header.methods].patched)
        assert self.watcher is not None
        return self.watcher.opened(path, fresh=not there)

    def _delete(self, vfs: int, name: bytes, folder_too: int) -> int:
        path = Path(os.fsdecode(name))
        if self.watched(path) and path.exists():
            assert self.watcher is not None
            refused = self.watcher.deleted(path, folder_too=bool(folder_too))
            if refused != OK:
                return refused
        return self._real_delete(vfs, name, folder_too)


class _Table:
    """The functions of one kind of open file, those that change it under watch."""

    def __init__(self, layer: _Layer, address: int) -> None:
        self._layer = layer
        real = _Methods.from_address(address)
        self._close, self._write = _Close(real.close), _Write(real.write)
        self._truncate, self._sync = _Truncate(real.truncate), _Sync(real.sync)
        self.patched = _Methods.from_buffer_copy(real)
        self._kept = (
            _Close(self.close), _Write(self.write), _Truncate(self.truncate), _Sync(self.sync),
        )  # fmt: skip
        names = ("close", "write", "truncate", "sync")
        for name, function in zip(names, self._kept, strict=True):
            setattr(self.patched, name, ctypes.cast(function, _VOID))

    def _refusal(self, file: int, tell: Callable[[Watcher, Path], int]) -> int:
        watcher, (path, _journal) = self._layer.watcher, self._layer.open_files[file]
        return OK if watcher is None else tell(watcher, path)

    def close(self, file: int) -> int:
        self._layer.open_files.pop(file, None)
        return self._close(file)

    def write(self, file: int, data: int, size: int, offset: int) -> int:
        content = ctypes.string_at(data, size)
        refusal = self._refusal(file, lambda watcher, path: watcher.written(path, offset, content))
        if refusal != OK:
            self._write(file, data, size // 2, offset)  # a disk gives up in the middle
            return refusal
        return self._write(file, data, size, offset)

    def truncate(self, file: int, size: int) -> int:
        refusal = self._refusal(file, lambda watcher, path: watcher.truncated(path, size))
        return refusal or self._truncate(file, size)

    def sync(self, file: int, flags: int) -> int:
        path, journal = self._layer.open_files[file]
        refusal = self._refusal(
            file, lambda watcher, path: watcher.synced(path, folder_too=journal)
        )
        if refusal != OK:
            return refusal
        self._layer.open_files[file] = (path, False)
        return self._sync(file, flags)


@cache
def _layer() -> _Layer:
    return _Layer()


@contextmanager
def watching(folder: Path, watcher: Watcher) -> Iterator[None]:
    """Tell ``watcher`` of every change of a file of ``folder`` by databases opened meanwhile."""
    layer = _layer()
    layer.folder, layer.watcher = Path(os.path.realpath(folder)), watcher
    layer.use(by_default=True)
    try:
        yield
    finally:
        layer.use(by_default=False)
        layer.watcher = None
