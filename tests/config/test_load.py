"""The configuration: good ones load, bad ones give one sentence with file, line and key."""

from datetime import time
from pathlib import Path

import msgspec
import pytest

from edge_agent.config.load import load_config
from edge_agent.config.response import volume_at
from edge_agent.config.schema import FORMS, Config
from edge_agent.domain.earcon import Earcon
from edge_agent.errors import ConfigError


@pytest.fixture
def write(tmp_path: Path):
    def write(text: str) -> Path:
        path = tmp_path / "home.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_an_empty_file_is_all_defaults(write):
    assert load_config(write("")) == Config()


def test_the_smallest_useful_file(write):
    config = load_config(write("agent: {id: kitchen, area: Kitchen}\nmqtt: {host: 192.168.1.10}\n"))
    assert (config.agent.id, config.agent.area) == ("kitchen", "Kitchen")
    assert (config.mqtt.host, config.mqtt.port) == ("192.168.1.10", 1883)


def test_file_names_are_relative_to_the_configuration(write, tmp_path):
    config = load_config(
        write(
            "mqtt: {password_file: secret}\nspeech: {model: /m}\npolicy: {pin_file: p}\n"
            "codes: {Shed: shed, Gate: /gate}"
        )
    )
    assert config.codes == {"Shed": str(tmp_path / "shed"), "Gate": "/gate"}
    assert config.policy.pin_file == str(tmp_path / "p")
    assert config.mqtt.password_file == str(tmp_path / "secret")
    assert config.speech.model == "/m"


def test_a_key_never_goes_in_the_clear(write):
    text = "escalation: {url: 'http://gateway.example.com/v1', model: m, key_file: k}"
    with pytest.raises(ConfigError, match="the key would go in the clear") as error:
        load_config(write(text))
    assert ":1: escalation: must be an https address where a key is given" in str(error.value)
    with pytest.raises(ConfigError, match="escalation: must be given a model"):
        load_config(write("escalation: {url: 'http://box.lan/v1'}"))


def test_needs_are_read_with_words_and_numbers(write):
    config = load_config(
        write(
            "needs:\n  cozy:\n    - usual\n    - device: {domain: fan, can: percentage}\n"
            "      if: {state: on, temperature: not below 20.5}\n      set: {percent: 20}\n"
        )
    )
    assert config.needs.cozy is not None
    usual, option = config.needs.cozy
    assert usual == "usual"
    assert option.conditions.state is True
    assert option.values.percent == 20
    assert config.needs.sleep is None


BAD = [
    ("mqtt:\n  hots: x\n", ":2: mqtt.hots: unknown key; did you mean host?"),
    ("x: 1\n", ":1: x: unknown key; allowed here: agent, audio,"),
    ("mqtt:\n  port: abc\n", ":2: mqtt.port: must be a whole number, not text."),
    ("\nmqtt: [1]\n", ":2: mqtt: must be a mapping of keys to values, not a list."),
    ("mqtt: {port: 99999}", ":1: mqtt.port: must be a whole number not above 65535."),
    ("agent: {id: 'a b'}", ":1: agent.id: must be 1 to 64 letters, digits, - and _."),
    ("mqtt: {discovery_prefix: 'home/#'}", ":1: mqtt.discovery_prefix: must be a topic without"),
    ("mqtt: {discovery_prefix: home/}", ":1: mqtt.discovery_prefix: must be a topic without"),
    (
        "response: {voice: loud}",
        ":1: response.voice: unknown word; allowed here: auto, espeak-ng, piper, none.",
    ),
    ("response: {volume: 101}", ":1: response.volume: must be a whole number not above 100."),
    (
        "response:\n  volume: {default: 70, 22-7: 30}",
        ":1: response: must be a 'volume' in percent, or by hours such as",
    ),
    ("response: {volume: {'22:00-07:00': 30}}", "a 'volume' with a 'default' for all other hours."),
    ("response: {volume: {default: 170}}", "must be a whole number not above 100."),
    ("response: {earcons: [beep]}", "response.earcons[0]: unknown word"),
    ("response: {confirm: beep}", "response.confirm: unknown word; allowed here: speech, earcon."),
    ("log_level: verbose", ":1: log_level: must be debug, info, warning or error."),
    ("agent: {id: 2026-01-01}", "not a date (put it in quotes)"),
    ("mqtt: {}\nmqtt: {}", ":2: mqtt is given twice; keep one."),
    ("devices:\n - {name: x}\n - 5\n", ":3: devices[1]: must be a mapping"),
    ("a: &a [*a]\n", ":1: this alias refers to itself."),
    ("? [1]\n: 2", ":1: a key must be a plain word."),
    ("- 1", "must hold keys and values"),
    ("{", ":1: not valid YAML:"),
    ("mqtt:\n\thost: x", ":2: not valid YAML: a tab where only spaces may stand."),
    ("speech: {silence_s: 0}", ":1: speech.silence_s: must be a number above 0."),
    ("speech: {alternatives: 0}", ":1: speech.alternatives: must be a whole number not below 1."),
    ("hermes: {site_id: ''}", ":1: hermes.site_id: must be text of length not below 1."),
    ("a: !!binary x y", ":1: cannot be read as a plain value."),
    ("[" * 5000, "nested too deeply"),
    ("policy: {rules: [{then: pn}]}", ":1: policy.rules[0].then: unknown word; did you mean pin?"),
    ("policy:\n  rules:\n  - {}", ":3: policy.rules[0]: must be given a then."),
    ("policy:\n  rules: {then: ask}", ":2: policy.rules: must be a list, not a mapping"),
    (
        "policy: {rules: [{then: ask, device: x}]}",
        "policy.rules[0].device: unknown key; did you mean devices?",
    ),
    (
        "policy: {rules: [{then: ask, actions: [turnon]}]}",
        "policy.rules[0].actions[0]: unknown word; did you mean turn_on?",
    ),
    ("policy: {rules: [{then: ask, risk: fire}]}", "policy.rules[0].risk: unknown word; allowed"),
    ("policy: {rules: [{then: ask, days: monday}]}", "days: unknown word; did you mean mon?"),
    ("policy: {rules: [{then: ask, devices: []}]}", "must be a word, or some, under 'devices'."),
    ("policy: {rules: [{then: ask, areas: ['']}]}", "must be a word, or some, under 'areas'."),
    *(
        (
            f"policy: {{rules: [{{then: ask, hours: '{hours}'}}]}}",
            "policy.rules[0]: must be two different times under 'hours', such as '22:00-06:00'.",
        )
        for hours in ("22-6", "25:00-06:00", "22:00-22:00", "22:60-06:00", "22:00", "x")
    ),
    ("policy: {rules: [{then: pin}]}", ":1: policy: must be given a pin_file, as one of the rules"),
    ("needs: {coffe: []}", ":1: needs.coffe: unknown key; did you mean coffee?"),
    ("needs:\n  coffee: turn_on", ":2: needs.coffee: must be a list, not text."),
    ("needs: {coffee: [usuall]}", ": needs.coffee[0]: unknown word; did you mean usual?"),
    (
        "needs: {coffee: [5]}",
        "needs.coffee[0]: must be text or a mapping of keys to values, not a whole number.",
    ),
    ("needs: {coffee: [{do: turn_on}]}", "needs.coffee[0]: must be given a device."),
    (
        "needs:\n  coffee:\n    - device:\n        domain: swich\n      do: turn_on",
        ":4: needs.coffee[0].device.domain: unknown word; did you mean switch?",
    ),
    *(
        (f"needs: {{coffee: [{{device: {{domain: switch}}, {option}}}]}}", sentence)
        for option, sentence in (
            ("do: jump", "[0].do: unknown word; allowed here: turn_on, turn_off, open, close."),
            ("do: turn_on, wher: room", "[0].wher: unknown key; did you mean where?"),
            ("where: room", "[0]: must be an option with 'do', or with something to 'set'."),
            ("set: {}", "[0]: must be an option with 'do', or with something to 'set'."),
            ("set: {percent: 101}", "[0].set: must be a 'percent' from 1 to 100."),
            ("set: {color: greenish}", "[0].set: must be a 'color' of red, orange,"),
            ("set: {mode: []}", "[0].set: must be a word, or some, under 'mode'."),
            ("do: open, if: {temperature: over 3}", "[0].if: must be 'temperature: above 24', "),
            ("do: open, if: {sunshine: above 3}", "[0].if.sunshine: unknown key; allowed here: "),
        )
    ),
    (
        "needs: {coffee: [{device: [{domain: switch, kinds: x}], do: open}]}",
        "needs.coffee[0].device[0].kinds: unknown key; did you mean kind?",
    ),
    ("needs: {coffee: [{device: [], do: open}]}", "must be an option with a 'device'."),
    (
        "needs: {coffee: [{device: {domain: switch, not: ' '}, do: open}]}",
        "[0].device: must be a word, or some, under 'not'.",
    ),
]


