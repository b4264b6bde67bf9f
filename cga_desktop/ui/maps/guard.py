"""Nothing leaves the machine: every request to the outside is refused and counted."""

import logging

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtWebEngineCore import (
    QWebEngineDownloadRequest,
    QWebEngineNewWindowRequest,
    QWebEnginePage,
    QWebEnginePermission,
    QWebEngineProfile,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)

from cga_desktop.ui.maps.scheme import PAGE_URL

log = logging.getLogger(__name__)
_OWN_SCHEMES = frozenset({"cga", "qrc", "blob"})
_REFUSED_ATTRIBUTES = (
    QWebEngineSettings.WebAttribute.LocalContentCanAccessRemoteUrls,
    QWebEngineSettings.WebAttribute.LocalContentCanAccessFileUrls,
    QWebEngineSettings.WebAttribute.JavascriptCanOpenWindows,
    QWebEngineSettings.WebAttribute.JavascriptCanAccessClipboard,
    QWebEngineSettings.WebAttribute.LocalStorageEnabled,
    QWebEngineSettings.WebAttribute.PluginsEnabled,
    QWebEngineSettings.WebAttribute.PdfViewerEnabled,
    QWebEngineSettings.WebAttribute.FullScreenSupportEnabled,
    QWebEngineSettings.WebAttribute.HyperlinkAuditingEnabled,
    QWebEngineSettings.WebAttribute.DnsPrefetchEnabled,
    QWebEngineSettings.WebAttribute.AutoLoadIconsForPage,
    QWebEngineSettings.WebAttribute.ErrorPageEnabled,
    QWebEngineSettings.WebAttribute.NavigateOnDropEnabled,
)


class RequestGuard(QWebEngineUrlRequestInterceptor):
    """Lets the program's own files through, and pictures written into the page; nothing else.

    Attributes:
        refused_requests: how many requests to the outside were refused so far.
    """

    refused = Signal(QUrl)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.refused_requests = 0

    def allows(self, url: QUrl, kind: QWebEngineUrlRequestInfo.ResourceType) -> bool:
        """Whether a request for ``url`` stays on this machine."""
        if url.scheme() == "data":
            return kind == QWebEngineUrlRequestInfo.ResourceType.ResourceTypeImage
        return url.scheme() in _OWN_SCHEMES

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:  # noqa: N802  (Qt's name)
        """Refuse and count what ``allows`` does not allow."""
        url = info.requestUrl()
        if not self.allows(url, info.resourceType()):
            info.block(True)  # noqa: FBT003  (Qt takes it so)
            self.refuse(url)

    def refuse(self, url: QUrl) -> None:
        """Count one refusal and tell whoever listens; only the host is written to the log."""
        self.refused_requests += 1
        log.warning("refused a request of the map to %s://%s", url.scheme(), url.host())
        self.refused.emit(url)


class GuardedPage(QWebEnginePage):
    """A page that stays where it is: no other address, window, download or permission."""

    def __init__(self, profile: QWebEngineProfile, guard: RequestGuard, parent: QObject) -> None:
        super().__init__(profile, parent)
        self._guard = guard
        settings = self.settings()
        for attribute in _REFUSED_ATTRIBUTES:
            settings.setAttribute(attribute, False)  # noqa: FBT003  (Qt takes it so)
        settings.setUnknownUrlSchemePolicy(
            QWebEngineSettings.UnknownUrlSchemePolicy.DisallowUnknownUrlSchemes
        )
        self.permissionRequested.connect(_deny)
        self.newWindowRequested.connect(_ignore)

    def acceptNavigationRequest(  # noqa: N802  (Qt's name)
        self, url: QUrl | str, _kind: QWebEnginePage.NavigationType, is_main_frame: bool
    ) -> bool:
        """Only the map's own page, in the main frame."""
        if is_main_frame and QUrl(url) == PAGE_URL:
            return True
        self._guard.refuse(QUrl(url))
        return False

    def javaScriptConsoleMessage(  # noqa: N802  (Qt's name)
        self,
        level: QWebEnginePage.JavaScriptConsoleMessageLevel,
        message: str,
        line: int,
        source: str,
    ) -> None:
        """Into the log of the program."""
        severe = level == QWebEnginePage.JavaScriptConsoleMessageLevel.ErrorMessageLevel
        log.log(logging.ERROR if severe else logging.INFO, "%s:%d %s", source, line, message)


def forgetful_profile(parent: QObject) -> QWebEngineProfile:
    """A profile that keeps nothing: no cache, cookie or history on disk, no download."""
    profile = QWebEngineProfile(parent)  # without a name it is off the record
    profile.setHttpCacheType(QWebEngineProfile.HttpCacheType.NoCache)
    profile.setPersistentCookiesPolicy(
        QWebEngineProfile.PersistentCookiesPolicy.NoPersistentCookies
    )
    profile.setSpellCheckEnabled(False)
    profile.downloadRequested.connect(_cancel)
    return profile


def _deny(permission: QWebEnginePermission) -> None:
    permission.deny()


def _ignore(_request: QWebEngineNewWindowRequest) -> None:
    """A window nobody opens is not opened."""


def _cancel(download: QWebEngineDownloadRequest) -> None:
    download.cancel()
