"""The example repository, made once and copied for each test: there are many tests here."""

import shutil
from pathlib import Path

import pytest

ROOT_FIXTURES = Path(__file__).parents[1] / "conftest.py"


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the repository that is copied goes."""
    return tmp_path_factory.mktemp("template") / "plans-repository"


@pytest.fixture
def ada(request: pytest.FixtureRequest, tmp_path: Path, coachplan, act_as, made_once: Path) -> Path:
    """A plan repository with one complete, active plan, made by Ada: `ada-lovelace/clear-status-updates`."""
    if not made_once.exists():
        act_as("Ada Lovelace <ada@example.com>")
        known = made_once.with_name("ada.yaml")
        known.write_text(request.config.pluginmanager.get_plugin(str(ROOT_FIXTURES)).ADA, encoding="utf-8")
        assert coachplan("init", made_once).code == 0
        assert coachplan("-C", made_once, "new", "--from", known).code == 0
        assert coachplan("-C", made_once, "edit", "ada", "--set", "status=active").code == 0
        shutil.rmtree(made_once / ".git/hooks")
        act_as("Charles Babbage <charles@example.com>")
    return shutil.copytree(made_once, tmp_path / "plans-repository", symlinks=True)