@pytest.mark.parametrize(("text", "sentence"), BAD)
def test_a_bad_file_gives_one_sentence(write, text, sentence):
    with pytest.raises(ConfigError) as caught:
        load_config(write(text))
    message = str(caught.value)
    assert sentence in message
    assert "home.yaml" in message
    assert "\n" not in message
    assert caught.value.exit_status == 2


def forms(kind: object) -> set[str]:
    """Of all texts within a type."""
    if isinstance(kind, (list, tuple)):
        return set().union(*map(forms, kind))
    if not isinstance(kind, msgspec.Struct):
        return set()
    own = {kind.pattern} if isinstance(kind, msgspec.inspect.StrType) and kind.pattern else set()
    return own.union(*(forms(getattr(kind, name)) for name in kind.__struct_fields__))


def test_each_form_of_text_has_words():
    assert forms(msgspec.inspect.type_info(Config)) == set(FORMS)


def test_aliases_that_multiply_are_refused(write):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 9)]
    with pytest.raises(ConfigError, match="more values than any configuration has"):
        load_config(write("\n".join(lines)))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, "no such file"), (b"\xff\xfe\x00", "not UTF-8"), (b"#" * 1_000_001, "larger than")],
)
def test_a_file_that_cannot_be_read(tmp_path, content, sentence):
    path = tmp_path / "home.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError, match=sentence):
        load_config(path)


def test_a_directory_is_not_a_configuration(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path)


VOLUME = "response: {volume: {default: 70, 07:00-09:00: 50, '22:00 - 07:00': 30, 06:00-12:00: 9}}"


@pytest.mark.parametrize(
    ("now", "percent"),
    [
        (time(12, 0), 70),
        (time(21, 59), 70),
        (time(22, 0), 30),
        (time(0, 0), 30),
        (time(6, 59), 30),
        (time(7, 0), 50),
        (time(9, 0), 9),
    ],
)
def test_the_volume_goes_by_hours_of_which_the_first_that_fits_counts(write, now, percent):
    assert volume_at(load_config(write(VOLUME)).response.volume, now) == percent
    assert volume_at(70, now) == 70


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", set(Earcon)),
        ("response: {voice: none}", set()),
        ("response: {voice: none, earcons: true}", set(Earcon)),
        ("response: {earcons: false}", set()),
        ("response: {earcons: [timer, error]}", {Earcon.TIMER, Earcon.ERROR}),
    ],
)
def test_short_sounds_are_played_as_is_wished(write, text, expected):
    assert load_config(write(text)).response.has_earcons == expected
