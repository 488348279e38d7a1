"""The guided conversations, in a real pseudo-terminal."""

import re
from pathlib import Path

import pytest

from coachplan.format import read_parts
from conftest import ADA_PLAN, MEMBER
from terminal import PROMPT, Terminal

NUMBERED = ("name", "baseline", "target")
PEOPLE = ["Ada Lovelace <ada@example.com>", "Mary <mary@example.com>", ""]
WHY = ["", "Three teams wait for her", "", ""]
SECTIONS = [
    *("Listening before answering", "I answer quickly", "Ask one question first in 8 of 10 meetings"),
    *("questions first: 3 -> 8", "interruptions: 5 -> 1", "", "Count it", "Ask George"),
    *("", "", "", "A book", "", "every Monday"),
]


@pytest.fixture
def answered(plans):
    terminal = Terminal("-C", plans, "new", "Listen first")
    terminal.answer([*PEOPLE, *WHY, *SECTIONS])
    assert terminal.end() == 0, terminal.seen
    return terminal, (plans / "plans/ada-lovelace/listen-first/plan.md").read_text(encoding="utf-8")


def test_new_asks_for_the_seven_sections_in_turn_with_guidance_and_an_example(answered) -> None:
    terminal, _ = answered
    places = [terminal.seen.index(f"{number}/7 ") for number in range(1, 8)]
    assert places == sorted(places)
    assert terminal.seen.count("Such as: ") >= 7


def test_the_answers_make_a_plan_that_is_in_order(answered, plans, coachplan) -> None:
    _, text = answered
    assert "manager: I answer quickly" in text
    assert "  start: 2026-02-04\n  end: 2026-03-06\n" in text
    assert "- what: Count it\n    proposed_by: manager\n    status: proposed\n" in text
    result = coachplan("-C", plans, "check")
    assert result.code == 0, result.out


def test_new_asks_briefly_why_there_is_to_be_a_plan_and_when_the_own_manager_knew(plans) -> None:
    terminal = Terminal("-C", plans, "new", "Listen first", "--reason", "Growth")
    terminal.answer([*PEOPLE, "Three teams wait", "", "<", "To lead a project", "tomorrow", "2026-02-03", *SECTIONS])
    assert terminal.end() == 0, terminal.seen
    assert "still to come" in terminal.seen
    text = (plans / "plans/ada-lovelace/listen-first/plan.md").read_text(encoding="utf-8")
    assert text.count("opportunity:") == 1
    for line in ("reason: Growth", "business_need: Three teams wait", "aspiration: To lead a project"):
        assert f"  {line}\n" in text
    assert "  aligned_with_managers_manager: 2026-02-03\n" in text


def test_sections_can_be_skipped_and_come_back_to(plans) -> None:
    terminal = Terminal("-C", plans, "new", "Listen first")
    terminal.answer([*PEOPLE, *WHY, "", "I answer quickly", "", "", "", "", "", "", "1", "Listening", "9", ""])
    assert terminal.end() == 0
    assert "a number from 1 to" in terminal.seen
    text = (plans / "plans/ada-lovelace/listen-first/plan.md").read_text(encoding="utf-8")
    assert "development_area: Listening\n" in text
    assert "goal_state: '[fill in:" in text


def test_one_can_go_back_and_answer_anew(plans) -> None:
    terminal = Terminal("-C", plans, "new", "Listen first")
    terminal.answer([*PEOPLE, *WHY, "Listning", "<", "Listening", *SECTIONS[1:]])
    assert terminal.end() == 0
    text = (plans / "plans/ada-lovelace/listen-first/plan.md").read_text(encoding="utf-8")
    assert "development_area: Listening\n" in text


def test_what_cannot_be_read_is_explained_and_asked_again(plans) -> None:
    terminal = Terminal("-C", plans, "new", "Listen first")
    terminal.answer(
        [*PEOPLE, *WHY, *SECTIONS[:-5], "someday", "2026-02-09", "+14d", "A book", "", "bi-weekly", "every 2 weeks"]
    )
    assert terminal.end() == 0
    assert "'someday' is not a day" in terminal.seen
    assert "two readings" in terminal.seen
    text = (plans / "plans/ada-lovelace/listen-first/plan.md").read_text(encoding="utf-8")
    assert "  start: 2026-02-09\n  end: 2026-02-23\n" in text


