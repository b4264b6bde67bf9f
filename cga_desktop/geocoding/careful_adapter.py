"""geopy's transport, wary of whatever answers: bounded in time and size, sent nowhere else.

geopy's own adapters wait for each piece of an answer separately, read it whatever its size, and
follow redirections to any host; a captive portal or a dripping server would hold the program.
"""

import json
import ssl
import time
from http import HTTPStatus
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, HTTPSHandler, ProxyHandler, Request, build_opener

from geopy.adapters import AdapterHTTPError, BaseSyncAdapter
from geopy.exc import GeocoderParseError, GeocoderTimedOut, GeocoderUnavailable

MAX_BYTES = 2 << 20
"""A full answer is under 20 kB."""
_PIECE = 65_536
_PORTAL_CODES = frozenset({*range(300, 400), HTTPStatus.NETWORK_AUTHENTICATION_REQUIRED})
"""Redirections, and what a portal says of itself (RFC 6585)."""


class PortalSuspected(GeocoderParseError):
    """Something stands between the program and the service: a captive portal, a proxy."""


class _NoRedirection(HTTPRedirectHandler):
    """The service does not redirect; who does is somebody else."""

    def redirect_request(self, *_arguments: object, **_named: object) -> None:
        """Go nowhere: the redirection itself is then the error."""


class CarefulAdapter(BaseSyncAdapter):
    """One GET at a time; ``timeout`` bounds the whole answer."""

    def __init__(self, *, proxies: dict[str, str] | None, ssl_context: ssl.SSLContext) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        self._opener = build_opener(
            HTTPSHandler(context=ssl_context), ProxyHandler(proxies), _NoRedirection()
        )

    def get_json(self, url: str, *, timeout: float, headers: dict[str, str]) -> Any:  # noqa: ANN401  (JSON)
        """The answer, parsed.

        Raises:
            PortalSuspected: the answer is not JSON, or comes from elsewhere.
            GeocoderTimedOut: it did not come in time.
            GeocoderUnavailable: nobody answers.
            AdapterHTTPError: the service refused.
        """
        text = self.get_text(url, timeout=timeout, headers=headers)
        try:
            return json.loads(text)
        except ValueError as error:
            if text.lstrip().startswith("<"):
                raise PortalSuspected("a page instead of JSON") from error
            raise GeocoderParseError("cut short or not JSON") from error

    # geopy declares no return type, and pyright reads its docstring-only method as None.
    def get_text(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, url: str, *, timeout: float, headers: dict[str, str]
    ) -> str:
        """The answer as text; raises as `get_json` does."""
        deadline = time.monotonic() + timeout
        try:
            # The scheme comes from our own resource file, never from what somebody typed.
            request = Request(url, headers=headers)  # noqa: S310
            with self._opener.open(request, timeout=timeout) as page:
                return _text(page, deadline)
        except HTTPError as error:
            with error:
                raise _refused(error) from error
        except URLError as error:
            raise _unreachable(error.reason) from error
        except (OSError, HTTPException) as error:
            raise _unreachable(error) from error


def _text(page: HTTPResponse, deadline: float) -> str:
    body = bytearray()
    while piece := page.read1(_PIECE):
        body += piece
        if len(body) > MAX_BYTES:
            raise GeocoderParseError("an answer far too long")
        if time.monotonic() > deadline:
            raise GeocoderTimedOut("the answer drips")
    return body.decode("utf-8", "replace")


def _refused(error: HTTPError) -> Exception:
    if error.code in _PORTAL_CODES:
        return PortalSuspected("sent elsewhere")
    headers = {name.lower(): value for name, value in error.headers.items()}
    return AdapterHTTPError(str(error), status_code=error.code, headers=headers, text="")


def _unreachable(reason: object) -> Exception:
    if isinstance(reason, TimeoutError):
        return GeocoderTimedOut(str(reason))
    if isinstance(reason, ssl.SSLCertVerificationError):
        return PortalSuspected(str(reason))
    return GeocoderUnavailable(str(reason))
