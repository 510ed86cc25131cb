"""Flows of Hermes, where they are served; where they are not, nothing of them is even imported."""

from typing import TYPE_CHECKING, NamedTuple

from edge_agent.app.home_link import HomeLink
from edge_agent.config.schema import Config
from edge_agent.pipeline.agenda import Agenda
from edge_agent.pipeline.turns import Pipeline, Understand

if TYPE_CHECKING:
    from edge_agent.app.flow_desk import FlowDesk
    from edge_agent.app.flow_turns import FlowTurns


class Flows(NamedTuple):
    """What serves flows."""

    desk: "FlowDesk"
    turns: "FlowTurns"


def flow_topics(config: Config) -> frozenset[str]:
    """What is to be subscribed to for flows."""
    if not config.hermes.enabled:
        return frozenset()
    from edge_agent.hermes.topics import INBOUND  # noqa: PLC0415 - off by default

    return INBOUND


def flows_of(
    config: Config, link: HomeLink, pipeline: Pipeline, understand: Understand, agenda: Agenda
) -> Flows | None:
    """What serves flows before a pipeline; None where the configuration does not want it."""
    if not config.hermes.enabled:
        return None
    from edge_agent.app.flow_desk import FlowDesk  # noqa: PLC0415 - off by default
    from edge_agent.app.flow_turns import FlowTurns  # noqa: PLC0415 - as above

    desk = FlowDesk(
        config.hermes.site_id or config.agent.id,
        timeout_s=config.hermes.timeout_s,
        publisher=link.publisher,
        understand=understand,
        home=link.home,
        tells_words=config.mqtt.publish_transcripts,
    )
    turns = FlowTurns(pipeline, desk, link.home, agenda, acts=config.hermes.acts)
    return Flows(desk, turns)
