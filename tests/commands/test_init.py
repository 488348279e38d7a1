"""`coachplan init`."""

import re
import stat
from pathlib import Path

import pytest

from terminal import Terminal


def modes(folder):
    return {
        str(path.relative_to(folder)): stat.S_IMODE(path.stat().st_mode)
        for path in (folder, *folder.rglob("*"))
        if path.name != "COMMIT_EDITMSG"  # git's own scratch file, inside a private folder and without anyone's words
    }


def test_a_new_folder_becomes_a_plan_repository(tmp_path, coachplan, git) -> None:
    result = coachplan("init", tmp_path / "team")
    assert (result.code, result.err) == (0, "")
    assert git(tmp_path / "team", "log", "--format=%s").strip() == "Make a plan repository"
    assert git(tmp_path / "team", "status", "--porcelain") == ""
    assert coachplan("-C", tmp_path / "team", "check", "--allow-empty").code == 0


def test_everything_is_private(tmp_path, coachplan) -> None:
    coachplan("init", tmp_path / "team")
    assert {path: oct(mode) for path, mode in modes(tmp_path / "team").items() if mode & 0o077} == {}


def test_an_empty_folder_and_the_current_folder_will_do(tmp_path, coachplan) -> None:
    (tmp_path / "empty").mkdir()
    assert coachplan("init", cwd=tmp_path / "empty").code == 0
    assert (tmp_path / "empty/coachplan.toml").exists()


def test_a_git_repository_keeps_what_it_has(tmp_path, coachplan, git) -> None:
    git(tmp_path, "init", "-q", "work")
    work = tmp_path / "work"
    (work / "staged.txt").write_text("staged")
    git(work, "add", "staged.txt")
    (work / "README.md").write_text("mine")
    assert coachplan("init", work).code == 0
    assert git(work, "show", "--name-only", "--format=", "HEAD").split() == ["coachplan.toml", "plans/README.md"]
    assert git(work, "status", "--porcelain").splitlines() == ["A  staged.txt", "?? README.md"]


def test_again_changes_nothing_and_says_so(plans, coachplan, git) -> None:
    before = git(plans, "rev-parse", "HEAD"), modes(plans)
    result = coachplan("init", plans)
    assert result.code == 0
    assert "nothing changed" in result.out
    assert (git(plans, "rev-parse", "HEAD"), modes(plans)) == before


def test_settings_that_someone_changed_stay(plans, coachplan) -> None:
    (plans / "coachplan.toml").write_text('[people]\nhr = "Jane <jane@example.com>"\n')
    coachplan("init", plans)
    assert "Jane" in (plans / "coachplan.toml").read_text()


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (lambda folder: (folder / "file").write_text("x"), "not empty and not a git repository"),
        (lambda folder: None, "inside the plan repository"),
    ],
)
def test_what_does_not_fit_is_refused(plans, coachplan, prepare, words) -> None:
    folder = plans / "inner" if "inside" in words else plans.parent / "full"
    folder.mkdir()
    prepare(folder)
    result = coachplan("init", folder)
    assert result.code == 1
    assert words in result.err
    assert not (folder / "coachplan.toml").exists()


def test_without_an_identity_nothing_is_made(tmp_path, coachplan, own_world) -> None:
    (own_world / ".gitconfig").write_text("")
    result = coachplan("init", tmp_path / "team")
    assert result.code == 1
    assert "git config --global user.name" in result.err
    assert not (tmp_path / "team").exists()


def test_a_new_folder_inside_somebody_elses_repository_gets_its_own(tmp_path, coachplan, git) -> None:
    git(tmp_path, "init", "-q", "code")
    assert coachplan("init", tmp_path / "code/plans-of-my-team").code == 0
    assert (tmp_path / "code/plans-of-my-team/.git").is_dir()
    assert git(tmp_path / "code", "status", "--porcelain") == "?? plans-of-my-team/\n"


WORKFLOWS = {"github": ".github/workflows/coachplan.yml", "gitlab": ".gitlab-ci.yml"}


