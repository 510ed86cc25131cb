"""What stands between a resolution and doing it: the occasion, the PIN, and how much is done."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from edge_agent.config.policy import PolicySettings
from edge_agent.domain.action import Decision
from edge_agent.domain.command import Command
from edge_agent.domain.policy import Occasion, Permission
from edge_agent.domain.resolution import (
    Confirm,
    ConfirmReason,
    Errand,
    Later,
    Plan,
    Resolution,
    Unable,
    UnableReason,
)
from edge_agent.domain.response import Notice
from edge_agent.domain.turn import Source, Utterance
from edge_agent.home.policy import strictest
from edge_agent.nlu.spoken_pins import digits_of, masked
from edge_agent.pipeline.pin_lock import PinLock, PinTry
from edge_agent.pipeline.tempo import Tempo

_REFUSALS: Final = frozenset(
    {UnableReason.FORBIDDEN, UnableReason.NOT_BY_ALL, UnableReason.NOT_BY_IT}
    | {UnableReason.NOT_LATER, UnableReason.PIN_LOCKED, UnableReason.TOO_OFTEN}
)
_DECISIONS: Final = {
    Permission.ALLOW: Decision.ALLOWED,
    Permission.ASK: Decision.ASKED,
    Permission.PIN: Decision.PIN,
    Permission.FORBID: Decision.REFUSED,
}


class Guard:
    """One for each agent: whoever speaks to it shares its limits.

    Args:
        settings: the rules and limits.
        pin: what is to be said where a rule wants it; None where none does.
        now: local time with its zone.
    """

    def __init__(
        self,
        settings: PolicySettings,
        pin: str | None = None,
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        self._settings = settings
        self._lock = None if pin is None else PinLock(pin)
        self._now = now
        self._all = Tempo(settings.max_commands_per_minute)
        self._guarded = Tempo(settings.max_guarded_per_minute)

    def occasion(
        self, source: Source, area: str | None, granted: Permission = Permission.ALLOW
    ) -> Occasion:
        """What rules look at when something is asked for now."""
        return Occasion(source=source, area=area, at=self._now(), granted=granted)

    def discreet(self, utterance: Utterance) -> Utterance:
        """What was said, without what may be the PIN: nobody is to read it anywhere."""
        if self._lock is None:
            return utterance
        return replace(utterance, alternatives=tuple(map(masked, utterance.alternatives)))

    def tried(self, utterance: Utterance) -> PinTry | None:
        """What came of an answer to the question after the PIN; None where it is something else.

        Only the likeliest reading counts, or each utterance would be many tries. Digits are heard
        less surely than whole sentences, but whoever was asked for them says nothing else.
        """
        if self._lock is None or utterance.has_gap:
            return None
        digits = digits_of(next(iter(utterance.alternatives), ""))
        is_talk = utterance.is_other_speech and not digits
        return None if digits is None or is_talk else self._lock.tried(digits, time.monotonic())

    def locked(self, command: Command) -> Unable:
        """What is told of a command that wants the PIN while none is taken."""
        reason = UnableReason.PIN_LOCKED
        return Unable(command=command, reason=reason, wait_s=self._locked_for_s())

    def passed(self, found: Resolution | Notice, occasion: Occasion) -> Resolution | Notice:
        """A resolution as it came, unless too much was asked for or the PIN is locked."""
        match found:
            case Confirm(reason=ConfirmReason.PIN) if self._locked_for_s() > 0:
                return self.locked(found.plan.command)
            case Plan(actions=(_, *_)) | Errand():
                return self._in_time(found, occasion)
            case _:
                return found

    def decision(self, found: Resolution | Notice, occasion: Occasion) -> Decision | None:
        """What a resolution is in the log of actions; None where nothing was to be decided."""
        match found:
            case Plan() | Errand():
                return _DECISIONS[strictest(found, self._settings, occasion)]
            case Confirm():
                is_pin = found.reason is ConfirmReason.PIN
                return Decision.PIN if is_pin else Decision.ASKED
            case Later():
                return Decision.ALLOWED
            case Unable() if found.reason in _REFUSALS:
                return Decision.REFUSED
            case _:
                return None

    def _locked_for_s(self) -> float:
        return 0.0 if self._lock is None else self._lock.locked_for_s(time.monotonic())

    def _in_time(self, found: Plan | Errand, occasion: Occasion) -> Plan | Errand | Unable:
        now = time.monotonic()
        is_guarded = strictest(found, self._settings, occasion) is not Permission.ALLOW
        tempos = (self._all, self._guarded) if is_guarded else (self._all,)
        for tempo in tempos:
            wait_s = tempo.wait_s(now)
            if wait_s > 0:
                return Unable(
                    command=found.command,
                    reason=UnableReason.TOO_OFTEN,
                    wait_s=wait_s,
                    was_told=not tempo.refuse(),
                )
        for tempo in tempos:
            tempo.note(now)
        return found
