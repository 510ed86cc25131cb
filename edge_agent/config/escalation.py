"""Who answers what is no command, as a type: the shape of `escalation:`."""

from typing import Annotated

import msgspec

from edge_agent.config.addresses import endpoint_problem
from edge_agent.config.section import Section


class EscalationSettings(Section, frozen=True):
    """Who answers what is no command; nobody, unless an address is given."""

    url: str | None = None
    """Base address of an OpenAI-compatible endpoint, e.g. `http://192.168.1.20:11434/v1`."""
    model: str | None = None
    """The model's name there."""
    key_file: str | None = None
    """File whose first line is the key."""
    ca_file: str | None = None
    """Certificate authorities to trust, in place of the system's."""
    timeout_s: Annotated[float, msgspec.Meta(gt=0, le=120)] = 20.0
    """How long an answer is waited for in all, from the end of speech."""
    act_within_s: Annotated[float, msgspec.Meta(gt=0, le=30)] = 10.0
    """A command that it gives later than this after the end of speech is not carried out."""
    max_per_day: Annotated[int, msgspec.Meta(ge=0, le=100_000)] = 50
    """So many questions are handed on from one midnight to the next."""
    max_tokens_per_day: Annotated[int, msgspec.Meta(ge=0)] = 200_000
    """When so many tokens were used, nothing more is handed on until midnight."""
    max_answer_tokens: Annotated[int, msgspec.Meta(ge=16, le=4096)] = 300
    """How long the endpoint may make one answer."""
    tools: bool = True
    """Whether it may have commands carried out, and ask for states."""
    instructions: Annotated[str, msgspec.Meta(max_length=2000)] | None = None
    """What it is told besides."""

    def __post_init__(self) -> None:
        """Refuse what would not work, or would give the key away."""
        if self.url is None:
            return
        if not self.model:
            raise ValueError("given a model")
        problem = endpoint_problem(self.url, has_key=self.key_file is not None)
        if problem is not None:
            raise ValueError(problem)
