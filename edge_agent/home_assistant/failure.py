"""Why Home Assistant cannot be used, in one sentence with the remedy."""

import socket
import ssl
from http import HTTPStatus

from websockets.exceptions import (
    ConnectionClosed,
    InvalidHandshake,
    InvalidStatus,
    WebSocketException,
)

from edge_agent.home_assistant.connection import (
    RefusedError,
    StrangerError,
    TokenRefusedError,
)

_CHECK = "check home_assistant.url"


def explain(error: Exception, url: str) -> str:
    """One sentence: what failed, where, and what to do about it; never the token."""
    return f"Home Assistant at {url} {_told(error)}."


def _told(error: Exception) -> str:
    match error:
        case TokenRefusedError():
            return (
                f"refuses the token ({error}); make a long-lived access token on its page of your"
                " user profile and write it to home_assistant.token_file"
            )
        case InvalidStatus() if error.response.status_code == HTTPStatus.FORBIDDEN:
            return "has banned this machine; take it out of its ip_bans.yaml and start it again"
        case StrangerError() | InvalidHandshake():
            return f"does not speak as Home Assistant does; {_CHECK}"
        case RefusedError():
            return f"refuses to tell of its entities ({error}); see its log"
        case ConnectionClosed() | WebSocketException():
            return f"broke the connection off ({error}); see its log"
        case _:
            return _unreachable(error)


def _unreachable(error: Exception) -> str:
    match error:
        case ssl.SSLCertVerificationError():
            return (
                f"shows a certificate that is not trusted ({error.verify_message});"
                " set home_assistant.ca_file to the authority that signed it"
            )
        case ssl.SSLError():
            reason = (error.reason or str(error)).replace("_", " ").lower()
            return f"does not speak TLS ({reason}); {_CHECK}"
        case socket.gaierror() | UnicodeError():
            return (
                "is not known to the network by that name;"
                " correct home_assistant.url or give an IP address"
            )
        case ConnectionRefusedError():
            return f"refuses the connection, nothing listens there; start it, or {_CHECK}"
        case TimeoutError():
            return f"does not answer; {_CHECK} and that it is running"
        case _:
            why: object = getattr(error, "strerror", None) or error
            return f"cannot be reached ({why}); check the network"
