"""What kind of photo or recording a file is, by its first bytes; and photos without what they tell.

A telephone writes into each photo where it was taken, when, and with which device; sometimes a
small copy of the picture as it was before it was cut. Nothing of it comes into a study: only the
picture does, byte for byte, with its colours and which way is up. The formats are those of
https://www.w3.org/Graphics/JPEG/itu-t81.pdf (markers, appendix B), https://www.w3.org/TR/png-3/
(chunks, section 11), RFC 9649 (WebP), and CIPA DC-008 (Exif) for the way up.
"""

import struct
from collections.abc import Callable, Iterator, Mapping

from cga_desktop.domain.errors import UnreadableFile
from cga_desktop.i18n import _

JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
SIGNATURE_BYTES = 16
"""How much of the beginning of a file tells its kind."""
SUFFIXES: Mapping[str, str] = {
    JPEG: ".jpg",
    PNG: ".png",
    WEBP: ".webp",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/ogg": ".ogg",
    "audio/wav": ".wav",
    "audio/flac": ".flac",
    "audio/amr": ".amr",
}
"""Every kind of file that a study keeps, and how its name ends when it is copied out of it."""
_BEGINNINGS = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"\xff\xf2", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"#!AMR", "audio/amr"),
)
_RIFF = {b"WEBP": WEBP, b"WAVE": "audio/wav"}
_SOUND_BRANDS = (b"M4A ", b"M4B ", b"mp42", b"isom", b"3gp4", b"3gp5")
"""What recorders of telephones write at the beginning of their MPEG-4 files."""


def media_type_of(beginning: bytes) -> str:
    """The kind of a file by its first ``SIGNATURE_BYTES``; "" where a study does not keep it."""
    for signature, kind in _BEGINNINGS:
        if beginning.startswith(signature):
            return kind
    if beginning[:4] == b"RIFF":
        return _RIFF.get(beginning[8:12], "")
    sound = beginning[4:8] == b"ftyp" and beginning[8:12] in _SOUND_BRANDS
    return "audio/mp4" if sound else ""


def without_metadata(photo: bytes) -> bytes:
    """The same picture without place, date, device, names and small copies of itself.

    Raises:
        UnreadableFile: it is no JPEG, PNG or WebP, or a damaged one.
    """
    clean = _CLEANERS.get(media_type_of(photo[:SIGNATURE_BYTES]))
    try:
        if clean is not None:
            return clean(photo)
    except (struct.error, IndexError) as error:
        raise _no_photo() from error
    raise _no_photo()


def _no_photo() -> UnreadableFile:
    return UnreadableFile(
        _(
            "Ce fichier n’est pas une photo lisible : elle n’a pas été ajoutée. Choisissez une "
            "photo JPEG, PNG ou WebP."
        )
    )


# --- JPEG ----------------------------------------------------------------------------------------

_START, _END, _SCAN, _EXIF_MARKER, _COLOURS, _ADOBE = 0xD8, 0xD9, 0xDA, 0xE1, 0xE2, 0xEE
_JFIF = 0xE0
_APPLICATION, _COMMENT = range(0xE0, 0xF0), 0xFE
_ICC = b"ICC_PROFILE\x00"
_EXIF = b"Exif\x00\x00"
_ORIENTATION, _SHORT, _WAYS_UP = 0x0112, 3, range(1, 9)


def _clean_jpeg(photo: bytes) -> bytes:
    kept = [b"\xff\xd8"]
    upright = 1
    for marker, segment in _segments(photo):
        body = segment[4:]
        if marker == _EXIF_MARKER and body.startswith(_EXIF):
            upright = _orientation(body[len(_EXIF) :])
        if _needed(marker, body):
            kept.append(segment)
    if upright != 1:
        kept.insert(1, _only_orientation(upright))
    return b"".join(kept)


