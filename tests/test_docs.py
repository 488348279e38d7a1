"""What the documents say is what the code does."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("tool", ["format_tables.py", "rules.py", "settings_tables.py"])
def test_what_is_made_from_the_code_is_up_to_date(tool: str) -> None:
    done = subprocess.run([sys.executable, ROOT / "tools" / tool], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("examples/*.md")], ids=str)
def test_links_lead_somewhere(page: Path) -> None:
    import re

    targets = re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (page.parent / target).exists()] == []


@pytest.mark.long
@pytest.mark.usefixtures("unmeasured")
def test_the_demo_goes_as_told(tmp_path) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools/demo.py", tmp_path / "demo"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "activity rehearse done" in done.stdout
    assert (tmp_path / "demo/plans-of-my-team/ada.html").exists()
