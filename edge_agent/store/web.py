"""HTTP as far as fetching archives needs it: the environment's proxies, redirects, time limits."""

import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage, HTTPResponse
from typing import IO, Final, TypeVar

from edge_agent import __version__
from edge_agent.errors import ModelError

_T = TypeVar("_T")
_PASSING: Final = {408, 425, 429, 500, 502, 503, 504}


class PassingTroubleError(Exception):
    """Something that may well work at the next attempt; says what."""


class RangeRefusedError(PassingTroubleError):
    """There is nothing at or after the place that was asked for (416)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait for a server, and how often to try again."""

    timeout_s: float = 30.0
    """For a connection, and for the next byte."""
    pauses_s: tuple[float, ...] = (1, 2, 4, 8, 16)
    """Before each further attempt; when they are used up, it is given up."""
    enough_bytes: int = 1 << 20
    """An attempt that brought so much begins the pauses anew."""
    sleep: Callable[[float], None] = time.sleep
    """Waits some seconds."""


def persist(
    attempt: Callable[[], _T],
    patience: Patience,
    *,
    have_bytes: Callable[[], int] = lambda: 0,
    tell: Callable[[str, float], None] = lambda _reason, _pause_s: None,
) -> _T:
    """Try until it works.

    Args:
        attempt: what is tried.
        patience: how often.
        have_bytes: how much there is by now, from all attempts together.
        tell: is given what went wrong and how long the pause will be.

    Raises:
        PassingTroubleError: of the last attempt.
    """
    pauses = iter(patience.pauses_s)
    while True:
        before = have_bytes()
        try:
            return attempt()
        except PassingTroubleError as trouble:
            if have_bytes() - before >= patience.enough_bytes:
                pauses = iter(patience.pauses_s)
            pause_s = next(pauses, None)
            if pause_s is None:
                raise
            tell(str(trouble), pause_s)
            patience.sleep(pause_s)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows to http and https, and never from https to http."""

    def redirect_request(  # noqa: PLR0913, PLR0917 - urllib's own signature
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        allowed = ("https:",) if req.full_url.startswith("https:") else ("https:", "http:")
        if not newurl.lower().startswith(allowed):
            raise ModelError(
                f"{req.full_url} leads on to {newurl}, which is not followed; give the location"
                " of the archive itself."
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> urllib.request.OpenerDirector:
    """Unlike urllib's own, it knows nothing of file:, ftp: and data:."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        _Redirects(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def open_url(url: str, patience: Patience, headers: dict[str, str] | None = None) -> HTTPResponse:
    """Ask for a page, up to its headers.

    Raises:
        PassingTroubleError: it did not work this time.
        ModelError: it will never work like this.
    """
    agent = {"User-Agent": f"edge-agent/{__version__}", "Accept-Encoding": "identity"}
    request = urllib.request.Request(url, headers=agent | (headers or {}))  # noqa: S310 - the opener knows http and https alone
    try:
        response: HTTPResponse = _opener().open(request, timeout=patience.timeout_s)
    except urllib.error.HTTPError as error:
        with error:
            raise _refusal(url, error) from None
    except urllib.error.URLError as error:
        if isinstance(error.reason, ssl.SSLCertVerificationError):
            raise ModelError(
                f"{url}: the server's certificate is not trusted"
                f" ({error.reason.verify_message}); check this machine's clock."
            ) from error
        raise PassingTroubleError(_words(error.reason)) from error
    except (OSError, HTTPException) as error:
        raise PassingTroubleError(_words(error)) from error
    return response


def read_some(response: HTTPResponse, count: int) -> bytes:
    """The next bytes, at most so many; none at the end.

    Raises:
        PassingTroubleError: the connection broke.
    """
    try:
        # read() would keep back what came before a time limit; read1() gives it at once.
        return response.read1(count)
    except (OSError, HTTPException) as error:
        raise PassingTroubleError(_words(error)) from error


def _refusal(url: str, error: urllib.error.HTTPError) -> Exception:
    said = f"the server answers {error.code} {error.reason}"
    if error.code == 416:  # noqa: PLR2004 - range not satisfiable
        return RangeRefusedError(said)
    if error.code in _PASSING:
        return PassingTroubleError(said)
    return ModelError(f"{url} cannot be fetched: {said}; see `edge-agent models list` for names.")


def _words(error: object) -> str:
    if isinstance(error, TimeoutError):
        return "the server did not answer in time"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return str(error) or type(error).__name__
