"""One plan from advice to follow-up, told with real commands by a manager, a team member and a peer."""

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ADA_PLAN, MANAGER, MEMBER, Coachplan, Result

PEER = "George Boole <george@example.com>"
HISTORY = (
    "plan made",
    "Charles Babbage proposed activity book",
    "Ada Lovelace chose activity points",
    "Ada Lovelace agreed to rehearse",
    "activity book declined",
    "status draft → active",
    "Ada Lovelace agreed to the terms",
    "Charles Babbage agreed to the terms",
    "check-in of 2026-01-12 by Ada Lovelace",
    'milestone "Three clear updates in a week" reached',
    "peer's view of 2026-01-20 by George Boole",
    "1 root cause, 1 adjustment",
    "timeline end 2026-02-04 → 2026-02-18",
    "activity rehearse done",
    "closed: achieved",
    "change sustained: fully",
)
WORDS = ("Monday", "Friday", "minutes", "shortens", "written", "presenting", "learn more", "needs", "root")


class Story:
    """A plan repository in which days pass and people take turns; after every step, `check` is content.

    It may remind that changed terms need agreement again (CP308), and of what a draft still lacks.
    """

    def __init__(self, plans: Path, coachplan: Coachplan, act_as: Callable[[str], None], go_to: Callable[[str], None]):
        self.plans = plans
        self._coachplan = coachplan
        self._act_as = act_as
        self._go_to = go_to

    def on(self, day: str, person: str) -> None:
        """From then on it is this day, and this person types."""
        self._go_to(day)
        self._act_as(person)

    def run(self, command: str, *arguments: str | Path) -> Result:
        result = self._coachplan("-C", self.plans, command, *arguments)
        assert result.code == 0, result.out + result.err
        found = self._coachplan("-C", self.plans, "check", "--allow-empty")
        assert found.code == 0, f"{command} {arguments}: {found.out}"
        reminders = [line for line in found.out.splitlines() if " hint: " in line and " CP308 " not in line]
        assert not reminders or self._is_draft(), f"{command} {arguments}: {found.out}"
        return result

    def says(self, command: str, *arguments: str | Path) -> str:
        result = self.run(command, *arguments)
        return result.out + result.err

    def _is_draft(self) -> bool:
        """While the team member has not said anything yet, hints remind of what is still to come."""
        return "\nstatus: draft\n" in (self.plans / ADA_PLAN).read_text(encoding="utf-8")


@pytest.fixture
def story(plans, coachplan, act_as, monkeypatch) -> Story:
    return Story(plans, coachplan, act_as, lambda day: monkeypatch.setenv("COACHPLAN_TODAY", day))


@pytest.mark.long
def test_a_plan_from_advice_to_follow_up(story, git, tmp_path) -> None:
    the_manager_sees_an_opportunity(story)
    they_put_the_plan_together(story)
    two_sessions_go_well(story)
    a_peer_is_asked(story, tmp_path / "form.md")
    the_strategy_changes_when_progress_stalls(story)
    more_time_needs_agreement_again(story)
    they_look_back(story)
    the_change_has_lasted(story)
    told = story.says("history", "ada")
    places = [told.rindex(words) for words in reversed(HISTORY)]
    assert places == sorted(places), "the newest first"
    subjects = git(story.plans, "log", "--format=%an: %s").splitlines()
    assert len(subjects) == 24, "one commit for each action, and one for the repository"
    assert not [subject for subject in subjects if any(word in subject for word in WORDS)]


def the_manager_sees_an_opportunity(story: Story) -> None:
    story.on("2026-01-02", MANAGER)
    speaks_for = (
        "--specific",
        "--coachable",
        "--business-need",
        "--aligned",
        "--potential",
        "--observed",
        "--next-role",
    )
    against = ("--no-minor-gap", "--clear-expectations", "--no-concern", "--no-core-gap", "--no-consequences")
    assert "coachplan new" in story.says("advise", *speaks_for, *against)
    rehearse = "[{id: rehearse, what: Rehearse Monday's update with a peer, proposed_by: manager, status: proposed}]"
    sections = {
        "development_area": "Giving clear, concise status updates in team meetings",
        "current_state.manager": "Two updates a week, and most are followed by clarifying questions.",
        "current_state.team_member": "I prepare them on the way to the meeting.",
        "goal_state.goal": "Give four clear, concise status updates a week in meetings by 4 February 2026",
        "activities": rehearse,
        "support_assets": "Half an hour of rehearsal every Monday",
        "update_cadence": "every Monday",
    }
    story.run(
        *("new", "Clear status updates", "--for", MEMBER, "--start", "2026-01-05"),
        *("--managers-manager", "Mary Somerville <mary@example.com>", "--hr", "Jane Marcet <jane@example.com>"),
        *("--reason", "Ada is ready to lead a project", "--aligned", "today"),
        *("--business-need", "Three teams wait for this team's status", "--aspiration", "Lead a project by summer"),
        *("--measure", "clear status updates: 2 -> 4 per week"),
        *(word for key, value in sections.items() for word in ("--set", f"{key}={value}")),
    )
    story.run("propose", "ada", "Read a book about presenting", "--id", "book")