def _needed(marker: int, body: bytes) -> bool:
    """Whether a segment is part of the picture: how it is drawn, and its colours."""
    if marker == _COLOURS:
        return body.startswith(_ICC)
    if marker == _JFIF:
        return body.startswith(b"JFIF\x00")
    return marker == _ADOBE or (marker not in _APPLICATION and marker != _COMMENT)


def _segments(photo: bytes) -> Iterator[tuple[int, bytes]]:
    """Each marker with its segment, a scan with its drawing, up to the end of the picture.

    Telephones put more pictures after it.
    """
    at = 2
    while True:
        if photo[at] != 0xFF:  # noqa: PLR2004  (how every marker begins)
            raise IndexError
        while photo[at + 1] == 0xFF:  # noqa: PLR2004  (markers may be preceded by any number)
            at += 1
        marker = photo[at + 1]
        if marker == _END:
            yield marker, b"\xff\xd9"
            return
        (length,) = struct.unpack_from(">H", photo, at + 2)
        end = at + 2 + length
        if length < 2 or end > len(photo):  # noqa: PLR2004  (the length counts itself)
            raise IndexError
        if marker == _SCAN:
            end = _end_of_drawing(photo, end)
        yield marker, photo[at:end]
        at = end


def _end_of_drawing(photo: bytes, at: int) -> int:
    """Where the next marker stands: in a drawing, FF is followed by 00 or by a restart."""
    while True:
        at = photo.find(b"\xff", at)
        if at < 0:
            raise IndexError
        following = photo[at + 1]
        if following not in {0x00, *range(0xD0, 0xD8)}:
            return at
        at += 2


def _orientation(tiff: bytes) -> int:
    """Which way is up, 1 to 8, by an Exif block; 1 where it does not say."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (first,) = struct.unpack_from(order + "I", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, first)
        for at in range(first + 2, first + 2 + 12 * count, 12):
            tag, kind, _count, value = struct.unpack_from(order + "HHIH", tiff, at)
            if tag == _ORIENTATION and kind == _SHORT and value in _WAYS_UP:
                return value
    except struct.error:
        return 1
    return 1


def _only_orientation(upright: int) -> bytes:
    """An Exif segment that says nothing but which way is up."""
    entry = struct.pack(">HHIHH", _ORIENTATION, _SHORT, 1, upright, 0)
    tiff = b"MM\x00\x2a" + struct.pack(">IH", 8, 1) + entry + bytes(4)
    body = _EXIF + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


# --- PNG -----------------------------------------------------------------------------------------

_PNG_HEAD = 8
_PNG_PICTURE = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB"}
    | {b"cICP", b"bKGD", b"pHYs"}
)


def _clean_png(photo: bytes) -> bytes:
    kept, at = [photo[:_PNG_HEAD]], _PNG_HEAD
    while True:
        length, kind = struct.unpack_from(">I4s", photo, at)
        end = at + 12 + length
        if end > len(photo):
            raise IndexError
        if kind in _PNG_PICTURE:
            kept.append(photo[at:end])
        if kind == b"IEND":
            return b"".join(kept)
        at = end


# --- WebP ----------------------------------------------------------------------------------------

_RIFF_HEAD = 12
_WEBP_PICTURE = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_TELLS = 0x08 | 0x04
"""The flags of VP8X which say that Exif and XMP follow."""


def _clean_webp(photo: bytes) -> bytes:
    (size,) = struct.unpack_from("<I", photo, 4)
    last, at = 8 + size, _RIFF_HEAD
    if last > len(photo):
        raise IndexError
    kept = [b"WEBP"]
    while at + 8 <= last:
        kind, length = struct.unpack_from("<4sI", photo, at)
        end = at + 8 + length + length % 2
        if end > last:
            raise IndexError
        chunk = photo[at:end]
        if kind == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~_TELLS]) + chunk[9:]
        if kind in _WEBP_PICTURE:
            kept.append(chunk)
        at = end
    body = b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


_CLEANERS: Mapping[str, Callable[[bytes], bytes]] = {
    JPEG: _clean_jpeg,
    PNG: _clean_png,
    WEBP: _clean_webp,
}
