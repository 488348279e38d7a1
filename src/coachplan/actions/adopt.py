"""Adopt CI: the workflow, the key of codes, and a baseline, so that it is green at first, and red for what is new."""

from datetime import date
from pathlib import Path

from coachplan.store.files import SETTINGS_FILE
from coachplan.store.repository import Repository
from coachplan.views.path_codes import KEY_FILE, new_key

WORKFLOWS = {"github": ".github/workflows/coachplan.yml", "gitlab": ".gitlab-ci.yml"}
_PACKAGED = Path(__file__).parents[1] / "templates" / "ci"
_BASELINE = "baseline.json"


def files_of_ci(host: str, folder: Path, today: date) -> dict[str, str]:
    """Return the text of each file that CI needs in a folder, by path; a key or a baseline that is there stays."""
    key = folder / KEY_FILE
    texts = {
        WORKFLOWS[host]: (_PACKAGED / f"{host}.yml").read_text(encoding="utf-8"),
        KEY_FILE: key.read_text(encoding="ascii", errors="replace") if key.is_file() else new_key(),
    }
    if (folder / SETTINGS_FILE).is_file() and not (folder / _BASELINE).exists():
        from coachplan.actions.check import CheckRequest, baseline

        known = baseline(Repository(folder), CheckRequest(folder), today)
        texts |= {_BASELINE: known.to_bytes().decode()} if known.counts else {}
    return texts
