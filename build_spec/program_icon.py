"""The picture of the program as Windows and macOS want it, drawn from the one in resources/."""

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

WINDOWS_SIDES = (16, 32, 48, 256)  # pixels
MAC_SIDES = {b"ic07": 128, b"ic08": 256, b"ic09": 512}


def windows_icon(drawing: Path, target: Path) -> Path:
    """Write an .ico of PNG pictures, which Windows reads since Vista.

    Raises:
        ValueError: ``drawing`` is not an SVG.
    """
    pictures = [_png(drawing, side) for side in WINDOWS_SIDES]
    place = 6 + 16 * len(pictures)
    header = struct.pack("<3H", 0, 1, len(pictures))
    for side, png in zip(WINDOWS_SIDES, pictures, strict=True):
        header += struct.pack("<4B2H2I", side % 256, side % 256, 0, 0, 1, 32, len(png), place)
        place += len(png)
    return _written(target, header + b"".join(pictures))


def mac_icon(drawing: Path, target: Path) -> Path:
    """Write an .icns of PNG pictures.

    Raises:
        ValueError: ``drawing`` is not an SVG.
    """
    pictures = b""
    for kind, side in MAC_SIDES.items():
        png = _png(drawing, side)
        pictures += struct.pack(">4sI", kind, len(png) + 8) + png
    return _written(target, struct.pack(">4sI", b"icns", len(pictures) + 8) + pictures)


def _png(drawing: Path, side: int) -> bytes:
    renderer = QSvgRenderer(QByteArray(drawing.read_bytes()))
    if not renderer.isValid():
        raise ValueError(f"{drawing} is not a drawing")
    picture = QImage(side, side, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(picture)
    return bytes(buffer.data().data())


def _written(target: Path, content: bytes) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return target
