"""Makes every module of tests/fixtures importable as `fixtures.<name>` and its fixtures known."""

from pathlib import Path

import hypothesis
import pytest

# The same examples each time and no deadline: a check must not fail by chance or on a slow machine.
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None, database=None)
hypothesis.settings.load_profile("steady")

_FOLDER = Path(__file__).parent / "fixtures"

pytest_plugins = [f"fixtures.{path.stem}" for path in sorted(_FOLDER.glob("[a-z]*.py"))]
# Before the first of them imports another.
pytest.register_assert_rewrite(*pytest_plugins)
