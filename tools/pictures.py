"""Draw the pictures of the documentation from the example of Ada Lovelace: `python tools/pictures.py`.

`docs/rendered-page.png` is the top of the rendered page and needs a Chromium on the PATH; `docs/terminal.svg` is what
`coachplan list` and `coachplan show` print on a terminal.
"""

import os
import pty
import re
import shutil
import subprocess
import sys
import termios
from datetime import date
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.text import Text

from coachplan.reports.documents import to_html
from coachplan.reports.page import page
from coachplan.repository import Repository

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
TODAY = date(2026, 10, 29)
PAGE_SIZE = (1200, 1500)
COLUMNS, ROWS = 118, 60
SCENE: tuple[tuple[tuple[str, ...], int | None], ...] = ((("list",), None), (("show", "ada"), 46))
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def main() -> None:
    """Draw both pictures; say which one could not be drawn."""
    DOCS.mkdir(exist_ok=True)
    problems = [problem for problem in (draw_page(), draw_terminal()) if problem]
    if problems:
        raise SystemExit("\n".join(problems))


def draw_page() -> str | None:
    """Write `docs/rendered-page.png`; the answer says why not."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        return f"rendered-page.png: there is no {' or '.join(BROWSERS)} on the PATH"
    with TemporaryDirectory() as folder:
        document = Path(folder, "page.html")
        document.write_text(ada_as_html(), encoding="utf-8")
        picture = Path(folder, "page.png")
        options = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--hide-scrollbars",
        ]
        options += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
        options += [f"--user-data-dir={folder}/profile", f"--screenshot={picture}"]
        options += ["--blink-settings=preferredColorScheme=1", f"--window-size={PAGE_SIZE[0]},{PAGE_SIZE[1]}"]
        subprocess.run([browser, *options, document.as_uri()], check=True, capture_output=True, timeout=120)
        shutil.copyfile(picture, DOCS / "rendered-page.png")
    return None


def ada_as_html() -> str:
    """The rendered page of Ada's example."""
    repository = Repository(ROOT / "examples")
    folder = repository.plan("ada")
    plan, check_ins = repository.read_plan(folder), repository.read_check_ins(folder)
    if plan.content is None:
        raise SystemExit(f"{folder.plan_path} cannot be read")
    data = page(
        plan.content,
        plan.body,
        [entry.content for entry in check_ins if entry.content],
        labels=repository.settings.labels,
        today=TODAY,
        notes=[entry.body for entry in check_ins if entry.content],
    )
    return to_html(None, data)


def draw_terminal() -> str | None:
    """Write `docs/terminal.svg`: what people type, and what they see; the answer says why not."""
    shown = []
    for arguments, lines in SCENE:
        typed = " ".join(("coachplan", *arguments))
        output, status = on_a_terminal([sys.executable, "-m", "coachplan", "-C", "examples", *arguments])
        if status:
            reason = Text.from_ansi(output).plain.strip().splitlines() or ["no output"]
            return f"terminal.svg: `{typed}` ended with {status}: {reason[-1]}"
        shown += [f"\033[1;32m$\033[0m {typed}{'' if lines is None else f' | head -{lines}'}"]
        shown += [*output.strip("\n").split("\n")[:lines], ""]
    console = Console(record=True, width=COLUMNS, file=StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text.from_ansi("\n".join(shown[:-1])))
    svg = console.export_svg(title="coachplan", unique_id="coachplan")
    (DOCS / "terminal.svg").write_text(without_remote_fonts(svg), encoding="utf-8")
    return None


def on_a_terminal(command: list[str]) -> tuple[str, int]:
    """What a command prints on a terminal, and its exit status."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (ROWS, COLUMNS))
    surroundings = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "CI")}
    surroundings |= {"COLUMNS": str(COLUMNS), "LINES": str(ROWS), "TERM": "xterm-256color", "FORCE_COLOR": "1"}
    surroundings |= {"COACHPLAN_TODAY": TODAY.isoformat(), "PAGER": "cat"}
    process = subprocess.Popen(
        command, cwd=ROOT, env=surroundings, stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.STDOUT
    )
    os.close(theirs)
    output = b"".join(iter(lambda: read_some(ours), b""))
    os.close(ours)
    return output.decode("utf-8").replace("\r\n", "\n"), process.wait()


def read_some(descriptor: int) -> bytes:
    """The next bytes; none where the other side of the terminal is closed."""
    try:
        return os.read(descriptor, 65536)
    except OSError:
        return b""


def without_remote_fonts(svg: str) -> str:
    """The picture with the reader's own monospaced font, so that it loads nothing."""
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


if __name__ == "__main__":
    main()
