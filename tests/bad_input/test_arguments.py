"""Names, titles, ids, days and other values on the command line."""

from collections.abc import Callable
from pathlib import Path

import pytest

ADA = "Ada Lovelace <ada@example.com>"
NEW = ("new", "A title", "--for", ADA)
LOG = ("log", "ada", "--win", "One")
EDIT = ("edit", "ada-lovelace", "--set")

REFUSED: dict[str, tuple[int, tuple[str, ...], str]] = {
    # -- people
    "a person without a name": (2, ("new", "T", "--for", "<ada@example.com>"), "--for: a person is written as"),
    "a person of nothing": (2, ("new", "T", "--for", ""), "--for"),
    "a person of spaces": (2, ("new", "T", "--for", "   "), "--for"),
    "a person over two lines": (2, ("new", "T", "--for", "Ada\nLovelace <ada@example.com>"), "--for"),
    "a person with ESC": (2, ("new", "T", "--for", "Ada \x1b[31mLovelace"), "--for"),
    "a person with an OSC 52 of C1": (2, ("new", "T", "--for", "Ada \x9d52;c;eA==\x9c"), "--for"),
    "a person with a carriage return": (2, ("new", "T", "--for", "Ada\rLovelace"), "--for"),
    "a person with two emails": (2, ("new", "T", "--for", "Ada <a@example.com> <b@example.com>"), "--for"),
    "a person with half an email": (2, ("new", "T", "--for", "Ada <a@example.com"), "--for"),
    "a person whose email has no at": (2, ("new", "T", "--for", "Ada <ada>"), "--for"),
    "a person whose email is only an at": (2, ("new", "T", "--for", "Ada <@>"), "--for"),
    "a person whose email has a space": (2, ("new", "T", "--for", "Ada <a da@example.com>"), "--for"),
    "a person who is no UTF-8": (2, ("new", "T", "--for", "Ada \udcff"), "not a character"),
    "a manager who is none": (2, (*NEW, "--manager", "<>"), "--manager"),
    "a manager's manager who is none": (2, (*NEW, "--managers-manager", "<>"), "--managers-manager"),
    "an HR partner who is none": (2, (*NEW, "--hr", "x <y>"), "--hr"),
    "an author who is none": (2, (*LOG, "--by", "<a@b>"), "--by"),
    "an author with a newline": (2, (*LOG, "--by", "Ada\n<a@example.com>"), "--by"),
    # -- titles and texts
    "no title": (2, ("new", "--for", ADA), "TITLE"),
    "an empty title": (2, ("new", "", "--for", ADA), "TITLE"),
    "a title of spaces": (1, ("new", "   ", "--for", ADA), "`title` is empty"),
    "a title with ESC": (2, ("new", "Clear \x1b]0;x\x07", "--for", ADA), "control character"),
    "a title with C1": (2, ("new", "Clear \x9b31m", "--for", ADA), "control character"),
    "a title that is no UTF-8": (2, ("new", "Clear \udce4", "--for", ADA), "not a character"),
    "a title larger than a plan": (2, ("new", "x" * 70_000, "--for", ADA), "64 KiB"),
    "a win with ESC": (1, ("log", "ada", "--win", "\x1b[2J"), "control character"),
    "a win of nothing": (1, ("log", "ada", "--win", ""), "`wins` is empty"),
    "a win that is no UTF-8": (1, ("log", "ada", "--win", "\udcff"), "not a character"),
    "a note with ESC": (1, (*LOG, "--note", "\x1b[2J"), "control character"),
    "a note that is no UTF-8": (1, (*LOG, "--note", "\udcff"), "UTF-8"),
    "a note over 1 MiB": (1, (*LOG, "--note", "x" * 1_100_000), "1 MiB"),
    "a check-in that says nothing": (1, ("log", "ada"), "says nothing yet"),
    # -- options and commands
    "an unknown option": (2, (*NEW, "--frobnicate"), "--frobnicate"),
    "an option as a title": (2, ("new", "--output=x", "--for", ADA), "--output"),
    "an option as a path": (2, ("check", "--output=x"), "--output"),
    "an option as a plan": (2, ("show", "--exec=sh"), "--exec"),
    "an option behind two dashes as a plan": (2, ("show", "--", "--output=x"), "no plan is named"),
    "an option behind two dashes as a path": (2, ("check", "--", "--output=x"), "--output=x"),
    "an option as a revision": (2, ("history", "ada", "--at", "--output=x"), "--at"),
    "an unknown command": (2, ("frobnicate",), "frobnicate"),
    "an unknown command with ESC": (2, ("\x1b[31m",), "No such command"),
    "an unknown command over two lines": (2, ("one\ntwo",), "No such command"),
    "a plan too many": (2, ("show", "ada", "ben"), "ben"),
    "an unknown format": (2, ("list", "--format", "xml"), "--format"),
    "a format with ESC": (2, ("list", "--format", "\x1b[31m"), "--format"),
    "a format over two lines": (2, ("list", "--format", "a\nb"), "--format"),
    "a document of an unknown kind": (2, ("render", "ada", "--to", "odt"), "--to"),
    "an unknown template": (2, (*NEW, "--template", "nope"), "is not a template"),
    "a template outside": (2, (*NEW, "--template", "../../../etc/passwd"), "is not a template"),
    "a template with ESC": (2, (*NEW, "--template", "\x1b[31m"), "is not a template"),
    # -- ids
    "an unknown plan": (2, ("show", "nobody"), "no plan is named"),
    "an ambiguous plan": (2, ("show", "clear"), "any of 2 plans: ada-lovelace/clear-status-updates, ben-carter/"),
    "a plan of nothing": (2, ("show", ""), "no plan is named"),
    "a plan of dots": (2, ("show", ".."), "no plan is named"),
    "a plan outside": (2, ("show", "../../etc/passwd"), "no plan is named"),
    "an absolute plan": (2, ("show", "/etc/passwd"), "no plan is named"),
    "a plan of every plan": (2, ("show", "*"), "no plan is named"),
    "a plan with a newline": (2, ("show", "ada\nben"), "no plan is named"),
    "a plan with ESC": (2, ("show", "\x1b]52;c;eA==\x07"), "no plan is named"),
    "a plan with C1": (2, ("show", "\x9b31m"), "no plan is named"),
    "a plan with a right-to-left override": (2, ("show", "\u202eada"), "no plan is named"),
    "a plan that is no UTF-8": (2, ("show", "\udcff"), "no plan is named"),
    "a plan of 10 kB": (2, ("show", "a" * 10_000), "no plan is named"),
    "an ambiguous plan to log for": (2, ("log", "clear", "--win", "x"), "any of 2 plans"),
    "an ambiguous plan to save": (2, ("save", "clear"), "any of 2 plans"),
    "an ambiguous plan to edit": (2, ("edit", "clear", "--set", "title=x"), "any of 2 plans"),
    "an unknown revision": (2, ("history", "ada", "--at", "nope"), "--at"),
    "a revision that is a range": (2, ("history", "ada", "--at", "HEAD..HEAD~1"), "--at"),
    "a day before the plan": (2, ("history", "ada", "--at", "1999-01-01"), "--at"),
    # -- days
    "a day with two readings": (2, ("list", "--date", "12/01/2026"), "--date"),
    "a day that is none": (2, ("list", "--date", "2026-02-30"), "--date"),
    "a short day": (2, ("list", "--date", "2026-1-1"), "--date"),
    "a day in words": (2, ("list", "--date", "next week"), "--date"),
    "a day beyond the calendar": (2, ("list", "--date", "+9999m9"), "--date"),
    "a day beyond all years": (2, ("list", "--date", "9999-12-31T"), "--date"),
    "a day with ESC": (2, ("list", "--date", "\x1b[31m"), "--date"),
    "a day of other digits": (2, ("list", "--date", "\uff12\uff10\uff12\uff16-\uff10\uff11-\uff10\uff11"), "--date"),
    "a day with a newline": (2, ("show", "ada", "--date", "2026-01-01\n2"), "--date"),
    "a start that is none": (2, (*NEW, "--start", "soon"), "--start"),
    "a check-in on no day": (2, (*LOG, "--date", "2026-13-01"), "--date"),
    "a check-in in the future": (1, (*LOG, "--date", "2026-02-05"), "in the future"),
    "a check-in before the plan": (1, (*LOG, "--date", "2026-01-04"), "before the start"),
    "no days": (2, (*NEW, "--days", "0"), "--days"),
    "fewer than no days": (2, (*NEW, "--days", "-3"), "--days"),
    "half a day": (2, (*NEW, "--days", "1.5"), "--days"),
    "days in words": (2, (*NEW, "--days", "thirty"), "--days"),
    "more days than a person lives": (2, (*NEW, "--days", "99999999999999999999"), "--days"),
    "days of 5,000 digits": (2, (*NEW, "--days", "9" * 5_000), "--days"),
    # -- measures
    "a measure without values": (2, (*NEW, "--measure", "clear updates"), "a measure is written as"),
    "a measure without a name": (2, (*NEW, "--measure", ": 2 -> 4"), "a measure is written as"),
    "a measure without a target": (2, (*NEW, "--measure", "clear: 2 ->"), "a measure is written as"),
    "a measure without a baseline": (2, (*NEW, "--measure", "clear: -> 4"), "a measure is written as"),
    "a measure of nothing": (2, (*NEW, "--measure", ""), "a measure is written as"),
    "a measure with ESC": (2, (*NEW, "--measure", "clear\x1b[31m: 2 -> 4"), "control character"),
    "a value without a measure": (2, ("log", "ada", "--measure", "=3"), "NAME=VALUE"),
    "a measure without a value": (2, ("log", "ada", "--measure", "clear="), "NAME=VALUE"),
    "a measure alone": (2, ("log", "ada", "--measure", "clear"), "NAME=VALUE"),
    "an unknown measure": (2, ("log", "ada", "--measure", "speed=3"), "is none of the plan's measures"),
    "an unknown measure with ESC": (2, ("log", "ada", "--measure", "\x1b[31m=3"), "is none of the plan's measures"),
    # -- --set
    "a key without a value": (2, (*EDIT, "title"), "KEY=VALUE"),
    "a value without a key": (2, (*EDIT, "=x"), "KEY=VALUE"),
    "an empty value": (1, (*EDIT, "title="), "`title` is empty"),
    "an unknown key": (1, (*EDIT, "titel=x"), "did you mean `title`?"),
    "a key with an empty step": (2, (*EDIT, "goal_state..goal=x"), "--set"),
    "a key below a text": (2, (*EDIT, "title.sub=x"), "title.sub"),
    "a key below nothing": (1, (*EDIT, "a.b.c=x"), "CP011"),
    "an entry beyond the end": (2, (*EDIT, "activities.99.what=x"), "activities.99.what"),
    "an entry of no list": (2, (*EDIT, "people.0=x"), "people.0"),
    "an entry with a number of 5,000 digits": (2, (*EDIT, f"activities.{'9' * 5_000}.what=x"), "cannot be set"),
    "a new plan's entry beyond the end": (2, (*NEW, "--set", "activities.7.what=x"), "--set"),
    "a new plan's key below a text": (2, (*NEW, "--set", "goal_state=x", "--set", "goal_state.goal=y"), "--set"),
    "a list without an end": (2, (*EDIT, "activities=[a"), "YAML"),
    "a mapping without an end": (2, (*EDIT, "outcome={result: achieved"), "YAML"),
    "a value of an alias": (2, (*EDIT, "activities=[&a x, *a]"), "anchors"),
    "a value of a tag": (2, (*EDIT, "activities=[!!python/object/apply:os.system [id]]"), "tags"),
    "a value of brackets": (2, (*EDIT, f"activities={'[' * 50_000}"), "nested"),
    "a value with ESC": (2, (*EDIT, "title=\x1b[31mred"), "control character"),
    "a value that is no UTF-8": (2, (*EDIT, "title=\udcff"), "not a character"),
    "a key with ESC": (2, (*EDIT, "\x1b[31m=x"), "control character"),
    "a key that is no UTF-8": (2, (*EDIT, "\udcff=x"), "not a character"),
    "a key over two lines": (1, (*EDIT, "one\ntwo=x"), "CP011"),
    "a start that is no day": (1, (*EDIT, "timeline.start=soon"), "a date belongs here"),
    "an end before the start": (1, (*EDIT, "timeline.end=2026-01-01"), "CP"),
    "a status that is none": (1, (*EDIT, "status=finished"), "use one of `draft`"),
    "another version of the format": (1, (*EDIT, "coachplan=2"), "version 1 only"),
    "a text where keys belong": (1, (*EDIT, "people=Ada"), "CP012"),
    "an ambiguous cadence": (1, (*EDIT, "update_cadence=bi-weekly"), "two readings"),
    "an alias in a new plan": (2, (*NEW, "--set", "activities=[&a x, *a]"), "anchors"),
    "a role that is none in a new plan": (1, (*NEW, "--set", "people.boss=Ada"), "not a role"),
    "people as a text in a new plan": (2, (*NEW, "--set", "people=Ada"), "people"),
    "a title as a list in a new plan": (2, ("new", "--set", "title=[a, b]", "--for", ADA), "title"),
    "a goal as a number of lists": (1, (*NEW, "--set", "goal_state=[[a]]"), "CP012"),
    "a timeline as a list in a new plan": (1, (*NEW, "--set", "timeline=[2026-01-01, 2026-02-01]"), "CP0"),
}


