"""Makes every module of tests/fixtures importable as `fixtures.<name>` and its fixtures known."""

from pathlib import Path

_FOLDER = Path(__file__).parent / "fixtures"

pytest_plugins = [f"fixtures.{path.stem}" for path in sorted(_FOLDER.glob("[a-z]*.py"))]