@pytest.mark.parametrize(("host", "workflow"), WORKFLOWS.items())
def test_a_workflow_comes_with_the_first_commit(tmp_path, coachplan, git, host, workflow) -> None:
    result = coachplan("init", tmp_path / "team", "--ci", host)
    assert (result.code, result.err) == (0, "")
    assert "COACHPLAN_PACKAGE" in result.out
    assert git(tmp_path / "team", "log", "--format=%s").split("\n") == ["Make a plan repository", ""]
    assert workflow in git(tmp_path / "team", "show", "--name-only", "--format=", "HEAD").split()
    assert git(tmp_path / "team", "status", "--porcelain") == ""


@pytest.mark.parametrize(("host", "workflow"), WORKFLOWS.items())
def test_a_workflow_is_added_to_a_plan_repository_once(plans, coachplan, git, host, workflow) -> None:
    assert "added" in coachplan("init", plans, "--ci", host).out
    assert git(plans, "log", "-1", "--name-only", "--format=%s").split() == [
        *["Check", "plans", "in", "CI"],
        *[".coachplan-key", workflow],
    ]
    key = (plans / ".coachplan-key").read_text(encoding="ascii")
    assert re.fullmatch("[0-9a-f]{32}\n", key)
    before = git(plans, "rev-parse", "HEAD"), modes(plans)
    result = coachplan("init", plans, "--ci", host)
    assert result.code == 0
    assert "nothing changed" in result.out
    assert (git(plans, "rev-parse", "HEAD"), modes(plans)) == before


@pytest.mark.parametrize("committed", [True, False])
def test_ci_that_is_there_stays_as_it_is_and_init_says_so(tmp_path, coachplan, git, committed) -> None:
    git(tmp_path, "init", "-q", "work")
    own = tmp_path / "work/.gitlab-ci.yml"
    own.write_text("ours: {script: make}\n")
    if committed:
        git(tmp_path / "work", "add", ".")
        git(tmp_path / "work", "commit", "-qm", "Ours")
    result = coachplan("init", tmp_path / "work", "--ci", "gitlab")
    assert result.code == 0
    assert ".gitlab-ci.yml already exists and was not changed" in result.out
    assert own.read_text() == "ours: {script: make}\n"
    assert git(tmp_path / "work", "show", "--name-only", "--format=", "HEAD").split() == [
        ".coachplan-key",
        "coachplan.toml",
        "plans/README.md",
    ]
    assert git(tmp_path / "work", "status", "--porcelain") == ("" if committed else "?? .gitlab-ci.yml\n")


def test_a_workflow_that_was_not_committed_is_committed_by_the_next(tmp_path, coachplan, git) -> None:
    coachplan("init", tmp_path / "other", "--ci", "github")
    coachplan("init", tmp_path / "team")
    (tmp_path / "other/.github").rename(tmp_path / "team/.github")
    assert coachplan("init", tmp_path / "team", "--ci", "github").code == 0
    assert git(tmp_path / "team", "status", "--porcelain") == ""


def test_uncommitted_settings_are_left_to_whoever_changed_them(plans, coachplan, git) -> None:
    (plans / "coachplan.toml").write_text("# mine\n")
    coachplan("init", plans, "--ci", "github")
    assert git(plans, "status", "--porcelain") == " M coachplan.toml\n"


def test_ci_is_refused_where_no_ci_would_find_it(tmp_path, coachplan, git) -> None:
    git(tmp_path, "init", "-q", "code")
    folder = tmp_path / "code/plans-of-my-team"
    folder.mkdir()
    (folder / "notes.txt").write_text("x")
    result = coachplan("init", folder, "--ci", "github")
    assert result.code == 1
    assert "CI looks for its files at the top" in result.err
    assert [path.name for path in folder.iterdir()] == ["notes.txt"]


def test_an_unknown_host_is_a_usage_error(tmp_path, coachplan) -> None:
    result = coachplan("init", tmp_path / "team", "--ci", "elsewhere")
    assert result.code == 2
    assert "'github', 'gitlab'" in result.err
    assert not (tmp_path / "team").exists()