def they_put_the_plan_together(story: Story) -> None:
    story.on("2026-01-05", MEMBER)
    habit = ("--id", "points", "--kind", "habit", "--cue", "When the invitation pops up", "--every", "day")
    story.run("propose", "ada", "Write the three points of an update down before the meeting", *habit)
    story.run("accept", "ada", "rehearse")
    story.run("decline", "ada", "book", "--why", "I learn more by doing it")
    milestones = "timeline.milestones=[{date: 2026-01-19, what: Three clear updates in a week}]"
    story.run("edit", "ada", "--set", milestones, "--set", "status=active")
    story.run("agree", "ada", "--comment", "I like it")
    story.on("2026-01-05", MANAGER)
    story.run("agree", "ada")


def two_sessions_go_well(story: Story) -> None:
    story.on("2026-01-12", MEMBER)
    first = ("--evidence", "Thursday's update took two minutes", "--win", "No follow-up questions")
    story.run("log", "ada", "--measure", "clear=3", *first, "--practice", "points=3", "--next", "Four next week")
    story.on("2026-01-19", MEMBER)
    second = ("--evidence", "Three short ones", "--win", "A short one on Friday", "--milestone", "1")
    assert "Three clear updates" in story.says("log", "ada", "--measure", "clear=3", *second, "--practice", "points=3")


def a_peer_is_asked(story: Story, form: Path) -> None:
    story.on("2026-01-20", MANAGER)
    story.run("ask", "ada", "--peer", PEER, "--about", "How Ada opens her updates", "-o", form)
    text = form.read_text(encoding="utf-8")
    assert "Three clear updates" not in text
    for key, answer in {"what": "She opened with the decision.", "why": "We could answer.", "next": "Date it."}.items():
        text = text.replace(f"{key}:", f"{key}: {answer}", 1)
    form.write_text(text, encoding="utf-8")
    story.run("log", "ada", "--from", form)


def the_strategy_changes_when_progress_stalls(story: Story) -> None:
    story.on("2026-01-26", MEMBER)
    story.run("prep", "ada")
    third = ("--evidence", "Friday's meeting was cancelled twice", "--obstacle", "Friday's meeting is often cancelled")
    change = ("--root-cause", "There is no slot on Fridays", "--adjust", "Post Friday's update in writing")
    story.run("log", "ada", "--measure", "clear=3", *third, "--practice", "points=2", *change)
    story.on("2026-02-02", MEMBER)
    story.run("log", "ada", "--measure", "clear=3", "--evidence", "The first written one was read by all")


def more_time_needs_agreement_again(story: Story) -> None:
    story.on("2026-02-03", MANAGER)
    assert "agree" in story.says("extend", "ada", "--to", "2026-02-18", "--why", "A written update is a new way to try")
    assert "agreement again" in story.says("show", "ada")
    story.run("agree", "ada")
    story.on("2026-02-03", MEMBER)
    story.run("agree", "ada")
    assert "agreement again" not in story.says("show", "ada")
    for day in ("2026-02-09", "2026-02-16"):
        story.on(day, MEMBER)
        story.run("log", "ada", "--measure", "clear=4", "--evidence", "Four, one of them in writing", "--win", "4!")


def they_look_back(story: Story) -> None:
    story.on("2026-02-16", MEMBER)
    story.run("done", "ada", "rehearse", "--learned", "Saying it aloud shortens it")
    story.on("2026-02-18", MANAGER)
    words = ("--helped", "Writing the points down", "--hindered", "Cancelled meetings", "--summary", "Four a week")
    story.run("close", "ada", "--outcome", "achieved", *words, "--follow-up", "+30d")
    story.on("2026-02-18", MEMBER)
    story.run("close", "ada", "--own-words", "I look forward to Mondays now.")


def the_change_has_lasted(story: Story) -> None:
    story.on("2026-03-16", MANAGER)
    assert "follow" in story.says("due", "--days", "7")
    story.on("2026-03-20", MEMBER)
    lasted = ("--sustained", "fully", "--measure", "clear=4", "--evidence", "Four a week since")
    story.run("follow-up", "ada", *lasted)
    assert "follow" not in story.says("due", "--days", "60")
