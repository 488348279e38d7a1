"""People named on the command line: an unclear name is answered alike in every command, with the candidates."""

import json

import pytest

from conftest import ADA_PLAN, MANAGER, MEMBER

TWO = ["Ada Lovelace <ada@example.com>", "Ada Lovelace <al@example.org>", "Zoë Grün <zoe@example.com>"]
CANDIDATES = "'ada lovelace' may be any of 2 people: Ada Lovelace <ada@example.com>, Ada Lovelace <al@example.org>"


@pytest.fixture
def directory(ada):
    settings = f"[people]\ndirectory = {json.dumps(TWO)}\n"
    (ada / "coachplan.toml").write_text(settings, encoding="utf-8")


@pytest.fixture
def add_plan(ada):
    """Writes a copy of Ada's plan in a folder, with one person in the place of another."""

    def add(folder: str, person: str, other: str) -> None:
        text = (ada / ADA_PLAN).read_text(encoding="utf-8").replace(f"team_member: {person}", f"team_member: {other}")
        (ada / "plans" / folder).mkdir(parents=True)
        (ada / "plans" / folder / "plan.md").write_text(text, encoding="utf-8")

    return add


@pytest.mark.usefixtures("directory")
@pytest.mark.parametrize(
    "command",
    [
        ("new", "Listen first", "--for", "ada lovelace"),
        ("new", "Listen first", "--for", "Ben", "--manager", "ada lovelace"),
        ("new", "Listen first", "--for", "ada lovelace", "--follows", "ada"),
        ("ask", "ada", "--peer", "ada lovelace", "--about", "Listening"),
        ("log", "ada", "--peer", "ada lovelace", "--about", "Listening", "--feedback", "a | b"),
        ("site", "-o", "../site", "--for", "ada lovelace"),
        ("serve", "--for", "ada lovelace"),
    ],
    ids=" ".join,
)
def test_a_name_of_several_people_of_the_directory_is_refused_with_them(ada, coachplan, git, command) -> None:
    before = git(ada, "rev-parse", "HEAD")
    result = coachplan("-C", ada, *command)

    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"coachplan: {CANDIDATES}")
    assert result.err.count("\n") == 1
    assert git(ada, "rev-parse", "HEAD") == before


@pytest.mark.usefixtures("directory")
@pytest.mark.parametrize("name", ["zoe grun", "ZOË  GRÜN", "zoe@example.com"])
def test_a_person_of_the_directory_is_found_without_accents_and_capitals(ada, coachplan, name) -> None:
    result = coachplan("-C", ada, "new", "Listen first", "--for", name)

    assert result.code == 0, result.err
    assert "team_member: Zoë Grün <zoe@example.com>" in next(ada.glob("plans/zoe-*/*/plan.md")).read_text("utf-8")


@pytest.mark.parametrize("name", ["lovelace", "ada@example.com", "<ada@example.com>", MEMBER])
def test_by_takes_any_clear_part_of_a_name_of_the_plan(ada, coachplan, name) -> None:
    result = coachplan("-C", ada, "log", "ada", "--win", "One", "--by", name)

    assert result.code == 0, result.err
    assert f"by: {MEMBER}" in next((ada / ADA_PLAN).parent.glob("check-ins/*")).read_text("utf-8")


BADA = "Bada Adams <bada@example.com>"


def test_a_whole_name_or_address_is_not_taken_for_a_part_of_another(ada, coachplan, add_plan) -> None:
    coachplan("-C", ada, "edit", "ada", "--set", f'people.helpers=["{BADA}"]')
    add_plan("bada-adams/listen", MEMBER, BADA)

    logged = coachplan("-C", ada, "log", "clear-status", "--win", "One", "--by", "ada@example.com")
    assert logged.code == 0, logged.err
    assert f"by: {MEMBER}" in next((ada / ADA_PLAN).parent.glob("check-ins/*")).read_text("utf-8")
    shown = coachplan("-C", ada, "show", "ada@example.com", "--format", "json")
    assert json.loads(shown.out)["id"] == "ada-lovelace/clear-status-updates"
    listed = coachplan("-C", ada, "status", "--team-member", "ada@example.com", "--format", "json")
    assert [plan["plan"] for plan in json.loads(listed.out)["plans"]] == ["ada-lovelace/clear-status-updates"]
    several = coachplan("-C", ada, "log", "clear-status", "--win", "One", "--by", "ada@")
    assert f"'ada@' may be any of 2 people: {MEMBER}, {BADA}" in several.err


def test_by_with_a_part_of_several_names_shows_the_candidates(ada, coachplan) -> None:
    result = coachplan("-C", ada, "log", "ada", "--win", "One", "--by", "MAR")

    assert (result.code, result.out) == (2, "")
    assert result.err == (
        "coachplan: 'MAR' may be any of 2 people: Mary Somerville <mary@example.com>, Jane Marcet <jane@example.com>\n"
    )


def test_by_with_somebody_without_a_role_is_refused(ada, coachplan) -> None:
    result = coachplan("-C", ada, "log", "ada", "--win", "One", "--by", "Bob")

    assert (result.code, result.out) == (1, "")
    assert "coachplan: --by Bob: Bob has no role in this plan; a peer's view is recorded with --peer" in result.err


