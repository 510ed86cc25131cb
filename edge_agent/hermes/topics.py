"""The topics of Hermes that the agent takes orders on, and those that it publishes on."""

from typing import Final

QUERY: Final = "hermes/nlu/query"
SAY: Final = "hermes/tts/say"
START_SESSION: Final = "hermes/dialogueManager/startSession"
CONTINUE_SESSION: Final = "hermes/dialogueManager/continueSession"
END_SESSION: Final = "hermes/dialogueManager/endSession"
ASR_ON: Final = "hermes/asr/toggleOn"
ASR_OFF: Final = "hermes/asr/toggleOff"
WAKE_WORD_ON: Final = "hermes/hotword/toggleOn"
WAKE_WORD_OFF: Final = "hermes/hotword/toggleOff"

INBOUND: Final = frozenset(
    {
        QUERY,
        SAY,
        START_SESSION,
        CONTINUE_SESSION,
        END_SESSION,
        ASR_ON,
        ASR_OFF,
        WAKE_WORD_ON,
        WAKE_WORD_OFF,
    }
)
"""All that is subscribed to; nothing is ever published there."""

INTENT: Final = "hermes/intent/"
"""Followed by the intent's name."""
INTENT_PARSED: Final = "hermes/nlu/intentParsed"
NOT_PARSED: Final = "hermes/nlu/intentNotRecognized"
TEXT_CAPTURED: Final = "hermes/asr/textCaptured"
START_LISTENING: Final = "hermes/asr/startListening"
STOP_LISTENING: Final = "hermes/asr/stopListening"
SAY_FINISHED: Final = "hermes/tts/sayFinished"
SESSION_STARTED: Final = "hermes/dialogueManager/sessionStarted"
SESSION_QUEUED: Final = "hermes/dialogueManager/sessionQueued"
SESSION_ENDED: Final = "hermes/dialogueManager/sessionEnded"
INTENT_NOT_RECOGNIZED: Final = "hermes/dialogueManager/intentNotRecognized"
ERROR: Final = "hermes/error/"
"""Followed by one of the parts of `edge_agent.hermes.orders.Part`."""
