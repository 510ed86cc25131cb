"""The exceptions of edge-agent; each carries one sentence that says what, where and the remedy.

    EdgeAgentError
    ├── ConfigError        exit status 2: configuration (file:line, key, what is allowed)
    ├── ModelError         exit status 3: a speech, intent or voice-activity model
    ├── AudioError         exit status 4: microphone, recording, sound library
    ├── BrokerError        exit status 5: the MQTT broker, in one-shot commands only
    └── TeachingError      exit status 2: a phrase that cannot be taught, kept or forgotten

Something said that is not understood is a value (`Rejection`), never an exception.
"""

from typing import ClassVar


class EdgeAgentError(Exception):
    """Root of the tree; `exit_status` is what the command line ends with."""

    exit_status: ClassVar[int] = 1


class ConfigError(EdgeAgentError):
    """The configuration cannot be read or says something that is not allowed."""

    exit_status = 2


class ModelError(EdgeAgentError):
    """A model is missing, damaged or of the wrong kind."""

    exit_status = 3


class AudioError(EdgeAgentError):
    """No sound can be had: no such device, an unreadable recording, a missing library."""

    exit_status = 4


class BrokerError(EdgeAgentError):
    """The MQTT broker cannot be reached or refuses the login."""

    exit_status = 5


class TeachingError(EdgeAgentError):
    """A phrase cannot be taught, kept or forgotten."""

    exit_status = 2
