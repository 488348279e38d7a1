"""`new --continue`: what is still open in a plan is asked for, in a real pseudo-terminal."""

import pytest

from conftest import ADA_PLAN
from terminal import PROMPT, Terminal

PLAN = "plans/ada/support.md"
DRAFT = """\
---
# As we left it on Friday.
coachplan: 1
title: Support
kind: performance-support
purpose: performance
status: draft
people: {team_member: Ada Lovelace <ada@example.com>, manager: "Charles Babbage <charles@example.com>", hr: Grace}
opportunity:
  business_need: '[fill in: What does the work need?]'
development_area: Clear status updates   # hers
current_state: '[fill in: Where do things stand today?]'
goal_state: Two clear updates a week by 4 March
timeline: to be agreed
activities:
  - what: tbd
support_assets:
  - what: Half an hour with me on Mondays
update_cadence:
  every: week
  how: '[fill in: Who brings which evidence?]'
success_criteria:
  - '[fill in: What will both see?]'
responsibilities:
  team_member:
    - Prepare the update
  manager: ['[fill in: What does the manager take on?]']
---
## How we go about this

- Nothing [fill in: here] is asked for.
"""
ANSWERS = [
    *("Two updates a week, both unclear", "clear updates: 0 -> 2 per week", ""),
    *("Rehearse on Monday", "Ask George", "", "2026-02-04", "", "She shows both updates"),
    *("What the readers can plan", "Both are understood", "Nobody asks twice", "", "Time on Mondays", ""),
    *("<", "", "grace at example", "grace@example.com"),
]


@pytest.fixture
def draft(plans, git):
    folder = plans / "plans/ada/support"
    folder.mkdir(parents=True)
    (folder / "plan.md").write_text(DRAFT, encoding="utf-8")
    git(plans, "add", ".")
    git(plans, "commit", "--quiet", "--message", "Begin")
    return folder / "plan.md"


def test_what_is_open_is_asked_for_and_nothing_else_changes(draft, plans, git, coachplan) -> None:
    terminal = Terminal("-C", plans, "new", "--continue", "support")
    terminal.answer(ANSWERS)
    assert terminal.end() == 0, terminal.seen
    written, before = draft.read_text(encoding="utf-8"), DRAFT.splitlines()
    kept = [line for line in before if "fill in:" not in line and not line.startswith(("  - what: tbd", "timeline:"))]
    for line in kept:
        assert line.startswith(("people:", "goal_state:")) or f"{line}\n" in written
    assert "tbd" not in written
    assert written.count("[fill in: ") == 1
    assert written.partition("\n---\n## ")[2] == DRAFT.partition("\n---\n## ")[2]
    for added in (
        "goal_state:\n  goal: Two clear updates a week by 4 March\n  measures:",
        "business_need: 'What the readers can plan'\n",
        "timeline: {start: 2026-02-04, end: 2026-03-06}\n",
        "hr: Grace <grace@example.com>",
        "  - 'Both are understood'\n  - Nobody asks twice\n",
    ):
        assert added in written, written
    told = coachplan("-C", plans, "history", "support").out
    assert "timeline filled in" in told
    assert "1900" not in told
    assert git(plans, "log", "--format=%s").splitlines()[0].startswith("Plan: ada/support: ")
    assert int(git(plans, "rev-list", "--count", "HEAD")) == 3
    assert coachplan("-C", plans, "check").code == 0

    again = coachplan("-C", plans, "new", "--continue", "support")
    assert (again.code, again.out) == (0, "Nothing is open in ada/support\n")


def test_one_may_stop_and_go_on_later(draft, plans, coachplan) -> None:
    terminal = Terminal("-C", plans, "new", "--continue", "support")
    terminal.answer(ANSWERS[:3])
    terminal.wait_for(PROMPT)
    terminal.child.sendintr()
    assert terminal.end() == 130
    assert draft.read_text(encoding="utf-8") == DRAFT
    *_, command = terminal.seen.partition("record it as it is with coachplan ")
    arguments = "".join(command.split("\n")[:2]).split()
    assert coachplan("-C", plans, *arguments).code == 0
    assert "clear updates" in draft.read_text(encoding="utf-8")

    terminal = Terminal("-C", plans, "new", "--continue", "support")
    terminal.answer([""] * 8)
    assert terminal.end() == 0
    assert "Nothing was changed" in terminal.seen


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--continue", "support"], "--continue asks, and there is no terminal to ask"),
        (["--continue", "support", "A title", "--days", "4"], "leave out TITLE, --days"),
        (["--continue", "nobody"], "nobody"),
    ],
)
def test_it_asks_at_a_terminal_about_a_plan_that_is_there(draft, plans, coachplan, arguments, said) -> None:
    result = coachplan("-C", plans, "new", *arguments)
    assert result.code == 2
    assert said in result.err
    assert result.err.count("\n") == 1
    assert draft.read_text(encoding="utf-8") == DRAFT


def test_a_closed_plan_stays_as_it_is(ada, coachplan) -> None:
    assert (
        coachplan("-C", ada, "new", "--continue", "ada").out == "Nothing is open in ada-lovelace/clear-status-updates\n"
    )
    assert coachplan("-C", ada, "close", "ada", "--outcome", "achieved", "--date", "2026-02-04").code == 0
    before = (ada / ADA_PLAN).read_bytes()
    result = coachplan("-C", ada, "new", "--continue", "ada")
    assert result.code == 1
    assert "is closed, and stays as it is" in result.err
    assert (ada / ADA_PLAN).read_bytes() == before


def test_the_days_of_a_draft_may_be_open_and_none_is_made_up(ada, coachplan, act_as, tmp_path) -> None:
    text = (ada / ADA_PLAN).read_text(encoding="utf-8").replace("status: active", "status: draft")
    days = text[text.index("timeline:") : text.index("support_assets:")]
    (ada / ADA_PLAN).write_text(text.replace(days, "timeline: to be agreed\n"), encoding="utf-8")
    assert coachplan("-C", ada, "save").code == 0
    said = "the days of ada-lovelace/clear-status-updates are still open; `coachplan new --continue "
    for command in ("status", "agree", "calendar", "render"):
        result = coachplan("-C", ada, command, "ada", *(["--to", "md"] if command == "render" else []))
        assert (result.code, result.err.count(said)) == (1, 1), command
    listed = coachplan("-C", ada, "list").out.splitlines()[1].split("\t")
    assert listed[1:4] == ["Ada Lovelace", "draft", ""]
    shown = coachplan("-C", ada, "show", "ada")
    assert "Timeline\n  still open\n" in shown.out
    site = tmp_path / "site"
    assert coachplan("-C", ada, "site", "-o", site).code == 0
    pages = [page.read_text(encoding="utf-8") for page in site.rglob("*.html")]
    for text in (shown.out, coachplan("-C", ada, "due").out, coachplan("-C", ada, "history", "ada").out, *pages):
        assert "1900" not in text
        assert "2999" not in text
    result = coachplan("-C", ada, "edit", "ada", "--set", "timeline=2026-01-05, 30 days")
    assert "timeline filled in" in result.out
    assert coachplan("-C", ada, "edit", "ada", "--set", "timeline.end=2026-02-11").code == 0
    written = (ada / ADA_PLAN).read_text(encoding="utf-8")
    assert "timeline: {start: 2026-01-05, end: 2026-02-11}\n" in written