@pytest.mark.parametrize("how", ["interrupt", "end of input"])
def test_what_was_typed_is_kept_when_one_stops(plans, coachplan, how) -> None:
    terminal = Terminal("-C", plans, "new", "Listen first")
    terminal.answer([*PEOPLE, *WHY, "Listening before answering"])
    terminal.child.expect_exact(PROMPT)
    terminal.child.sendintr() if how == "interrupt" else terminal.child.sendeof()
    assert terminal.end() == 130
    kept = re.search(r"--from (\S+\.md)", terminal.seen)
    assert kept, terminal.seen
    assert not (plans / "plans/ada-lovelace").exists()
    result = coachplan("-C", plans, "new", "--from", kept[1])
    assert result.code == 0, result.err
    assert "Listening before answering" in (plans / "plans/ada-lovelace/listen-first/plan.md").read_text()


def test_log_begins_with_what_was_agreed_and_the_evidence(ada, coachplan) -> None:
    for day in ("2026-01-12", "2026-01-19", "2026-01-26", "2026-02-02"):
        coachplan("-C", ada, "log", "ada", "--date", day, "--win", "x")
    coachplan("-C", ada, "log", "ada", "--date", "2026-02-03", "--measure", "clear=3", "--next", "Four updates")
    terminal = Terminal("-C", ada, "log", "ada")
    terminal.answer(
        [
            *("Three meetings, two minutes each", ""),
            *(
                "I wrote them down",
                "4",
                "",
                "Quiet room",
                "",
                "",
                "You paused",
                "They followed",
                "",
                "",
                "Keep going",
                "",
            ),
        ]
    )
    assert terminal.end() == 0, terminal.seen
    seen = terminal.seen
    order = [
        "1/8 Evidence",
        "Agreed on 2026-02-03: Four updates",
        "2/8 Reflection",
        "3/8 Measures",
        "2 → 4, last 3",
    ]
    order += ["4/8 Wins", "5/8 Obstacles", "6/8 Feedback", "7/8 Adjustments", "8/8 Next steps", "Recorded"]
    places = [seen.index(part) for part in order]
    assert places == sorted(places)
    (path,) = (ada / ADA_PLAN).parent.glob("check-ins/2026-02-04-*")
    text = path.read_text(encoding="utf-8")
    for part in (
        "- Three meetings, two minutes each",
        "answer: I wrote them down",
        "clear status updates: 4",
        "why: They followed",
    ):
        assert part in text
    assert "obstacles" not in text


def test_log_with_no_answers_at_all_is_refused(ada) -> None:
    terminal = Terminal("-C", ada, "log", "ada")
    terminal.answer([""] * 9)
    assert terminal.end() == 1
    assert "says nothing yet" in terminal.seen


def test_flags_never_ask(ada) -> None:
    terminal = Terminal("-C", ada, "log", "ada", "--win", "x")
    assert terminal.end() == 0
    terminal = Terminal("-C", ada, "new", "T", "--for", "Bob <bob@example.com>", "--set", "development_area=x")
    assert terminal.end() == 0


# A shell would take what is in here for its own, were it offered.
HOSTILE = """\
goal_state:
  goal: x
  measures:
    - {name: "$(touch evil) clear updates `touch evil`", baseline: 2, target: 4}
    - {name: Questions about updates *, baseline: 2, target: 1}
    - just a text
activities:
- {id: rehearse-aloud, what: x}
- {id: $(touch evil), what: y}
timeline:
  start: 2026-01-05
  end: 2026-02-04
  milestones:
    - {date: 2026-01-12, what: $(touch evil), reached: 2026-01-12}
    - {date: 2026-01-19, what: y}
$(touch evil): x
"""


OFFERED = [
    (["show", "ada"], ["ada-lovelace/clear-status-updates"]),
    (["show", "clear"], ["clear-status-updates"]),
    (["new", "--follows", "ada"], ["ada-lovelace/clear-status-updates"]),
    (["done", "ada", "rehe"], ["rehearse-aloud"]),
    (["done", "ada", "''"], ["rehearse-aloud"]),
    (["rule", "CP10"], ["CP101", "CP102", "CP103"]),
    (["rule", "placeholder"], ["placeholder-left"]),
    (["check", "--select", "CP204,placeholder"], ["CP204,placeholder-left"]),
    (["log", "ada", "--measure", "''"], ["touch=", "questions="]),
    (["log", "ada", "--measure", "cl"], ["clear="]),
    (["log", "ada", "--measure", "upd"], []),
    (["log", "ada", "--milestone", "''"], ["2"]),
    (["revise", "ada", "--measure", "abo"], ["about"]),
    (["edit", "ada", "--set", "timeline.st"], ["timeline.start="]),
    (["edit", "ada", "--set", "goal_state.measures.1"], [f"goal_state.measures.1.{k}=" for k in NUMBERED]),
    (["edit", "ada", "--set", "'$('"], []),
    (["new", "--template", "''"], ["coaching", "own", "performance-concern", "performance-support", "role-growth"]),
    (["new", "--for", "ada@"], ["ada@example.com"]),
    (
        ["status", "--manager", "''"],
        ["ada@example.com", "charles@example.com", "jane@example.com", "mary@example.com"],
    ),
    (["sync", "--take", "m"], ["mine"]),
    (["sync", "--take", "'theirs a'"], ["theirs ada-lovelace/clear-status-updates:"]),
    (["sync", "--take", "'mine ada:timeline.e'"], ["mine ada:timeline.end"]),
    (["sync", "--take", "'$(x) ada:timeline.e'"], []),
    (["-C", "nowhere", "show", "a"], []),
]