def test_a_peer_is_found_among_the_helpers_of_the_plan(ada, coachplan) -> None:
    helpers = '["George Boole <george@example.com>", "George Green <green@example.com>"]'
    coachplan("-C", ada, "edit", "ada", "--set", f"people.helpers={helpers}")
    log = ("-C", ada, "log", "ada", "--about", "Listening", "--feedback", "a | b")

    several = coachplan(*log, "--peer", "george")
    named = "George Boole <george@example.com>, George Green <green@example.com>"
    assert several.err == f"coachplan: 'george' may be any of 2 people: {named}\n"
    assert coachplan(*log, "--peer", "boole").code == 0
    assert "by: George Boole <george@example.com>" in next(ada.glob("plans/*/*/check-ins/*")).read_text("utf-8")


@pytest.mark.parametrize("command", ["due", "status"])
@pytest.mark.parametrize(
    ("option", "says"),
    [
        ("--manager", "no manager is named 'bob'; there are Charles Babbage"),
        ("--team-member", "no team member is named 'bob'; there are Ada Lovelace"),
    ],
)
def test_a_filter_that_fits_nobody_says_so_and_is_no_failure(ada, coachplan, command, option, says) -> None:
    result = coachplan("-C", ada, command, option, "bob", "--format", "json")

    assert result.code == 0
    assert result.err == f"{says}\n"
    assert "clear-status-updates" not in result.out
    assert json.loads(result.out)["version"] == 1


@pytest.mark.parametrize("command", ["due", "status"])
@pytest.mark.parametrize("options", [("--manager", "babb"), ("--team-member", "ÁDA "), ("--manager", "charles@")])
def test_a_filter_takes_any_part_of_a_name(ada, coachplan, command, options) -> None:
    result = coachplan("-C", ada, command, *options, "--format", "json")

    assert (result.code, result.err) == (0, "")
    assert "clear-status-updates" in result.out


def test_both_filters_together_may_leave_nothing_without_a_word(ada, coachplan, act_as) -> None:
    act_as("Dora Dean <dora@example.com>")
    assert coachplan("-C", ada, "new", "Listen first", "--for", "Ben Carter <ben@example.com>").code == 0

    result = coachplan("-C", ada, "status", "--manager", "dora", "--team-member", "ada", "--format", "json")

    assert (result.code, result.err) == (0, "")
    assert json.loads(result.out)["plans"] == []


# -- a name alone, for a new plan ------------------------------------------------------------------------------------

ALAN = "Alan Turing <alan@example.com>"


@pytest.fixture
def two_people(plans, coachplan):
    """A repository with plans of Alan Turing and of Mary Somerville, whose address one of her two plans has."""
    for title, person in (("One", ALAN), ("Two", "Mary Somerville"), ("Three", "Mary Somerville <mary@example.com>")):
        assert coachplan("-C", plans, "new", title, "--for", person).code == 0
    return plans


@pytest.mark.one_in(2)
@pytest.mark.parametrize(
    ("name", "identity"),
    [("Alan", ALAN), ("alan turing", ALAN), ("Mary", "Mary Somerville <mary@example.com>"), ("Charles", MANAGER)],
)
def test_a_new_plan_is_of_the_one_whom_the_plans_know_by_that_name(two_people, coachplan, name, identity) -> None:
    other = ("--manager", "Jane <jane@example.com>")
    result = coachplan("-C", two_people, "new", "Fourth", "--for", name, *other)
    assert result.code == 0, result.err
    assert result.err.count(f"{name} is {identity}, as in other plans; somebody else is named with an address\n") == 1
    (made,) = two_people.glob("plans/*/fourth/plan.md")
    assert f"team_member: {identity}\n" in made.read_text(encoding="utf-8")


def test_a_name_of_two_people_is_asked_about(two_people, coachplan) -> None:
    assert coachplan("-C", two_people, "new", "Fourth", "--for", "Alan Kay <kay@example.com>").code == 0
    result = coachplan("-C", two_people, "new", "Fifth", "--for", "Alan")
    assert result.code == 2
    assert "'Alan' may be any of 2 people" in result.err


@pytest.mark.one_in(2)
@pytest.mark.parametrize("name", ["Al", "Turin", "Ben", "Alan <other@example.com>"])
def test_a_part_of_a_word_and_an_address_are_somebody_elses(two_people, coachplan, name) -> None:
    (two_people / "plans/alan-turing/one/more").mkdir()
    (two_people / "plans/broken/plan").mkdir(parents=True)
    (two_people / "plans/broken/plan/plan.md").symlink_to("nowhere")
    result = coachplan("-C", two_people, "new", "Fourth", "--for", name)
    assert result.code == 0, result.err
    assert "as in other plans" not in result.err
    (made,) = two_people.glob("plans/*/fourth/plan.md")
    assert f"team_member: {name}\n" in made.read_text(encoding="utf-8")


def test_an_address_alone_is_who_has_it_in_other_plans(ada, coachplan) -> None:
    result = coachplan("-C", ada, "new", "Listen first", "--for", "ADA@example.com")
    assert result.code == 0
    assert f"is {MEMBER}, as in other plans" in result.err
    assert f"team_member: {MEMBER}\n" in (ada / "plans/ada-lovelace/listen-first/plan.md").read_text(encoding="utf-8")