@pytest.mark.one_in(4)
@pytest.mark.parametrize(("code", "arguments", "says"), REFUSED.values(), ids=REFUSED)
def test_a_bad_value_gets_one_clear_line_and_changes_nothing(
    code: int, arguments: tuple[str, ...], says: str, gets: Callable[..., str]
) -> None:
    gets(code, *arguments, says=says)


OVERFLOWING: dict[str, tuple[int, tuple[str, ...], str]] = {
    "a start from which no plan fits": (2, (*NEW, "--start", "9999-12-31"), "--start"),
    "a new plan's entry with a number of 5,000 digits": (1, (*NEW, "--set", f"activities.{'9' * 5_000}=x"), "CP011"),
}


@pytest.mark.parametrize(("code", "arguments", "says"), OVERFLOWING.values(), ids=OVERFLOWING)
def test_a_number_too_large_for_its_kind_gets_one_clear_line(
    code: int, arguments: tuple[str, ...], says: str, gets: Callable[..., str]
) -> None:
    gets(code, *arguments, says=says)


TAKEN: dict[str, tuple[str, ...]] = {
    "a title of 10 kB": ("new", "Clear " * 1_700, "--for", ADA),
    "a title of emoji": ("new", "🎉🚀", "--for", ADA),
    "a title over two lines": ("new", "Clear\nstatus: updates", "--for", ADA),
    "a title with a right-to-left override": ("new", "Clear \u202esetadpu", "--for", ADA),
    "a title of dots": ("new", "../../../etc/passwd", "--for", ADA),
    "a title of dashes": ("new", "--for", ADA, "--", "---"),
    "a title like an option": ("new", "--for", ADA, "--", "--output=x"),
    "a title like YAML": ("new", "no: [&a *b] # !!x", "--for", ADA),
    "a title like a template": ("new", "{{ 7 * 7 }}{% include 'x' %}", "--for", ADA),
    "a title of combining marks": ("new", "e" + "\u0301" * 500, "--for", ADA),
    "a title of Chinese": ("new", "清晰的状态更新", "--for", "佐藤 美咲 <misaki@example.org>"),
    "a title of tabs and quotes": ("new", "\t'\"\\\t", "--for", ADA),
    "a person of emoji": ("new", "A title", "--for", "🎉 <x@example.com>"),
    "a person of dots": ("new", "A title", "--for", "../../.. <x@example.com>"),
    "a person of 10 kB": ("new", "A title", "--for", "Ada " * 2_500),
    "a person with a right-to-left override": ("new", "A title", "--for", "Ada \u202eecalevoL"),
    "a person like YAML": ("new", "A title", "--for", "no: &x # y <x@example.com>"),
    "a measure like YAML": (*NEW, "--measure", "no: yes: ~ -> 012 null"),
    "a win like YAML": ("log", "ada", "--win", "- no: ~ # x", "--win", "'", "--win", '"'),
    "a win over two lines": ("log", "ada", "--win", "one\n---\ntwo"),
    "a note like front matter": (*LOG, "--note", "---\ncoachplan: 2\n---\n"),
    "a note with conflict markers' look": (*LOG, "--note", "=======\n"),
    "a long past day": (*LOG, "--date", "2026-02-04", "--by", "Ada", "--win", "🎉"),
}


