"""Makes every module of tests/fixtures importable as `fixtures.<name>` and its fixtures known."""

from pathlib import Path

import pytest

_FOLDER = Path(__file__).parent / "fixtures"

pytest_plugins = [f"fixtures.{path.stem}" for path in sorted(_FOLDER.glob("[a-z]*.py"))]
# Before the first of them imports another.
pytest.register_assert_rewrite(*pytest_plugins)
