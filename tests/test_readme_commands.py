"""Every command of the README does what the README says; the demo and the wheel with it."""

import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest
from fixtures.mosquitto import Mosquitto
from fixtures.program import announce_home
from fixtures.virtual_microphone import VirtualMicrophone

ROOT = Path(__file__).resolve().parent.parent
LISTEN = ".venv/bin/edge-agent --config home.yaml"
COMMANDS = [
    line
    for block in re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    for line in block.splitlines()
]
SAYS = {
    "tools/demo": "spoken commands acted on rightly",
    ".venv/bin/edge-agent devices --config home.yaml": "Kitchen Light",
    ".venv/bin/edge-agent check --config home.yaml": "",
    '.venv/bin/edge-agent parse "turn on the kitchen light" --config home.yaml': "HassTurnOn",
    '.venv/bin/edge-agent teach "movie time" --does "turn off the lights" --config home.yaml': (
        'when you say "movie time"'
    ),
}
WHEEL_MB = 20


@pytest.fixture
def configuration(mosquitto: Mosquitto, tmp_path: Path) -> Path:
    """The README's configuration, for a broker that exists."""
    announce_home(mosquitto)
    text = (ROOT / "configs" / "home.yaml").read_text()
    path = tmp_path / "home.yaml"
    text = text.replace("192.168.1.10", f"{mosquitto.host}, port: {mosquitto.port}")
    path.write_text(f"{text}\nunderstanding: {{phrases_file: phrases.json}}\n")
    return path


def runnable(command: str, configuration: Path) -> str:
    """The command as a test can run it: another configuration, and this interpreter's program."""
    program = f"{sys.executable} -m edge_agent"
    return command.replace("home.yaml", str(configuration)).replace(".venv/bin/edge-agent", program)


def test_every_command_has_a_case() -> None:
    assert set(COMMANDS) == {LISTEN, *SAYS}


@pytest.mark.slow
@pytest.mark.parametrize(("command", "expected"), SAYS.items())
def test_a_command_of_the_readme_works(command: str, expected: str, configuration: Path) -> None:
    if command == "tools/demo" and not (ROOT / ".venv" / "installed-demo").exists():
        command = ".venv/bin/edge-agent demo"  # this environment was not made by tools/setup
    done = subprocess.run(
        runnable(command, configuration),
        shell=True,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert expected in done.stdout
    assert "Traceback" not in done.stderr


def test_the_agent_listens_as_the_readme_starts_it(
    configuration: Path, mosquitto: Mosquitto, microphone: VirtualMicrophone
) -> None:
    environment = os.environ | microphone.environment
    with mosquitto.watch("edge-agent/kitchen/status") as watcher:
        agent = subprocess.Popen(runnable(LISTEN, configuration).split(), cwd=ROOT, env=environment)
        try:
            watcher.wait("edge-agent/kitchen/status", "online", within_s=60)
        finally:
            agent.send_signal(signal.SIGTERM)
        assert agent.wait(10) == 0
        watcher.wait("edge-agent/kitchen/status", "offline")


@pytest.mark.slow
def test_the_wheel_brings_its_models_along(tmp_path: Path) -> None:
    source = tmp_path / "source"
    ignored = shutil.ignore_patterns(".*", "__pycache__", "tests")
    shutil.copytree(ROOT, source, ignore=ignored)
    shutil.copy(ROOT / ".gitignore", source)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    build = [*pip, "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), str(source)]
    subprocess.run(build, check=True, timeout=300)
    (wheel,) = tmp_path.glob("*.whl")
    assert wheel.stat().st_size < WHEEL_MB * 1_000_000
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)

    program = (
        "from edge_agent.config.paths import models_directory, configs_directory\n"
        "print(models_directory(), configs_directory())\n"
        "from edge_agent.cli import main\n"
        "main()\n"
    )
    # -P keeps the checkout out of the path; the editable install comes after PYTHONPATH.
    environment = {
        "PYTHONPATH": f"{installed}:{sysconfig.get_path('purelib')}",
        "PATH": os.environ["PATH"],
    }
    done = subprocess.run(
        [sys.executable, "-P", "-c", program, "--help"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    first, *rest = done.stdout.splitlines()
    package = installed / "edge_agent"
    assert first == f"{package / '_models'} {package / '_configs'}"
    assert any("Offline voice control" in line for line in rest)
    assert (package / "_models" / "vosk-en-us-starter" / "am" / "final.mdl").is_file()
    assert (package / "demo" / "recordings" / "07-yes.wav").is_file()