def test_completion_offers_plain_words_and_never_what_somebody_wrote(ada, coachplan, monkeypatch) -> None:
    path = ada / ADA_PLAN
    head = path.read_text(encoding="utf-8").partition("\ncurrent_state:")[0]
    path.write_text(f"{head}\n{HOSTILE}---\n", encoding="utf-8")
    (ada / "templates/plans").mkdir(parents=True)
    for name in ("own", "$(touch evil)"):
        (ada / f"templates/plans/{name}.md.j2").write_text("{# x #}", encoding="utf-8")
    monkeypatch.setenv("_COACHPLAN_COMPLETE", "complete_bash")
    for words, offered in OFFERED:
        monkeypatch.setenv("COMP_WORDS", f"coachplan {' '.join(words)}")
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        result = coachplan(cwd=ada)
        found = [word for word in result.out.splitlines() if word]
        assert (words, found[: len(offered) or None]) == (words, offered)
        assert (result.code, result.err) == (0, "")
    assert not (ada / "evil").exists()


@pytest.mark.parametrize(
    "text", ["---\n- a\n---\n", "\0", "---\ngoal_state: {measures: {name: [x]}}\n---\n", "a: &a [*a]"]
)
def test_completion_in_a_plan_that_cannot_be_read_offers_nothing(ada, coachplan, monkeypatch, text) -> None:
    (ada / ADA_PLAN).write_text(text, encoding="utf-8")
    monkeypatch.setenv("_COACHPLAN_COMPLETE", "complete_zsh")
    for words in ("log ada --measure x", "edit ada --set timeline.", "log ada --milestone 1", "done ada x"):
        monkeypatch.setenv("_TYPER_COMPLETE_ARGS", f"coachplan {words}")
        result = coachplan(cwd=ada)
        assert (result.code, result.out.strip(), result.err) == (0, "_files", "")


def test_going_back_and_on_keeps_the_answer(ada) -> None:
    terminal = Terminal("-C", ada, "log", "ada")
    terminal.answer(["Evidence one", "", "<", "", "", "many", "3", "", "", "", "", "", ""])
    assert terminal.end() == 0, terminal.seen
    assert "Enter keeps your answer: Evidence one" in terminal.seen
    assert "a value as in 4 belongs here" in terminal.seen
    (path,) = (ada / ADA_PLAN).parent.glob("check-ins/*.md")
    assert "- Evidence one" in path.read_text(encoding="utf-8")


def test_a_list_that_is_broken_off_is_kept(ada) -> None:
    terminal = Terminal("-C", ada, "log", "ada")
    terminal.answer(["Evidence one", "Evidence two"])
    terminal.child.expect_exact(PROMPT)
    terminal.child.sendintr()
    assert terminal.end() == 130
    kept = re.search(r"--from (\S+\.md)", terminal.seen)
    assert kept
    assert "Evidence two" in Path(kept[1]).read_text(encoding="utf-8")


def test_one_can_go_back_among_the_people(plans) -> None:
    terminal = Terminal("-C", plans, "new")
    first = ["<", "Listening", "Eve <eve@example.com>", "<", "<", "Listen first", PEOPLE[0], PEOPLE[1], "<", ""]
    terminal.answer([*first, "", "<", *WHY, *SECTIONS])
    assert terminal.end() == 0, terminal.seen
    assert terminal.seen.count("nothing to go back to here") == 2
    assert "`coachplan edit` changes later what you said before" in terminal.seen
    assert "Title [Listening]" in terminal.seen
    assert "[Mary <mary@example.com>]" in terminal.seen
    text = (plans / "plans/ada-lovelace/listen-first/plan.md").read_text(encoding="utf-8")
    assert "team_member: Ada Lovelace <ada@example.com>" in text
    assert "managers_manager: Mary <mary@example.com>" in text
    assert "Eve" not in text


