"""What the documents say is true."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from edge_agent.config.load import load_config
from edge_agent.config.needs import Conditions, DeviceKind, NeedOption, NeedsSettings, Values
from edge_agent.config.paths import configs_directory
from edge_agent.config.policy import DAYS, PolicyRule
from edge_agent.config.schema import Config
from edge_agent.domain.action import Decision, OutcomeKind
from edge_agent.domain.agent_state import AgentState
from edge_agent.domain.policy import Permission, Risk
from edge_agent.domain.response import Act, Manner, Topic
from edge_agent.domain.turn import Source
from edge_agent.domain.understanding import Reason
from edge_agent.home.risks import GUARDED, SIGNS
from edge_agent.mqtt.topics import Topics

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
CONFIGURATIONS = sorted(configs_directory().glob("*.yaml"))


def settings(kind: type[msgspec.Struct], prefix: str = "") -> Iterator[tuple[str, object]]:
    """Every key of the configuration with its default."""
    for field in msgspec.structs.fields(kind):
        if isinstance(field.type, type) and issubclass(field.type, msgspec.Struct):
            yield from settings(field.type, f"{prefix}{field.name}.")
            continue
        is_optional = not prefix and field.default is None  # a section that may be left out
        for part in get_args(field.type) if is_optional else ():
            if isinstance(part, type) and issubclass(part, msgspec.Struct):
                yield from settings(part, f"{field.name}.")
        default = field.default
        if default is msgspec.NODEFAULT and field.default_factory is not msgspec.NODEFAULT:
            default = field.default_factory()
        yield prefix + field.name, default


def shown(default: object) -> str:
    match default:
        case None | () | {}:
            return "none"
        case msgspec.NODEFAULT:
            return "needed"
        case bool():
            return f"`{str(default).lower()}`"
        case tuple():
            return f"`[{', '.join(default)}]`"
        case _:
            return f"`{default}`"


@pytest.mark.parametrize(("key", "default"), list(settings(Config)))
def test_every_setting_is_documented_with_its_default(key: str, default: object) -> None:
    text = (ROOT / "docs" / "configuration.md").read_text()
    assert f"| `{key}` | {shown(default)} | " in text


def test_every_need_and_every_key_of_an_option_is_documented() -> None:
    text = (ROOT / "docs" / "needs.md").read_text()
    for need in NeedsSettings.__struct_fields__:
        assert f"| `{need}` | " in text
    parts = {"": NeedOption, "device.": DeviceKind, "if.": Conditions, "set.": Values}
    for prefix, part in parts.items():
        for field in msgspec.structs.fields(part):
            assert f"`{prefix}{field.encode_name}`" in text


def test_the_rules_are_documented_word_by_word(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "policy.md").read_text()
    risks = re.findall(r"^\| `([a-z]+)` \| .* \| (asks|done at once).* \|$", text, re.MULTILINE)
    assert dict(risks) == {
        risk.value: "asks" if risk in GUARDED else "done at once" for risk in Risk
    }
    for sign in SIGNS:
        assert all(word.removesuffix("s") in text for words in sign.words for word in words)
    for key in PolicyRule.__struct_fields__:
        assert f"| `{key}` | " in text
    for word in (*Permission, *DAYS, *Source, *Decision):
        assert f"`{word}`" in text
    rules, codes = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    (tmp_path / "home.yaml").write_text(rules)
    assert len(load_config(tmp_path / "home.yaml").policy.rules) > 3
    (tmp_path / "home.yaml").write_text(codes)
    assert load_config(tmp_path / "home.yaml").codes


def test_every_manner_and_topic_of_answers_is_documented() -> None:
    text = (ROOT / "docs" / "responses.md").read_text()
    assert re.findall(r"^\| `([a-z]+)` \| [^|]+ \| [^|]+ \|$", text, re.MULTILINE) == list(Manner)
    topics = re.findall(r"`([a-z_]+)`", text.partition("| topic |")[2].partition("Few of")[0])
    assert sorted(topics) == sorted(Topic)


def test_no_setting_is_documented_that_does_not_exist() -> None:
    text = (ROOT / "docs" / "configuration.md").read_text()
    documented = set(re.findall(r"^\| `([a-z_.]+)` \|", text, re.MULTILINE))
    assert documented == {key for key, _ in settings(Config)}


@pytest.mark.parametrize("path", CONFIGURATIONS, ids=lambda path: path.name)
def test_every_example_configuration_is_accepted(path: Path) -> None:
    assert load_config(path).agent.id


def test_the_full_example_holds_every_key_and_nothing_but_defaults() -> None:
    text = (configs_directory() / "full.yaml").read_text()
    for key, _ in settings(Config):
        assert re.search(rf"^ *(# *)?{key.rpartition('.')[2]}:", text, re.MULTILINE), key
    assert load_config(configs_directory() / "full.yaml") == Config()


def test_the_example_in_the_documents_is_the_smallest_configuration(tmp_path: Path) -> None:
    smallest = load_config(configs_directory() / "home.yaml")
    for document in (ROOT / "README.md", ROOT / "docs" / "configuration.md"):
        (block,) = re.findall(r"```yaml\n(.*?)```", document.read_text(), re.DOTALL)
        (tmp_path / "home.yaml").write_text(block)
        assert load_config(tmp_path / "home.yaml") == smallest


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files_that_exist(document: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)", document.read_text())
    missing = [
        link for link in links if "://" not in link and not (document.parent / link).exists()
    ]
    assert not missing


def test_every_topic_state_outcome_act_and_reason_is_documented() -> None:
    text = (ROOT / "docs" / "mqtt.md").read_text()
    topics = Topics(agent_id="x")
    names = {name for name, kind in vars(Topics).items() if isinstance(kind, property)}
    for name in names - {"prefix", "inbound"}:
        topic = getattr(topics, name)
        assert f"`{topic.replace(topics.prefix, '<p>')}`" in text
    for state in AgentState:
        assert f'"{state}"' in text
    for outcome in set(OutcomeKind) - {OutcomeKind.PLANNED}:
        assert f"`{outcome}`" in text
    for word in (*Act, *Reason):
        assert f"`{word}`" in text


def test_architecture_names_every_room() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text()
    packages = [path.parent.name for path in (ROOT / "edge_agent").glob("*/__init__.py")]
    modules = [path.stem for path in (ROOT / "edge_agent").glob("[a-z]*.py")]
    for room in packages + modules:
        assert f"`{room}`" in text, room
