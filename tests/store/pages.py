"""Reads what truly lies on the disk: every page of an encrypted study, and of its log, decrypted.

SQLCipher 4 with a raw key (https://www.zetetic.net/sqlcipher/design/): AES-256-CBC per page of 4096
bytes, of which the last 80 are reserved: the page's initialisation vector, then its HMAC. The first
page begins with the 16 bytes of the salt in the clear.
"""

import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, RESERVE, SALT, IV = 4096, 80, 16, 16
_LOG_HEADER, _FRAME_HEADER = 32, 24
_LOG_MAGIC = {0x377F0682, 0x377F0683}


def decrypted(page: bytes, key: bytes, *, first: bool = False) -> bytes:
    """The content of one page."""
    content = page[SALT if first else 0 : PAGE - RESERVE]
    vector = page[PAGE - RESERVE : PAGE - RESERVE + IV]
    reader = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    return reader.update(content) + reader.finalize()


def pages(database: bytes, key: bytes) -> Iterator[bytes]:
    """Every page of a study's file, free ones too."""
    for at in range(0, len(database) - PAGE + 1, PAGE):
        yield decrypted(database[at : at + PAGE], key, first=at == 0)


def logged_pages(log: bytes, key: bytes) -> Iterator[bytes]:
    """Every page in a write-ahead log, those of frames long past too."""
    if len(log) < _LOG_HEADER:
        return
    assert struct.unpack(">I", log[:4])[0] in _LOG_MAGIC
    step = _FRAME_HEADER + PAGE
    for at in range(_LOG_HEADER, len(log) - step + 1, step):
        number = struct.unpack(">I", log[at : at + 4])[0]
        page = log[at + _FRAME_HEADER : at + step]
        yield decrypted(page, key, first=number == 1)


def content_of(path: Path, key: bytes) -> bytes:
    """All that a file can be made to say: as it lies there, and every page in it decrypted."""
    raw = path.read_bytes()
    said = [raw]
    if path.name.endswith(".cgaetude"):
        said += pages(raw, key)
    elif path.name.endswith("-wal"):
        said += logged_pages(raw, key)
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                part = archive.read(name)
                said += [part, *(pages(part, key) if name.endswith(".cgaetude") else [])]
    return b"\n".join(said)