def test_a_name_without_an_email_is_asked_for_it_once_and_may_stay_so(plans) -> None:
    terminal = Terminal("-C", plans, "new", "Listen first")
    terminal.answer(["Ada", "ada at example", "ada@example.com", "Mary", "", "", *WHY, *SECTIONS])
    assert terminal.end() == 0, terminal.seen
    assert "Enter leaves it open" in terminal.seen
    text = (plans / "plans/ada/listen-first/plan.md").read_text(encoding="utf-8")
    assert "team_member: Ada <ada@example.com>\n" in text
    assert "managers_manager: Mary\n" in text


def test_who_makes_their_own_plan_says_who_coaches(plans, act_as) -> None:
    act_as(MEMBER)
    terminal = Terminal("-C", plans, "new", "Listen first")
    terminal.answer([MEMBER, "Charles <charles@example.com>", "", "", *WHY[:3], *SECTIONS])
    assert terminal.end() == 0, terminal.seen
    assert "Who coaches?" in terminal.seen
    text = (plans / "plans/ada-lovelace/listen-first/plan.md").read_text(encoding="utf-8")
    assert "  manager: Charles <charles@example.com>\n" in text


def test_a_goal_takes_several_measures_one_a_line(answered) -> None:
    _, text = answered
    assert text.count("direction: ") == 2
    assert "name: questions first" in text
    assert "name: interruptions" in text


def test_going_back_shows_the_answer_that_enter_keeps(plans) -> None:
    terminal = Terminal("-C", plans, "new", "Listen first")
    goal = ["Ask one question first in 8 of 10 meetings", "questions first: 3 -> 8", ""]
    terminal.answer([*PEOPLE, *WHY, *SECTIONS[:2], *goal, "<", "", *SECTIONS[6:]])
    assert terminal.end() == 0, terminal.seen
    assert "Enter keeps your answer: Ask one question first in 8 of 10 meetings" in terminal.seen
    terminal = Terminal("-C", plans, "new", "Listen more")
    terminal.answer([*PEOPLE, "Three teams wait", "<", *["x " * 60], "<", *WHY, *SECTIONS])
    assert terminal.end() == 0, terminal.seen
    assert "Enter keeps your answer: Three teams wait" in terminal.seen
    assert "Enter keeps your answer: x x" in terminal.seen
    assert "…" in terminal.seen


def test_log_looks_for_what_is_behind_a_stall_and_ticks_what_was_practised(ada, coachplan, act_as) -> None:
    act_as(MEMBER)
    plan = ada / ADA_PLAN
    text = plan.read_text(encoding="utf-8")
    text = text.replace(
        "  end: 2026-02-04\n", "  end: 2026-02-04\n  milestones: [{date: 2026-02-02, what: Four at last}]\n"
    )
    habit = "  - {id: points, what: Three points, kind: habit}\n"
    plan.write_text(text.replace("timeline:\n", f"{habit}timeline:\n"), encoding="utf-8")
    assert coachplan("-C", ada, "save").code == 0
    for day in ("2026-01-12", "2026-01-19", "2026-01-26", "2026-02-02"):
        coachplan("-C", ada, "log", "ada", "--date", day, "--measure", "clear=3", "--measure", "follow=1")
    terminal = Terminal("-C", ada, "log", "ada")
    answers = [
        "",
        "I hurried",
        "",
        "",
        "often",
        "3",
        "maybe",
        "y",
        "",
        "",
        "Fridays are full",
        "",
        "",
        "Thursdays",
        "",
        "",
    ]
    terminal.answer(answers)
    assert terminal.end() == 0, terminal.seen
    order = [
        *("1/11 Evidence", "clear status updates: last 3, about 3.9 expected then", "2/11 Reflection", "3/11 Measures"),
        *(
            "4/11 Practice",
            "how many times, such as 3, or Enter",
            "5/11 Milestones",
            "Four at last",
            "y or n, or Enter",
        ),
        *("8/11 Root cause", "The strategy is looked at, not the person", "3 on 2026-01-26"),
        *("10/11 Adjustments", "What will you try instead?", "★ Reached: Four at last", "The last day is here"),
    ]
    assert [part for part in order if part not in terminal.seen] == [], terminal.seen
    places = [terminal.seen.index(part) for part in order]
    assert places == sorted(places)
    (path,) = plan.parent.glob("check-ins/2026-02-04-*")
    text = path.read_text(encoding="utf-8")
    for part in ("  points: 3\n", "  - Four at last\n", "root_cause:\n  - Fridays are full\n", "  - Thursdays\n"):
        assert part in text
    assert "reached: 2026-02-04" in plan.read_text(encoding="utf-8")


