"""Templates: what devices use works, what would escape or burn time does not."""

import time

import pytest

from edge_agent.home.template import MAX_SOURCE_CHARS, TemplateError, compiled


@pytest.mark.parametrize(
    ("source", "payload", "expected"),
    [
        ("{{ value }}", "ON", "ON"),
        ("{{ value_json.state }}", '{"state":"ON"}', "ON"),
        ('{{ value_json["state l1"] }}', '{"state l1":"ON"}', "ON"),
        ("{{ value_json.a.b[1] }}", '{"a":{"b":[1,2]}}', "2"),
        ("{{ value_json.missing }}", "{}", ""),
        ("{{ value_json.missing | default('None') }}", "{}", "None"),
        ("{{ value_json.contact }}", '{"contact":true}', "True"),
        ("{{ value_json.x }}", '{"x":null}', "None"),
        ("{{ value | int + 1 }}", "41", "42"),
        ("{{ value | float | round(1) }}", "2.345", "2.3"),
        ("{{ value | float(0) }}", "x", "0"),
        ("{{ value | int(default=7) }}", "x", "7"),
        ("{{ (value | float / 255 * 100) | round | int }}", "128", "50"),
        ("{{ value | upper }}{{ value | lower }}", "aB", "ABab"),
        ("{{ value_json | tojson }}", '{"a": [1]}', '{"a": [1]}'),
        ("{{ (value | from_json).a }}", '{"a": 3}', "3"),
        ("{{ 'on' if value in ['1', 'x'] else 'off' }}", "1", "on"),
        ("{% if value == '1' %}ON{% else %}OFF{% endif %}", "0", "OFF"),
        ("{% set m = {'1':'low','2':'high'} %}{{ m[value] | default('None') }}", "2", "high"),
        ("{% for k, v in value_json.items() %}{{ k }}={{ v }};{% endfor %}", '{"a":1}', "a=1;"),
        ("{{ value.split(',')[1].strip() }}", "1, 2", "2"),
        ("{{ value | replace(',', '.') | float }}", "1,5", "1.5"),
        ("{{ value ~ '!' }}{{ value.replace('a', 'b') }}", "a", "a!b"),
        ("{{ iif(value == 'a', 'yes', 'no') }}", "a", "yes"),
        (
            "{% set n = namespace(x=0) %}{% for i in value %}{% set n.x=i %}{% endfor %}{{ n.x }}",
            "abc",
            "c",
        ),
        ("{{ value_json.x is defined }}", "{}", "False"),
        ("{{ [3, 1] | sort | join('-') }}", "", "1-3"),
        ("{{ 7.2 | round(0, 'ceil') | int }}", "", "8"),
    ],
)  # fmt: skip
def test_what_devices_use_works(source, payload, expected):
    assert compiled(source).render_payload(payload) == expected


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ ''['__class__']['__base__'] }}",
        "{{ value.format(value) }}",
        "{{ value['for' ~ 'mat'](1) }}",
        "{{ (value|attr('__class__')).x }}",
        "{% include 'x' %}",
        "{% import 'os' as os %}",
        "{% extends 'x' %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% block a %}{{ self.a() }}{% endblock %}",
        "{% for a in [1] recursive %}{{ loop([1]) }}{% endfor %}",
        "{% set x %}{{ value }}{% endset %}",
        "{% filter upper %}x{% endfilter %}",
        "{% call x() %}{% endcall %}",
        "{% autoescape true %}{% endautoescape %}",
        "{{ cycler }}{{ lipsum(5) }}",
        "{{ value | map('upper') }}",
        "{{ (",
        "{{ value" + " | upper" * 100 + " }}",
        "{{ " + "(" * 4000 + "1" + ")" * 4000 + " }}",
        "{{ " + "not " * 1900 + "1 }}",
        "x" * (MAX_SOURCE_CHARS + 1),
    ],
)
def test_what_would_escape_is_refused(source):
    with pytest.raises(TemplateError, match=r"^[^\n]*\.$"):
        compiled(source).render_payload("{0.__class__}")


BURNERS = [
    "{{ 'a' * 10 ** 9 }}",
    "{{ [0] * 10 ** 9 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ 2 ** 4000 }}",
    "{{ '%999999999d' % 1 }}",
    "{{ value.ljust(10 ** 9) }}",
    "{{ value | center(10 ** 9) }}",
    "{{ 1 | round(10 ** 9, 'ceil') }}",
    "{{ range(10 ** 12) | list }}",
    "{% for a in range(999) %}{% for b in range(999) %}{% endfor %}{% endfor %}",
    "{% for a in value %}{% for b in value %}{% endfor %}{% endfor %}",
    "{% set a = 'xx' %}" + "{% set a = a ~ a %}" * 60 + "{{ a }}",
    "{% set a = 'xx' %}" + "{% set a = a + a %}" * 60 + "{{ a }}",
    "{% set a = [1] %}" + "{% set a = [a, a, a, a] %}" * 60 + "{{ a }}",
    "{% set a = 3 %}" + "{% set a = a * a %}" * 60 + "{{ a }}",
    "{{ value" + "| replace('x', 'xxxxxxxxxxxxxxxx')" * 40 + " }}",
    "{{ value" + ".replace('x', 'xxxxxxxxxxxxxxxx')" * 40 + " }}",
    "{{ value" + "| title" * 200 + " }}",
    "{{ value | title }}" * 400,
    "{{ value is in value }}",
    "{% for i in range(900) %}" + "{{ 'xy' in value }}" * 300 + "{% endfor %}",
]


@pytest.mark.parametrize("source", BURNERS, ids=[source[:40] for source in BURNERS])
def test_what_would_burn_time_or_memory_is_stopped(source):
    began = time.process_time()
    with pytest.raises(TemplateError, match=r"^[^\n]*\.$"):
        compiled(source).render_payload("x" * 60_000)
    assert time.process_time() - began < 1


def test_a_template_is_compiled_once():
    assert compiled("{{ value }}") is compiled("{{ value }}")


def test_rendering_leaves_nothing_behind():
    template = compiled("{% set ns = namespace(n=0) %}{% set ns.n = ns.n + 1 %}{{ ns.n }}")
    assert [template.render_payload("") for _ in range(3)] == ["1", "1", "1"]


def test_the_globals_of_templates_cannot_be_changed():
    with pytest.raises(TemplateError):
        compiled("{{ value_json.update({'a': 1}) }}").render_payload("{}")


def test_a_template_that_keeps_taking_too_long_is_given_up():
    template = compiled("{% for a in value %}{% for b in value %}{% endfor %}{% endfor %}{{ 1 }}")
    assert template.render_payload("x") == "1"
    for number in range(3):
        with pytest.raises(TemplateError, match="takes too long"):
            template.render_payload("x" * (9000 + number))
    with pytest.raises(TemplateError, match="no longer used"):
        template.render_payload("y")


def test_the_same_payload_again_gives_the_same_text():
    template = compiled("{{ value_json.a }}")
    payloads = ['{"a":1}', '{"a":1}', '{"a":2}', '{"a":1}']
    assert [template.render_payload(payload) for payload in payloads] == ["1", "1", "2", "1"]
