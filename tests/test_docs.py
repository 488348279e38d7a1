"""What the documents say is what the code does."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import tutorial

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("tool", ["format_tables.py", "rules.py", "settings_tables.py", "shell_files.py"])
def test_what_is_made_from_the_code_is_up_to_date(tool: str) -> None:
    done = subprocess.run([sys.executable, ROOT / "tools" / tool], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


PAGES = sorted(
    [*ROOT.glob("*.md"), *(page for part in ("docs", "examples", "benchmarks") for page in ROOT.glob(f"{part}/*.md"))]
)
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def links(page: Path) -> list[Path]:
    """The files that a page leads to."""
    targets = _LINK.findall(page.read_text(encoding="utf-8"))
    paths = [target.partition("#")[0] for target in targets if "://" not in target]
    return [(page.parent / path).resolve() if path else page for path in paths]


def anchors(page: Path) -> set[str]:
    """The names that a page's headings can be reached by, as forges make them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    assert [target for target in links(page) if not target.exists()] == []
    for target in _LINK.findall(page.read_text(encoding="utf-8")):
        path, _, anchor = target.partition("#")
        if anchor and "://" not in target:
            assert anchor in anchors(page.parent / path if path else page), target


def test_every_command_is_in_the_list_in_the_order_of_use() -> None:

    from coachplan.cli import root

    text = (ROOT / "docs/commands.md").read_text(encoding="utf-8")

    assert re.findall(r"^\| `coachplan ([a-z-]+)", text, re.MULTILINE) == root.list_commands(None)


@pytest.fixture
def play(tmp_path, monkeypatch, own_world, coachplan):
    """Goes through a tutorial as it is written, and returns all that was printed; nobody has told git who they are."""
    (own_world / ".gitconfig").write_text("", encoding="utf-8")

    def run(page: str) -> str:
        return tutorial.play(
            page, tmp_path, lambda arguments, folder: coachplan(*arguments, cwd=folder), monkeypatch.setenv
        )

    return run


def test_the_tutorial_goes_as_written_for_two_people_without_a_git_command(play, tmp_path, coachplan, git) -> None:
    assert "Ada Lovelace agreed to rehearse" in play("tutorial.md")
    assert "<h1" in (tmp_path / "ada.html").read_text(encoding="utf-8")
    assert git(tmp_path / "shared.git", "rev-parse", "HEAD") == git(tmp_path / "charles", "rev-parse", "HEAD")
    authors = git(tmp_path / "shared.git", "log", "--format=%ae").split()
    assert {*authors} == {"ada@example.com", "charles@example.com"}
    assert coachplan("-C", tmp_path / "charles", "verify").code == 0


def test_the_tutorial_of_circles_goes_as_written_and_nobody_gets_what_is_not_theirs(
    play, tmp_path, coachplan, git
) -> None:
    said = play("circles.md")
    assert said.count("Shared ") >= 6
    (second,) = (tmp_path / "charles").glob("circle-*")
    for place, own, other in (
        *(
            (tmp_path / remote, name, stranger)
            for remote, name, stranger in (
                ("ada-and-charles.git", "Ada", "Grace"),
                ("grace-and-charles.git", "Grace", "Ada"),
            )
        ),
        (tmp_path / "ada/plans", "Ada", "Grace"),
        (tmp_path / "grace/plans", "Grace", "Ada"),
        (second, "Grace", "Ada"),
    ):
        everything = git(place, "log", "--all", "--patch", "--format=%an %s", "--", "plans")
        assert (own in everything, other in everything) == (True, False), place
    for person, number in (("charles", 2), ("jane", 2), ("ada", 1), ("grace", 1)):
        listed = (tmp_path / person / "config/coachplan/workspace.toml").read_text(encoding="utf-8")
        assert listed.count(str(tmp_path / person)) == number
    for clone in (tmp_path / "charles/with-ada", second, tmp_path / "jane/with-ada", tmp_path / "jane/with-grace"):
        assert coachplan("-C", clone, "verify").code == 0


@pytest.mark.parametrize("number", [0, 1])
def test_an_example_of_the_format_is_in_order(plans, coachplan, monkeypatch, number: int) -> None:
    text = (ROOT / "docs/plan-format.md").read_text(encoding="utf-8")
    example = re.findall(r"^```yaml\n(---\ncoachplan: 1\ntitle.*?)^```", text, re.MULTILINE | re.DOTALL)[number]
    monkeypatch.setenv("COACHPLAN_TODAY", "2026-01-05")
    folder = plans / "plans/ada-lovelace/example"
    folder.mkdir(parents=True)
    (folder / "plan.md").write_text(example, encoding="utf-8")
    result = coachplan("-C", plans, "check")
    assert result.code == 0, result.out
    assert ("All well" in result.out) == (number == 1)  # the smallest one has no measure, which gets a hint


@pytest.mark.long
def test_the_demo_goes_as_told(tmp_path) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools/demo.py", tmp_path / "demo"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "activity rehearse done" in done.stdout
    assert (tmp_path / "demo/plans-of-my-team/ada.html").exists()


def test_the_limits_of_the_security_page_are_those_of_the_code() -> None:
    from coachplan.format import front_matter, strict_yaml
    from coachplan.store import files, own_templates, templating

    page = " ".join((ROOT / "SECURITY.md").read_text(encoding="utf-8").split())
    kib, mib = 1024, 1024 * 1024
    assert files.MAX_BYTES == front_matter.MAX_FILE_BYTES == mib
    for said in (
        f"at most {files.MAX_BYTES // mib} MiB, its front matter {front_matter.MAX_FRONT_MATTER_BYTES // kib} KiB",
        f"KiB and {strict_yaml.MAX_DEPTH} levels",
        f"at most {own_templates.MAX_FILES:,} files and folders, and {own_templates.MAX_BYTES // mib} MiB",
        f"write at most {templating.MAX_CHARACTERS // mib} MiB",
    ):
        assert said in page, said
    for test in re.findall(r"`(tests/[\w/.]+|test_\w+\.py)`", page):
        assert (ROOT / test).exists() or (ROOT / "tests/commands" / test).exists(), test
    for command in re.findall(r"`coachplan ([a-z]+)", page):
        assert (ROOT / f"src/coachplan/commands/{command}.py").exists(), command
