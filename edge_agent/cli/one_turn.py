"""One text through the whole pipeline, and what came of it on standard output."""

from edge_agent.app.workbench import open_workbench
from edge_agent.cli.options import print_json
from edge_agent.cli.show import show
from edge_agent.config.schema import Config
from edge_agent.mqtt.outbound import command_document


async def handle(config: Config, text: str, area: str | None, *, acts: bool, as_json: bool) -> None:
    """Understand a text, act if that is wished, and print the turn."""
    async with open_workbench(config, acts=acts) as workbench:
        turn = await workbench.say(text, area)
    if as_json:
        print_json(command_document(turn))
    else:
        show(turn)
