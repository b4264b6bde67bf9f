"""Photos come into a study without what they tell beside the picture."""

import contextlib
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QColor, QImage, QImageReader

from cga_desktop.domain.errors import UnreadableFile
from cga_desktop.domain.photos import JPEG, PNG, SUFFIXES, WEBP, media_type_of, without_metadata

SECRETS = [b"48.9021 N 2.4823 E", b"iPhone d'Awa", b"2026:05:13 10:00:00", b"small copy"]


def picture():
    """Wider than high, with a red corner at the top left."""
    image = QImage(64, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    for x in range(20):
        for y in range(20):
            image.setPixelColor(x, y, QColor("red"))
    return image


def encoded(kind):
    out = QBuffer()
    out.open(QBuffer.OpenModeFlag.WriteOnly)
    assert picture().save(out, kind, 95)
    return bytes(out.data().data())


def decoded(photo):
    buffer = QBuffer()
    buffer.setData(QByteArray(photo))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    image = reader.read()
    assert not image.isNull(), reader.errorString()
    return image.convertToFormat(QImage.Format.Format_RGB32)


def segment(marker, body):
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def exif(upright, order=">"):
    """A block as telephones write it: the way up, the device, and where it was taken."""
    sign = b"MM\x00\x2a" if order == ">" else b"II\x2a\x00"
    entries = [
        struct.pack(order + "HHII", 0x0110, 2, 13, 50),
        struct.pack(order + "HHIHH", 0x0112, 3, 1, upright, 0),
        struct.pack(order + "HHII", 0x8825, 4, 1, 50),
    ]
    head = sign + struct.pack(order + "I", 8) + struct.pack(order + "H", len(entries))
    return b"Exif\x00\x00" + head + b"".join(entries) + bytes(4) + b"".join(SECRETS)


def telling_jpeg(upright=1, order=">"):
    plain = encoded("JPEG")
    told = [
        segment(0xE1, exif(upright, order)),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + SECRETS[0]),
        segment(0xE2, b"MPF\x00" + SECRETS[3]),
        segment(0xE2, b"ICC_PROFILE\x00\x01\x01" + b"colours"),
        segment(0xED, b"Photoshop 3.0\x00" + SECRETS[1]),
        segment(0xFE, SECRETS[2]),
    ]
    return plain[:2] + b"".join(told) + plain[2:] + plain + SECRETS[3]


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def telling_png():
    plain = encoded("PNG")
    told = [chunk(b"tEXt", b"Author\x00" + SECRETS[1]), chunk(b"eXIf", exif(1)[6:])]
    told += [chunk(b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + SECRETS[0])]
    told += [chunk(b"tIME", SECRETS[2][:7])]
    return plain[:33] + b"".join(told) + plain[33:] + SECRETS[3]


def telling_webp():
    plain = encoded("WEBP")
    at, chunks = 12, []
    while at < len(plain):
        length = struct.unpack_from("<I", plain, at + 4)[0]
        end = at + 8 + length + length % 2
        chunks.append(plain[at:end])
        at = end
    if chunks[0].startswith(b"VP8X"):
        flags = chunks[0][8] | 0x0C
        chunks[0] = chunks[0][:8] + bytes([flags]) + chunks[0][9:]
    else:
        size = struct.pack("<I", 63)[:3] + struct.pack("<I", 39)[:3]
        chunks.insert(0, b"VP8X" + struct.pack("<I", 10) + bytes([0x0C, 0, 0, 0]) + size)
    for kind, body in ((b"EXIF", exif(1)[6:]), (b"XMP ", b"".join(SECRETS))):
        chunks.append(kind + struct.pack("<I", len(body)) + body + bytes(len(body) % 2))
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body + b"".join(SECRETS)


TELLING = {JPEG: telling_jpeg, PNG: telling_png, WEBP: telling_webp}


def told(photo):
    return [one for one in SECRETS if one[:7] in photo]


@pytest.mark.parametrize("kind", TELLING)
def test_nothing_but_the_picture_is_left(kind):
    telling = TELLING[kind]()
    assert told(telling) == SECRETS
    silent = without_metadata(telling)
    assert told(silent) == []
    assert media_type_of(silent) == kind
    assert decoded(silent) == decoded(telling)
    assert without_metadata(silent) == silent


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_drawing_itself_is_not_touched(kind):
    plain = encoded(kind)
    silent = without_metadata(plain)
    assert decoded(silent) == decoded(plain)
    assert len(plain) - len(silent) < 100


def test_colours_stay():
    assert b"ICC_PROFILE\x00\x01\x01colours" in without_metadata(telling_jpeg())


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("upright", range(2, 9))
def test_which_way_is_up_stays(order, upright):
    telling = telling_jpeg(upright, order)
    silent = without_metadata(telling)
    assert told(silent) == []
    turned = decoded(silent)
    assert turned == decoded(telling)
    assert (turned.width(), turned.height()) == ((40, 64) if upright > 4 else (64, 40))


@pytest.mark.parametrize("upright", [0, 9, 60_000])
def test_a_way_up_that_does_not_exist_is_forgotten(upright):
    assert without_metadata(telling_jpeg(upright)) == without_metadata(telling_jpeg(1))


@pytest.mark.parametrize(
    ("beginning", "kind"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", JPEG),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", PNG),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", WEBP),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"\x00\x00\x00\x1cftypM4A ", "audio/mp4"),
        (b"\x00\x00\x00\x1cftypheic", ""),
        (b"ID3\x04", "audio/mpeg"),
        (b"OggS", "audio/ogg"),
        (b"<svg xmlns=", ""),
        (b"GIF89a", ""),
        (b"MZ", ""),
        (b"", ""),
    ],
)
def test_a_kind_is_known_by_its_first_bytes(beginning, kind):
    assert media_type_of(beginning) == kind
    assert not kind or kind in SUFFIXES


@pytest.mark.parametrize("kind", TELLING)
def test_a_photo_cut_short_is_refused(kind):
    photo = TELLING[kind]()
    whole = len(without_metadata(photo))
    for size in (0, 3, 11, 20, 50, whole // 2):
        with pytest.raises(UnreadableFile, match="JPEG, PNG ou WebP"):
            without_metadata(photo[:size])


@pytest.mark.parametrize(
    "beginning", [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP"]
)
@given(noise=st.binary(max_size=200))
def test_whatever_it_holds_a_file_is_cleaned_or_refused(beginning, noise):
    with contextlib.suppress(UnreadableFile):
        assert without_metadata(beginning + noise)[:2] == beginning[:2]
