"""What a model may have done: two tools, each with one argument in words."""

from typing import Any, Final

CONTROL: Final = "control"
STATE: Final = "state"
ARGUMENTS: Final = {CONTROL: "command", STATE: "what"}
"""The one argument of each tool."""


def _tool(name: str, description: str, argument: str) -> dict[str, Any]:
    parameters = {
        "type": "object",
        "properties": {ARGUMENTS[name]: {"type": "string", "description": argument}},
        "required": [ARGUMENTS[name]],
    }
    function = {"name": name, "description": description, "parameters": parameters}
    return {"type": "function", "function": function}


TOOLS: Final = [
    _tool(
        CONTROL,
        "Carry out one command in the home. Risky commands are put to the person, not done.",
        "One short English sentence with names of devices or rooms from the list, for example:"
        " turn on the kitchen light; set the bedroom lamp to 40 percent; set a timer for 5 minutes",
    ),
    _tool(
        STATE,
        "Read the present state of devices.",
        "The name of a device or of a room from the list",
    ),
]
"""As chat completions take them."""
