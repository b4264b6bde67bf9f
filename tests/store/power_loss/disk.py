"""What a disk could hold had the power gone: everything synced, and anything of the rest.

The model is that of SQLite's own crash tests (https://www.sqlite.org/atomiccommit.html): of what
was written since a file was last synced any part may be there, in any combination of sectors of
512 bytes; one of them may have been written from one end to somewhere in its middle; names made or
deleted since their folder was synced may be there or not. Bytes outside what was written are never
touched (SQLITE_IOCAP_POWERSAFE_OVERWRITE). Beyond that model a sector may also hold garbage.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

from tests.store.power_loss.file_layer import OK

SECTOR = 512


@dataclass
class Inode:
    """A file whatever its name: what is surely on the disk, and what was done since."""

    synced: bytearray = field(default_factory=bytearray)
    pending: list["Write | int"] = field(default_factory=list)
    """Writes, and sizes it was truncated to."""


@dataclass(frozen=True)
class Write:
    offset: int
    data: bytes

    def sectors(self) -> list["Write"]:
        """The pieces in which a disk writes it."""
        first = SECTOR - self.offset % SECTOR
        starts = [0, *range(first, len(self.data), SECTOR)]
        ends = [*starts[1:], len(self.data)]
        return [
            Write(self.offset + start, self.data[start:end])
            for start, end in zip(starts, ends, strict=True)
        ]


Name = tuple[Path, Inode | None]
"""A name given to a file, or taken from it."""


@dataclass
class Disk:
    """A folder of files as the disk holds it."""

    names: dict[Path, Inode] = field(default_factory=dict)
    pending_names: list[Name] = field(default_factory=list)

    @classmethod
    def holding(cls, folder: Path) -> "Disk":
        """A disk on which everything of ``folder`` is synced."""
        files = (one for one in folder.iterdir() if one.is_file())
        return cls({one: Inode(bytearray(one.read_bytes())) for one in files})

    def current(self, path: Path) -> Inode:
        """The file of that name, as programs see it."""
        return next(
            inode
            for name, inode in (*reversed(self.pending_names), (path, self.names.get(path)))
            if name == path and inode is not None
        )

    def sync(self, path: Path) -> None:
        inode = self.current(path)
        for one in inode.pending:
            _apply(inode.synced, one)
        inode.pending.clear()

    def sync_folder(self) -> None:
        for path, inode in self.pending_names:
            _name(self.names, path, inode)
        self.pending_names.clear()


def _name(names: dict[Path, Inode], path: Path, inode: Inode | None) -> None:
    if inode is None:
        names.pop(path, None)
    else:
        names[path] = inode


def _apply(content: bytearray, step: Write | int) -> None:
    if isinstance(step, int):
        del content[step:]
        return
    if not step.data:
        return
    content.extend(bytes(max(0, step.offset + len(step.data) - len(content))))
    content[step.offset : step.offset + len(step.data)] = step.data


Step = Callable[[Disk], None]


def write_to(path: Path, offset: int, data: bytes) -> Step:
    return lambda disk: disk.current(path).pending.append(Write(offset, data))


def truncate(path: Path, size: int) -> Step:
    return lambda disk: disk.current(path).pending.append(size)


def make(path: Path) -> Step:
    return lambda disk: disk.pending_names.append((path, Inode()))


def unlink(path: Path) -> Step:
    return lambda disk: disk.pending_names.append((path, None))


@dataclass
class Recording:
    """A watcher that keeps every step a folder took, in order, and moments between them."""

    before: Disk
    steps: list[Step] = field(default_factory=list)
    moments: list[int] = field(default_factory=list)
    """For each moment marked, how many steps had been taken."""

    def mark(self) -> None:
        """Something was acknowledged just now."""
        self.moments.append(len(self.steps))

    def _taken(self, *steps: Step) -> int:
        self.steps += steps
        return OK

    def __post_init__(self) -> None:
        self._known = set(self.before.names)

    def opened(self, path: Path, *, fresh: bool) -> int:
        if not fresh and path in self._known:
            return OK
        self._known.add(path)  # where it is not fresh the program itself made it, empty
        return self._taken(make(path))

    def written(self, path: Path, offset: int, data: bytes) -> int:
        return self._taken(write_to(path, offset, data))

    def truncated(self, path: Path, size: int) -> int:
        return self._taken(truncate(path, size))

    def synced(self, path: Path, *, folder_too: bool) -> int:
        folder = (Disk.sync_folder,) if folder_too else ()
        return self._taken(lambda disk: disk.sync(path), *folder)

    def deleted(self, path: Path, *, folder_too: bool) -> int:
        folder = (Disk.sync_folder,) if folder_too else ()
        return self._taken(unlink(path), *folder)

    def disks_at(self, points: Sequence[int]) -> "Iterator[Disk]":
        """The disk after each count of steps; ``points`` in ascending order."""
        disk, taken = deepcopy(self.before), 0
        for point in points:
            for step in self.steps[taken:point]:
                step(disk)
            taken = point
            yield deepcopy(disk)

    def acknowledged(self, point: int) -> int:
        """How many moments had been marked when ``point`` steps were taken."""
        return sum(moment <= point for moment in self.moments)


MOODS = ("nothing", "everything", "some", "most", "beginning", "torn", "garbage")


def cut_power(disk: Disk, chance: random.Random, mood: str) -> dict[Path, bytes]:
    """What is found when the power is back: one of everything ``disk`` could then hold."""
    names = dict(disk.names)
    for path, inode in disk.pending_names:
        if _kept(chance, mood):
            _name(names, path, inode)
    return {path: _found(inode, chance, mood) for path, inode in names.items()}


def _kept(chance: random.Random, mood: str) -> bool:
    share = {"nothing": 0.0, "everything": 1.0, "most": 0.95}.get(mood, 0.5)
    return chance.random() < share


def _found(inode: Inode, chance: random.Random, mood: str) -> bytes:
    content = bytearray(inode.synced)
    pieces: list[Write | int] = []
    for step in inode.pending:
        pieces += step.sectors() if isinstance(step, Write) else [step]
    if mood == "beginning":
        pieces, mood = pieces[: chance.randint(0, len(pieces))], "everything"
    for piece in pieces:
        if _kept(chance, mood):
            _apply(content, piece)
        elif isinstance(piece, Write):
            _apply(content, _hurt(piece, chance, mood))
    return bytes(content)


def _hurt(piece: Write, chance: random.Random, mood: str) -> Write:
    """What is written of a sector in the middle of which the power goes."""
    middle = chance.randint(0, len(piece.data))
    if mood == "torn":
        return chance.choice(
            (
                Write(piece.offset, piece.data[:middle]),
                Write(piece.offset + middle, piece.data[middle:]),
            )
        )
    if mood == "garbage":
        return Write(piece.offset, chance.randbytes(len(piece.data)))
    return Write(piece.offset, b"")
