"""The program's own scheme, ``cga:``: the map's page and files, from this machine alone."""

from collections.abc import Callable
from pathlib import Path, PurePosixPath

from PySide6.QtCore import QBuffer, QFile, QIODevice, QObject, QUrl
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import (
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)

from cga_desktop.assets import asset
from cga_desktop.mapping.page import ORIGIN

SCHEME = b"cga"
PAGE_URL = QUrl(f"{ORIGIN}/")
# The transparent picture of one pixel, for tiles that nobody has: a fetch that fails never ends.
_NO_TILE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
_TYPES = {
    ".js": b"text/javascript;charset=utf-8",
    ".css": b"text/css;charset=utf-8",
    ".png": b"image/png",
}
_CHANNEL_SCRIPT = ":/qtwebchannel/qwebchannel.js"
# Qt carries that script inside the module that PySide6 loads with this class.
assert QWebChannel  # noqa: S101  (said so that the import is not taken for a leftover)


def register_scheme() -> None:
    """Make ``cga:`` known to the web engine; call it before anything of the engine is made.

    A second call does nothing. Secure and local so that pages may use it freely, with fetch
    allowed, which local schemes otherwise are not.
    """
    if QWebEngineUrlScheme.schemeByName(SCHEME).name() == SCHEME:
        return
    flag = QWebEngineUrlScheme.Flag
    scheme = QWebEngineUrlScheme(SCHEME)
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    scheme.setFlags(
        flag.SecureScheme
        | flag.LocalScheme
        | flag.LocalAccessAllowed
        | flag.CorsEnabled
        | flag.FetchApiAllowed
    )
    QWebEngineUrlScheme.registerScheme(scheme)


def web_file(path: str) -> Path | None:
    """The file below ``resources/web`` that the URL path ``/web/…`` names; None for all else.

    Only scripts, style sheets and pictures; no way leads out of the folder.
    """
    parts = PurePosixPath(path).parts
    if parts[:2] != ("/", "web") or ".." in parts or PurePosixPath(path).suffix not in _TYPES:
        return None
    try:
        found = asset("/".join(parts[1:]))
    except (FileNotFoundError, ValueError):
        return None
    inside = found.is_relative_to(asset("web")) and found.is_file()
    return found if inside else None


class OwnFiles(QWebEngineUrlSchemeHandler):
    """Answers every request under ``cga://map``: the page, its files, tiles that are not there."""

    def __init__(self, page: Callable[[], str], parent: QObject | None = None) -> None:
        """``page`` gives the HTML of the page each time it is loaded."""
        super().__init__(parent)
        self._page = page

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:  # noqa: N802  (Qt's name)
        """Answer one request."""
        url = job.requestUrl()
        path = url.path()
        if job.requestMethod() != b"GET" or url.host() != PAGE_URL.host():
            job.fail(QWebEngineUrlRequestJob.Error.RequestDenied)
        elif path == "/":
            _reply_bytes(job, b"text/html;charset=utf-8", self._page().encode())
        elif path == "/qwebchannel.js":
            _reply_file(job, _TYPES[".js"], _CHANNEL_SCRIPT)
        elif path.startswith("/tiles/"):
            _reply_bytes(job, _TYPES[".png"], _NO_TILE)
        else:
            _reply_web_file(job, path)


def _reply_web_file(job: QWebEngineUrlRequestJob, path: str) -> None:
    found = web_file(path)
    if found is None:
        job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
    else:
        _reply_file(job, _TYPES[found.suffix], str(found))


def _reply_file(job: QWebEngineUrlRequestJob, content_type: bytes, name: str) -> None:
    file = QFile(name, job)  # the job's child, because it is read after this call is over
    if file.open(QIODevice.OpenModeFlag.ReadOnly):
        job.reply(content_type, file)
    else:
        job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)


def _reply_bytes(job: QWebEngineUrlRequestJob, content_type: bytes, content: bytes) -> None:
    buffer = QBuffer(job)
    buffer.setData(content)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    job.reply(content_type, buffer)
