"""Why the broker cannot be used, in one sentence with the remedy."""

import socket
import ssl
from typing import Final

import aiomqtt
from aiomqtt.exceptions import MqttConnectError
from paho.mqtt.reasoncodes import ReasonCode

from edge_agent.config.schema import MqttSettings

_BAD_LOGIN_CODES: Final = frozenset({4, 5, 134, 135})
"""MQTT 3.1.1 return codes and the MQTT 5 reason codes that paho translates them to."""


def explain(error: aiomqtt.MqttError | TimeoutError, settings: MqttSettings) -> str:
    """One sentence: what failed, where, and what to do about it; never the password."""
    if isinstance(error, MqttConnectError):
        return _sentence(settings, *_refusal(error, settings))
    # aiomqtt hides the operating system's error, but Python keeps it as the context.
    match error.__context__:
        case ssl.SSLCertVerificationError() as cause:
            what = f"shows a certificate that is not trusted ({cause.verify_message})"
            remedy = "set mqtt.ca_file to the authority that signed it"
        case ssl.SSLError() as cause:
            what = f"does not speak TLS ({(cause.reason or str(cause)).replace('_', ' ').lower()})"
            remedy = "check mqtt.port and mqtt.tls"
        case ConnectionResetError() as cause if settings.tls:
            what = f"broke the connection off ({cause.strerror or cause})"
            remedy = "check mqtt.port and mqtt.tls, as it may not speak TLS there"
        case socket.gaierror() | UnicodeError():
            what = "is not known to the network by that name"
            remedy = "correct mqtt.host or give an IP address"
        case ConnectionRefusedError():
            what = "refuses the connection, nothing listens there"
            remedy = "start the broker or correct mqtt.host and mqtt.port"
        case TimeoutError():
            return silence(settings)
        case OSError() as cause:
            what = f"cannot be reached ({cause.strerror or cause})"
            remedy = "check the network"
        case _ if isinstance(error, TimeoutError) or str(error) == "Operation timed out":
            return silence(settings)
        case _:
            what, remedy = f"broke the connection off ({error})", "see the broker's log"
    return _sentence(settings, what, remedy)


def silence(settings: MqttSettings) -> str:
    """The sentence for a broker that says nothing."""
    remedy = "check mqtt.host, mqtt.port and mqtt.tls and that the broker is running"
    return _sentence(settings, "does not answer", remedy)


def _refusal(error: MqttConnectError, settings: MqttSettings) -> tuple[str, str]:
    code = error.rc.value if isinstance(error.rc, ReasonCode) else error.rc
    if code not in _BAD_LOGIN_CODES:
        return f"refuses the session ({error.rc})", "see the broker's log"
    if settings.username is None:
        return "wants a login", "set mqtt.username and mqtt.password_file"
    return (
        f"refuses the login of {settings.username!r}",
        "correct mqtt.username or the password in mqtt.password_file",
    )


def _sentence(settings: MqttSettings, what: str, remedy: str) -> str:
    return f"the MQTT broker at {settings.host}:{settings.port} {what}; {remedy}."
