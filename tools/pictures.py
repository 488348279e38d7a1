"""Draw the pictures of the documentation from the examples: `python tools/pictures.py`.

`docs/site-*.png` are pages of the examples' site and need a Chromium on the PATH; `docs/terminal.svg` is what
`coachplan list` and `coachplan show` print on a terminal.
"""

import os
import pty
import re
import subprocess
import sys
import termios
from datetime import date
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.text import Text

import chromium

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
TODAY = date(2026, 10, 29)
PAGES = {
    "site-home.png": ("index.html", (1366, 1000), "light"),
    "site-home-dark.png": ("index.html", (1366, 1000), "dark"),
    "site-plan.png": ("plans/ada-lovelace/clear-status-updates.html", (1366, 1500), "light"),
    "site-phone.png": ("plans/hannah-weiss/from-analyst-to-senior-analyst.html", (390, 844), "light"),
}
"""Each picture of the site: its page, how much of it is seen, and in which colours."""

COLUMNS, ROWS = 118, 60
SCENE: tuple[tuple[tuple[str, ...], int | None], ...] = ((("list",), None), (("show", "ada"), 46))


def main() -> None:
    """Draw all pictures; say which could not be drawn."""
    DOCS.mkdir(exist_ok=True)
    problems = [problem for problem in (draw_site(), draw_terminal()) if problem]
    if problems:
        raise SystemExit("\n".join(problems))


def draw_site() -> str | None:
    """Write the pictures of the examples' site; the answer says why not."""
    if chromium.path() is None:
        return f"site-*.png: {chromium.MISSING}"
    from playwright.sync_api import sync_playwright

    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder, "site")
        command = [sys.executable, "-m", "coachplan", "-C", "examples", "site", "-o", str(site)]
        subprocess.run(command, cwd=ROOT, env={**os.environ, "COACHPLAN_TODAY": str(TODAY)}, check=True)
        browser = chromium.launch(playwright)
        for name, (path, (width, height), scheme) in PAGES.items():
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            page.goto((site / path).as_uri())
            page.screenshot(path=DOCS / name)
            page.close()
        browser.close()
    return None


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
