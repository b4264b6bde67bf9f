"""Rows out of one page of a table, https://www.sqlite.org/fileformat2.html."""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cga_desktop.store.salvage.pages import USABLE

INTERIOR, LEAF = 0x05, 0x0D
_FIRST_HEADER = 100
"""The first page begins with the file's own header."""
_MOST_LOCAL = USABLE - 35
_LEAST_LOCAL = (USABLE - 12) * 32 // 255 - 23
_LARGEST = 64 * 1024 * 1024
"""Bytes of one row: more than this is a damaged length."""
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_FLOAT, _ZERO, _ONE, _FIRST_BLOB = 7, 8, 9, 12

Value = None | int | float | str | bytes
GetPage = Callable[[int], bytes | None]


class Unreadable(Exception):
    """What stands here is no row, or part of it is on a damaged page."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One row as it is stored: its row id and its values in the order of the columns."""

    row_id: int
    values: tuple[Value, ...]


def kind_of(page: bytes, number: int) -> int:
    """What a page is: ``INTERIOR``, ``LEAF``, or something else."""
    return page[_FIRST_HEADER if number == 1 else 0]


def children(page: bytes, number: int) -> list[int]:
    """The pages below an interior page of a table.

    Raises:
        Unreadable: the page contradicts itself.
    """
    places = _places(page, number, header=12)
    try:
        found = [int.from_bytes(page[place : place + 4]) for place in places]
        start = _FIRST_HEADER if number == 1 else 0
        return [*found, int.from_bytes(page[start + 8 : start + 12])]
    except IndexError as error:
        raise Unreadable from error


def _places(page: bytes, number: int, *, header: int) -> list[int]:
    start = _FIRST_HEADER if number == 1 else 0
    count = int.from_bytes(page[start + 3 : start + 5])
    first = start + header
    if first + 2 * count > len(page):
        raise Unreadable
    return list(struct.unpack(f">{count}H", page[first : first + 2 * count]))


def cells(page: bytes, number: int, get_page: GetPage) -> Iterator[Cell | None]:
    """The rows of a leaf page; None for each that cannot be read."""
    try:
        places = _places(page, number, header=8)
    except Unreadable:
        yield None
        return
    for place in places:
        try:
            yield _cell(page, place, get_page)
        except (Unreadable, IndexError, struct.error, UnicodeDecodeError):
            yield None


def _cell(page: bytes, place: int, get_page: GetPage) -> Cell:
    size, place = _varint(page, place)
    row_id, place = _varint(page, place)
    if size > _LARGEST:
        raise Unreadable
    payload = _payload(page, place, size, get_page)
    return Cell(_signed(row_id), tuple(_values(payload)))


def _signed(number: int) -> int:
    return number - (1 << 64) if number >= 1 << 63 else number


def _payload(page: bytes, place: int, size: int, get_page: GetPage) -> bytes:
    local = size
    if size > _MOST_LOCAL:
        local = _LEAST_LOCAL + (size - _LEAST_LOCAL) % (USABLE - 4)
        local = local if local <= _MOST_LOCAL else _LEAST_LOCAL
    found = bytearray(page[place : place + local])
    if len(found) < local:
        raise Unreadable
    following = int.from_bytes(page[place + local : place + local + 4])
    seen: set[int] = set()
    while len(found) < size:
        more = get_page(following) if following and following not in seen else None
        if more is None:
            raise Unreadable
        seen.add(following)
        found += more[4 : 4 + size - len(found)]
        following = int.from_bytes(more[:4])
    return bytes(found)


def _values(payload: bytes) -> Iterator[Value]:
    header, place = _varint(payload, 0)
    kinds: list[int] = []
    while place < header:
        kind, place = _varint(payload, place)
        kinds.append(kind)
    place = header
    for kind in kinds:
        length = _length(kind)
        raw = payload[place : place + length]
        if len(raw) < length:
            raise Unreadable
        yield _value(kind, raw)
        place += length


def _length(kind: int) -> int:
    if kind >= _FIRST_BLOB:
        return (kind - _FIRST_BLOB) // 2
    return 8 if kind == _FLOAT else _INTEGERS.get(kind, 0)


def _value(kind: int, raw: bytes) -> Value:
    if kind >= _FIRST_BLOB:
        return raw.decode("utf-8") if kind % 2 else raw
    if kind in _INTEGERS:
        return int.from_bytes(raw, signed=True)
    if kind == _FLOAT:
        return float(struct.unpack(">d", raw)[0])
    return kind - _ZERO if kind in {_ZERO, _ONE} else None


def _varint(data: bytes, place: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where it ends."""
    number = 0
    for step in range(8):
        byte = data[place + step]
        number = number << 7 | byte & 0x7F
        if byte < 0x80:  # noqa: PLR2004  (the bit that says: more follows)
            return number, place + step + 1
    return number << 8 | data[place + 8], place + 9