def test_a_folder_above_is_the_one_that_the_system_means(plans, tmp_path, coachplan, git, monkeypatch) -> None:
    elsewhere = tmp_path / "elsewhere/deep"
    elsewhere.mkdir(parents=True)
    (plans / "link").symlink_to(elsewhere)
    for shown in (plans / "link/../new", Path("link/../other")):
        result = coachplan("init", shown, cwd=plans)
        assert result.code == 0, result.err
        assert f"in {shown}:" in result.out
        assert git(tmp_path / "elsewhere" / shown.name, "log", "--format=%s") == "Make a plan repository\n"
    assert coachplan("init", "missing/../new", cwd=plans).err == (
        "coachplan: missing/../new cannot be found: missing is not a folder\n"
    )
    assert "link/../../plans-repository/x is inside the plan repository" in (
        coachplan("init", "link/../../plans-repository/x", cwd=plans).err
    )


def test_the_repository_around_a_folder_is_the_one_that_the_system_means(ada, tmp_path, coachplan) -> None:
    (tmp_path / "beside").mkdir()
    (ada / "inside").mkdir()
    assert coachplan("-C", ada / "../beside", "status").err == (
        f"coachplan: {ada}/../beside is not in a plan repository; run `coachplan init` to make one, or name one with "
        "-C DIR\n"
    )
    (tmp_path / "link").symlink_to(ada / "inside")
    assert coachplan("-C", "link/..", "status", cwd=tmp_path).code == 0
    assert coachplan("-C", "link", "status", cwd=tmp_path).code == 0
    assert coachplan("-C", "nothing/..", "status", cwd=ada).err == (
        "coachplan: nothing/.. cannot be found: nothing is not a folder\n"
    )
    (ada / "out").symlink_to(tmp_path / "beside")
    assert coachplan("-C", "out/..", "status", cwd=ada).code == 2
    assert coachplan("-C", "link/..", "check", tmp_path / "link/../plans", cwd=tmp_path).out.startswith(
        "plans-repository/plans/ada-lovelace/clear-status-updates/plan.md:"
    )
    assert "is not a plan" in coachplan("check", "out/../plans", cwd=ada).err


def test_one_says_who_one_is_where_git_does_not_know(tmp_path, coachplan, git, own_world) -> None:
    (own_world / ".gitconfig").write_text("")
    result = coachplan("init", tmp_path / "team", "--as", "Ada Lovelace <ada@example.com>")
    assert result.code == 0, result.err
    assert result.out.startswith("Here you are Ada Lovelace <ada@example.com>\nMade a plan repository in ")
    assert git(tmp_path / "team", "log", "--format=%an <%ae>") == "Ada Lovelace <ada@example.com>\n"
    assert (own_world / ".gitconfig").read_text() == ""
    refused = coachplan("init", tmp_path / "other", "--as", "Ada")
    assert (refused.code, refused.err) == (2, "coachplan: no person is named 'Ada'; write 'Name <address>'\n")
    assert not (tmp_path / "other").exists()

    terminal = Terminal("init", tmp_path / "mine", columns=200)
    terminal.answer([""])
    assert (terminal.end(), (tmp_path / "mine").exists()) == (1, False)
    assert "Name <address>; Enter stops, and nothing is made" in terminal.seen
    terminal = Terminal("init", tmp_path / "mine", columns=200)
    terminal.answer(["Grace", "Grace Hopper <grace@example.com>"])
    assert terminal.end() == 0
    assert "Git does not know who you are. Who are you in these plans?" in terminal.seen
    assert git(tmp_path / "mine", "log", "--format=%ae") == "grace@example.com\n"


def test_in_a_clone_that_git_made_one_is_found_among_the_people_of_its_plans(
    ada, tmp_path, coachplan, git, own_world
) -> None:
    (own_world / ".gitconfig").write_text("")
    git(tmp_path, "clone", "--quiet", str(ada), "hers")
    result = coachplan("init", tmp_path / "hers", "--as", "ada")
    assert (result.code, result.out.splitlines()[0]) == (0, "Here you are Ada Lovelace <ada@example.com>")
    assert git(tmp_path / "hers", "config", "user.email") == "ada@example.com\n"
    result = coachplan("init", tmp_path / "hers", "--as", "Ada Lovelace <ada@exmaple.com>")
    assert "`git config user.email ada@example.com` says so" in result.out