def test_log_of_a_peer_asks_about_the_behaviour_only(ada) -> None:
    terminal = Terminal("-C", ada, "log", "ada", "--peer", "George Boole <george@example.com>")
    terminal.answer(["Listening", "You paused", "I could think", ""])
    assert terminal.end() == 0, terminal.seen
    assert "1/2 Behaviour" in terminal.seen
    assert "clear status" not in terminal.seen
    (path,) = (ada / ADA_PLAN).parent.glob("check-ins/*-george-boole-*.md")
    assert "about: Listening\n" in path.read_text(encoding="utf-8")


def test_ask_asks_for_what_is_missing(ada, tmp_path) -> None:
    terminal = Terminal("-C", ada, "ask", "ada", "-o", str(tmp_path / "form.md"))
    terminal.answer(["<george", "George Boole <george@example.com>", "Listening"])
    assert terminal.end() == 0, terminal.seen
    assert "about: Listening\n" in (tmp_path / "form.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [60, 80, 100])
def test_prep_fits_on_a_terminal(ada, coachplan, width) -> None:
    coachplan("-C", ada, "log", "ada", "--date", "2026-01-12", "--measure", "clear=3", "--win", "A calm meeting")
    terminal = Terminal("-C", ada, "prep", "ada", columns=width)
    assert terminal.end() == 0
    assert "To celebrate" in terminal.seen
    assert max(map(len, terminal.seen.splitlines())) <= width


def test_a_plan_without_measures_is_not_asked_for_them(ada) -> None:
    plan = ada / ADA_PLAN
    text = plan.read_text(encoding="utf-8")
    plan.write_text(re.sub(r"  measures:\n(?:  [ -].*\n)+(?=\w)", "", text), encoding="utf-8")
    assert "measures:" not in plan.read_text(encoding="utf-8")
    terminal = Terminal("-C", ada, "log", "ada")
    terminal.answer(["Seen", *[""] * 7])
    assert terminal.end() == 0, terminal.seen
    assert "Measures" not in terminal.seen
    assert "3/7 Wins" in terminal.seen


def test_a_paste_is_one_answer_to_the_question_that_was_read(ada) -> None:
    terminal = Terminal("-C", ada, "log", "ada")
    terminal.paste("She opened with the risks.\n\nThen with the plan.\n")
    terminal.answer([""])
    terminal.paste("I wrote them down\nbefore the meeting " + "and again " * 600)
    terminal.answer(["3", ""])
    terminal.paste("- Quiet room\n- All came\n")
    terminal.answer(["", "", "", "", ""])
    assert terminal.end() == 0, terminal.seen
    (path,) = (ada / ADA_PLAN).parent.glob("check-ins/*.md")
    said = read_parts(path.read_bytes())[0]
    assert said["evidence"] == ["She opened with the risks.\n\nThen with the plan."]
    assert (
        said["reflections"][0]["answer"] == "I wrote them down\nbefore the meeting " + "and again " * 599 + "and again"
    )
    assert said["wins"] == ["Quiet room", "All came"]
    assert said["measures"] == {"clear status updates": "3"}


def test_a_question_explains_itself_and_names_bytes_that_are_not_text(plans) -> None:
    terminal = Terminal("-C", plans, "new", "Listen first")
    terminal.answer([*PEOPLE, *WHY[:3], "?", "", "?"])
    terminal.enter_bytes(b"Listening at the caf\xff\xfe")
    terminal.answer(
        ["<", "", "Listening", *SECTIONS[1:6], *SECTIONS[6:9], "", "<", "2026-02-09", "+14d", *SECTIONS[-3:]]
    )
    assert terminal.end() == 0, terminal.seen
    assert "is not surprised" in terminal.seen
    assert "words of behaviour" in terminal.seen
    assert "bytes in this answer that are not text" in terminal.seen
    assert "nothing to go back to" not in terminal.seen, "the first section comes after the reason of the plan"
    text = (plans / "plans/ada-lovelace/listen-first/plan.md").read_text(encoding="utf-8")
    assert "development_area: Listening\n" in text
    assert "  start: 2026-02-09\n  end: 2026-02-23\n" in text
