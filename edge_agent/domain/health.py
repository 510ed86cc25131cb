"""What can keep the agent from working although it runs."""

from enum import StrEnum


class Problem(StrEnum):
    """One thing that is wrong."""

    MICROPHONE = "microphone"
    """No sound comes in, and it is not muted."""
    RECOGNISER = "recogniser"
    """What is said is not decoded: its process is made anew, or hangs."""

    @property
    def sentence(self) -> str:
        """For people: what, and the remedy."""
        match self:
            case Problem.MICROPHONE:
                return "The microphone gives no sound; is it plugged in?"
            case Problem.RECOGNISER:
                return "Speech is not recognised at the moment; it is tried again."
