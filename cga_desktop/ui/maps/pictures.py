"""Photos become pictures of a bounded size, whatever their file pretends."""

from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from cga_desktop.domain.errors import UnreadableFile
from cga_desktop.i18n import _

_KINDS = frozenset({b"jpeg", b"png", b"webp"})
_MOST_PIXELS = 150_000_000
"""More than any telephone takes. Qt itself gives no picture more than 256 MB of memory."""


def picture(photo: bytes, longest: int) -> QImage:
    """Draw a photo the right way up, its longer side ``longest`` pixels at most.

    Off the interface thread: a large photo takes tenths of a second.

    Raises:
        UnreadableFile: it is no picture, a damaged one, or an enormous one.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(photo))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    known = bytes(reader.format().data()) in _KINDS
    if not known or not size.isValid() or size.width() * size.height() > _MOST_PIXELS:
        raise _unreadable()
    if max(size.width(), size.height()) > longest:
        fitting = size.scaled(longest, longest, Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(fitting.expandedTo(QSize(1, 1)))
    drawn = reader.read()
    if drawn.isNull():
        raise _unreadable()
    return drawn


def _unreadable() -> UnreadableFile:
    return UnreadableFile(
        _(
            "Cette photo ne peut pas être montrée : elle est abîmée ou trop grande. Vous pouvez en "
            "enregistrer une copie."
        )
    )