@pytest.mark.one_in(4)
@pytest.mark.parametrize("arguments", TAKEN.values(), ids=TAKEN)
def test_an_odd_text_is_recorded_as_it_is_and_shown_clean(
    arguments: tuple[str, ...], gets: Callable[..., str], repository: Path
) -> None:
    gets(0, *arguments, writes=True)
    gets(0, "list")
    assert {path.name for path in repository.iterdir()} == {".git", "coachplan.toml", "plans"}
    assert all("/.." not in str(path) and path.is_relative_to(repository) for path in repository.rglob("*"))


def test_a_broken_day_in_the_environment_is_named(gets: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACHPLAN_TODAY", "someday")

    gets(2, "list", says="COACHPLAN_TODAY")


@pytest.mark.parametrize(
    ("code", "arguments", "says"),
    [
        REFUSED[name]
        for name in ("a title with ESC", "an ambiguous plan", "a short day", "an unknown key", "an unknown option")
    ],
)
def test_a_process_of_its_own_says_the_same(
    code: int, arguments: tuple[str, ...], says: str, gets: Callable[..., str]
) -> None:
    gets(code, *arguments, says=says, process=True)


def test_bytes_that_are_no_utf_8_reach_no_traceback(gets: Callable[..., str]) -> None:
    gets(2, "show", "\udcff", says="no plan is named", process=True)


EVERY_DAY = [
    *(["list"], ["status"], ["status", "ada-lovelace"], ["due"], ["due", "--days", "3660"], ["prep", "ada-lovelace"]),
    *(["show", "ada-lovelace"], ["render", "ada-lovelace", "--to", "html"], ["check", "--exit-zero"]),
    ["site", "-o", "../site"],
]


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-05", "1899-12-31", "3000-01-01", "31 December 9998"])
def test_a_day_far_from_every_plan_is_one_line(day: str, gets: Callable[..., str]) -> None:
    for command in EVERY_DAY:
        gets(2, *command, "--date", day, says="is out of range; use a date between 1900 and 2999")
    gets(2, "calendar", "--all", "--date", day, says="is out of range")
    gets(2, "log", "ada-lovelace", "--win", "x", "--date", day, says="is out of range")
    gets(2, "extend", "ada-lovelace", "--to", day, "--why", "x", says="is out of range")


@pytest.mark.parametrize("day", ["1900-01-01", "2999-12-31"])
def test_the_first_and_the_last_day_that_plans_may_have_are_days_for_every_command(
    day: str, gets: Callable[..., str]
) -> None:
    for command in EVERY_DAY:
        gets(0, *command, "--date", day, writes=command[0] == "site")
    gets(2, "log", "ada-lovelace", "--win", "x", "--date", "-9999m", says="is out of range")
