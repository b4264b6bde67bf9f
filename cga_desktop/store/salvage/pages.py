"""Single pages of an encrypted SQLite file, each known to be intact or not.

SQLCipher 4 writes each page of 4096 bytes as ciphertext, 16 bytes of initialisation vector and a
64-byte HMAC-SHA512 over both and the page's number, https://www.zetetic.net/sqlcipher/design/: so
that whether a page is as it was written can be told for each page on its own. The first page
begins with the file's salt, in clear. Pages that were written last stand in the write-ahead log,
https://www.sqlite.org/fileformat2.html#walformat.
"""

import hashlib
import hmac
import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from cga_desktop.store.keys import KEY_BYTES, SALT_BYTES, StudyKey

PAGE = 4096
_IV, _MAC = 16, 64
USABLE = PAGE - _IV - _MAC
"""Bytes of a page that SQLite itself uses."""
_MAC_MASK, _MAC_ROUNDS = 0x3A, 2
_MAGIC = b"SQLite format 3\x00"
_WAL_HEADER, _FRAME_HEADER = 32, 24
_MOST_PAGES = 1 << 24
"""64 GB: a page number above this comes from a damaged frame."""


class Pages:
    """The pages of a study file and of its write-ahead log.

    Attributes:
        whole: whether every page of the log that counts is intact; otherwise pages of the file
            may be older than they were.

    Raises:
        OSError: the file cannot be read at all.
    """

    def __init__(self, path: Path, key: StudyKey) -> None:
        self._aes = algorithms.AES(key.key)
        salt = bytes(one ^ _MAC_MASK for one in key.salt)
        self._mac_key = hashlib.pbkdf2_hmac("sha512", key.key, salt, _MAC_ROUNDS, KEY_BYTES)
        self._file: BinaryIO = path.open("rb")
        size = self._file.seek(0, 2)
        self._in_file = -(-size // PAGE)
        self.whole = True
        self._log: BinaryIO | None = None
        self._frames: dict[int, int] = {}
        with suppress(OSError):
            self._log = path.with_name(path.name + "-wal").open("rb")
            self._frames = self._newest_frames(self._log)

    def close(self) -> None:
        """Give the files back."""
        self._file.close()
        if self._log is not None:
            self._log.close()

    @property
    def count(self) -> int:
        """How many pages there are, damaged ones too."""
        return max(self._in_file, max(self._frames, default=0))

    def page(self, number: int) -> bytes | None:
        """The ``USABLE`` bytes of a page, numbered from 1; None where it is not intact."""
        frame = self._frames.get(number)
        if frame is not None and self._log is not None:
            return self._decrypted(number, self._read(self._log, frame))
        if 1 <= number <= self._in_file:
            return self._decrypted(number, self._read(self._file, (number - 1) * PAGE))
        return None

    def intact(self) -> Iterator[int]:
        """The numbers of the pages that are as they were written."""
        return (number for number in range(1, self.count + 1) if self.page(number) is not None)

    def _read(self, file: BinaryIO, place: int) -> bytes:
        try:
            file.seek(place)
            return file.read(PAGE)
        except OSError:  # a bad sector is a damaged page
            return b""

    def _decrypted(self, number: int, raw: bytes) -> bytes | None:
        if len(raw) < PAGE:
            return None
        start = SALT_BYTES if number == 1 else 0
        body, vector = raw[start : PAGE - _MAC], raw[USABLE : USABLE + _IV]
        proof = hmac.digest(self._mac_key, body + struct.pack("<I", number), "sha512")
        if not hmac.compare_digest(proof, raw[-_MAC:]):
            return None
        opening = Cipher(self._aes, modes.CBC(vector)).decryptor()
        clear = opening.update(raw[start:USABLE]) + opening.finalize()
        return _MAGIC + clear if number == 1 else clear

    def _newest_frames(self, log: BinaryIO) -> dict[int, int]:
        """Where the last committed version of each page stands in the log.

        SQLite stops at the first damaged frame. What follows it and bears the same salts and an
        intact page is taken too, up to the last frame that ends a transaction.
        """
        heads = list(_frame_heads(log))
        salts = self._salts(log, [bearing for _place, _number, _size, bearing in heads])
        frames: dict[int, int] = {}
        waiting: dict[int, int] = {}
        for place, number, size_after_commit, bearing in heads:
            if bearing != salts:
                continue
            log.seek(place)
            if number > _MOST_PAGES or self._decrypted(number, log.read(PAGE)) is None:
                self.whole = False
                continue
            waiting[number] = place
            if size_after_commit:
                frames |= waiting
                waiting = {}
        return frames

    def _salts(self, log: BinaryIO, borne: list[bytes]) -> bytes:
        """The salts of the frames that count: others are left from before the log began anew."""
        log.seek(16)
        said = log.read(8)
        if said in borne or not borne:
            last = len(borne) - 1 - borne[::-1].index(said) if borne else -1
            self.whole = all(one == said for one in borne[: last + 1])
            return said
        self.whole = False
        return borne[0]


def _frame_heads(log: BinaryIO) -> Iterator[tuple[int, int, int, bytes]]:
    """Each frame of a log: where its page stands, the page's number, the size, its salts."""
    place = _WAL_HEADER
    while True:
        log.seek(place)
        head = log.read(_FRAME_HEADER)
        if len(head) < _FRAME_HEADER:
            return
        number, size_after_commit = struct.unpack(">II", head[:8])
        yield place + _FRAME_HEADER, number, size_after_commit, head[8:16]
        place += _FRAME_HEADER + PAGE
