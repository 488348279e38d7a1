"""`coachplan verify`: what is forged by plain git is found, whatever name a commit has, and honest work is not."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coachplan.views import verification
from coachplan.views.flaws import Flaw
from commands.forgeries import (
    FOLDER,
    FORGED,
    FURTHER,
    SIGNED,
    STRANGER,
    WORD,
    Forger,
    check_in_in_her_name,
    check_in_removed,
    declined_agreed,
    no,
    own_words,
    yes,
)
from conftest import MANAGER, MEMBER, agreements_of
from record import on_record


@pytest.fixture
def told(coachplan, ada) -> Callable[..., dict[str, str]]:
    """How much is said of each kind of flaw, with the exit code; days are a matter of their own."""

    def run(*arguments: str | Path, where: Path = ada) -> tuple[int, dict[str, str]]:
        shown = coachplan("-C", where, "verify", "--format", "json", *arguments)
        assert shown.out, shown.err
        found = json.loads(shown.out)["findings"]
        assert not any(word in shown.out for word in ("Ada", "Charles", "Eve", "@"))
        return shown.code, {one["kind"]: one["level"] for one in found if one["kind"] != "days-apart"}

    return run


@pytest.fixture
def lived(ada, git, coachplan, act_as, proposed) -> Path:
    """Ada's plan, with a word of both, a check-in of both and an open proposal."""
    for person, seen in ((MEMBER, "hers"), (MANAGER, "his")):
        act_as(person)
        for words in (("agree",), ("log", "--evidence", seen, "--date", "2026-01-12")):
            assert coachplan("-C", ada, words[0], "ada", *words[1:]).code == 0
    git(ada, "tag", "honest")
    return ada


def test_what_is_forged_by_plain_git_is_found(lived, git, told) -> None:
    assert told() == (0, {})
    found = {}
    for forge in FORGED:
        git(lived, "checkout", "-q", "--force", "-B", forge.__name__, "honest")
        forge(Forger(lived, git))
        code, kinds = told("--range", "honest..HEAD")
        found[forge] = {kind for kind, level in kinds.items() if level == "unsound"}
        assert code == 1, forge
        assert told("--range", "HEAD..HEAD") == (0, {})
    assert found == FORGED


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets all commits have one time, so that those of two branches are always numbered alike."""
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_DATE", "2030-01-01T10:00:00Z")


@pytest.fixture
def record(coachplan, git) -> Callable[[Path], str]:
    """All that the commands say of a history, with commits by their number."""

    def said(where: Path) -> str:
        ids = git(where, "log", "--reverse", "--topo-order", "--format=%H").split()
        lines = []
        for words in (("verify",), ("history", "--verify"), ("check", "--no-show-text", "--select", "CP90")):
            shown = coachplan("-C", where, *words, *(["--date", "2026-02-04"] if words[0] == "check" else []))
            lines += [f"$ coachplan {' '.join(words)} → {shown.code}", *(shown.out + shown.err).splitlines()]
        text = "\n".join(line.rstrip() for line in lines).replace(f"{os.path.relpath(where)}/", "")
        for number, id_ in enumerate(ids, 1):
            text = re.sub(f"{id_[:8]}({id_[8:]})?", f"commit-{number}", text)
        text = re.sub(r"SHA256:[\w/+]+", "KEY", text)
        return re.sub(r"\b20(?!26-0[12])\d\d-\d\d-\d\d\b", "DAY", text) + "\n"

    return said


@pytest.mark.long
def test_all_that_is_said_of_a_forgery_is_on_record(at_once, lived, git, record) -> None:
    found = {}
    for forge in (*FORGED, *FURTHER):
        git(lived, "checkout", "-q", "--force", "-B", forge.__name__, "honest")
        forge(Forger(lived, git))
        found[forge.__name__] = record(lived)
        git(lived, "branch", "-q", "-D", "side", check=False)
    assert found == on_record("forgeries.txt", found)


def test_what_a_copy_that_is_cut_off_says_is_on_record(at_once, lived, git, record, tmp_path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "2", f"file://{lived}", "shallow")
    found = {"cut_off": record(tmp_path / "shallow")}
    yes(Forger(tmp_path / "shallow", git))
    found["cut_off_and_a_yes"] = record(tmp_path / "shallow")
    assert found == on_record("forgeries.txt", found)


def test_a_plan_that_breaks_it_keeps_no_other_from_being_judged(lived, git, coachplan, monkeypatch) -> None:
    shutil.copytree(lived / FOLDER, lived / "plans/ada-lovelace/other")
    forger = Forger(lived, git)
    forger.commit(MEMBER)
    yes(forger)
    judged = verification._Judged.flaws

    def flaws(self) -> Iterator[Flaw]:
        if self.path.endswith("/other"):
            raise ZeroDivisionError
        return judged(self)

    monkeypatch.setattr(verification._Judged, "flaws", flaws)
    shown = coachplan("-C", lived, "verify", "--format", "json")
    found = json.loads(shown.out)["findings"]
    told = {(one["plan"], one["kind"]) for one in found if one["level"] != "note"}
    assert shown.code == 1
    assert told == {("ada-lovelace/other", "broken"), ("ada-lovelace/clear-status-updates", "yes-of-others")}


def test_what_was_set_right_since_is_only_noted(lived, git, told, coachplan, act_as) -> None:
    forger = Forger(lived, git)
    own_words(forger)
    check_in_removed(forger)
    git(lived, "revert", "--no-edit", "HEAD", "HEAD~1")
    assert told() == (0, {"own-words": "note"})
    no(forger)
    act_as(MEMBER)
    assert coachplan("-C", lived, "agree", "ada", "--comment", "x").code == 0
    assert told()[1]["declined"] == "note"


def test_a_word_without_terms_is_not_known_and_a_day_before_its_time_is_noted(lived, git, told) -> None:
    forger = Forger(lived, git)
    forger.add(WORD.format(MEMBER, "").replace("-01-09", "-02-06"), f"{FOLDER}/agreements/2026-02-06-ada.md")
    forger.commit(MEMBER, "--date", "2026-01-02T10:00:00")
    assert told() == (2, {"no-terms": "unknown", "clock": "note"})


def test_a_copy_that_is_cut_off_knows_what_it_can(lived, git, told, tmp_path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "2", f"file://{lived}", "shallow")
    assert told(where=tmp_path / "shallow") == (2, {"cut": "unknown"})
    yes(Forger(tmp_path / "shallow", git))
    code, kinds = told("--range", "HEAD~1..HEAD", where=tmp_path / "shallow")
    assert (code, kinds["yes-of-others"]) == (1, "unsound")


@pytest.mark.parametrize("given", ["--output=x..HEAD", "HEAD..--all", "HEAD", "HEAD...HEAD", "-x..", "nothing..HEAD"])
def test_a_range_is_two_commits_and_nothing_else(given, ada, coachplan) -> None:
    shown = coachplan("-C", ada, "verify", f"--range={given}")
    assert (shown.code, shown.out, shown.err.count("\n")) == (2, "", 1)
    assert "--range" in shown.err


def test_a_range_from_nothing_is_all(lived, git, told) -> None:
    yes(Forger(lived, git))
    for beginning in ("0" * 40, ""):
        assert told("--range", f"{beginning}..") == (1, {"yes-of-others": "unsound"})


def test_honest_moves_and_changes_of_people_are_nobodys_fault(lived, git, told, coachplan, act_as) -> None:
    new = "Ada King <ada@example.com>"
    act_as(MEMBER)
    assert coachplan("-C", lived, "edit", "ada", "--set", f"people.team_member={new}").code == 0
    act_as(new)
    assert coachplan("-C", lived, "accept", "ada", "lead").code == 0
    act_as(MANAGER)
    successor = "Grace Hopper <grace@example.com>"
    assert coachplan("-C", lived, "edit", "ada", "--set", f"people.manager={successor}").code == 0
    act_as(STRANGER)
    git(lived, "mv", FOLDER, "plans/ada-lovelace/updates")
    git(lived, "commit", "-qm", "x")
    act_as(successor)
    for words in (("log", "--evidence", "x", "--date", "2026-01-13"), ("tidy",), ("agree",), ("check", "--fix")):
        coachplan("-C", lived, words[0], "ada-lovelace/updates", *words[1:])
    act_as(new)
    assert coachplan("-C", lived, "close", "ada", "--outcome", "stopped", "--own-words", "x", "--drop-open").code == 0
    assert told() == (0, {})
    git(lived, "rm", "-rq", "plans/ada-lovelace")
    Forger(lived, git).commit(successor)
    assert told() == (0, {})


# -- where people sign -------------------------------------------------------------------------------------------------


@pytest.fixture
def sign_as(own_world, act_as, tmp_path) -> Callable[[str], None]:
    """From then on git takes who types for this person, and signs with their key, which is trusted here."""
    settings = (
        "[commit]\n gpgsign = true\n[gpg]\n format = ssh\n"
        '[gpg "ssh"]\n allowedSignersFile = {}\n[user]\n signingKey = {}\n'
    )
    trusted = own_world / "allowed_signers"

    def sign(person: str, key_of: str = "") -> None:
        key = own_world / (key_of or person.partition(" ")[0])
        if not key.exists():
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
            if not key_of:
                line = f"{person.partition('<')[2].rstrip('>')} {key.with_suffix('.pub').read_text()}"
                trusted.write_text((trusted.read_text() if trusted.exists() else "") + line)
        act_as(person)
        with (own_world / ".gitconfig").open("a") as file:
            file.write(settings.format(trusted, f"{key}.pub"))

    return sign


@pytest.fixture
def signed(ada, git, coachplan, sign_as, proposed) -> Path:
    """Ada's plan, with signed words of both, twice on her side, a signed check-in of hers, and what she declined."""
    for person, words in (
        (MEMBER, ("agree",)),
        (MANAGER, ("agree",)),
        (MEMBER, ("decline", "lead")),
        (MEMBER, ("log", "--evidence", "hers", "--date", "2026-01-12")),
    ):
        sign_as(person)
        done = coachplan("-C", ada, words[0], "ada", *words[1:])
        assert done.code == 0, done.err
    git(ada, "tag", "honest")
    return ada


def test_a_name_alone_is_nobodys_word_where_they_sign(signed, git, told, coachplan) -> None:
    assert told() == (0, {})
    found = {}
    for forge in SIGNED:
        git(signed, "checkout", "-q", "--force", "-B", forge.__name__, "honest")
        forge(Forger(signed, git))
        code, kinds = told("--range", "honest..HEAD")
        found[forge] = next(kind for kind, level in kinds.items() if level == "unsound")
        assert code == 1, forge
        assert coachplan("-C", signed, "history", "--verify").code == 1, forge
    assert found == SIGNED


@pytest.mark.long
def test_all_that_is_said_where_they_sign_is_on_record(at_once, signed, git, record) -> None:
    found = {}
    for forge in SIGNED:
        git(signed, "checkout", "-q", "--force", "-B", forge.__name__, "honest")
        forge(Forger(signed, git))
        found[forge.__name__] = record(signed)
    assert found == on_record("forgeries.txt", found)


def test_old_terms_put_back_with_old_words_are_said(signed, git, told, coachplan, sign_as) -> None:
    for person, words in (
        (MEMBER, ("edit", "ada", "--set", "support_assets=An hour of rehearsal every Monday")),
        (MEMBER, ("agree", "ada")),
        (MANAGER, ("agree", "ada")),
    ):
        sign_as(person)
        assert coachplan("-C", signed, *words).code == 0
    git(signed, "tag", "better")
    max(file for file in agreements_of(signed) if MANAGER in file.read_text()).unlink()
    git(signed, "commit", "-qam", "x")
    forger = Forger(signed, git)
    git(signed, "rm", "-rq", FOLDER)
    git(signed, "checkout", "-q", "honest", "--", FOLDER)
    forger.commit(MEMBER)
    code, kinds = told()
    assert (code, kinds["unsigned"], kinds["older-word"]) == (1, "unsound", "note")


def test_a_key_that_is_not_theirs_is_found_and_one_that_nobody_knows_is_not_judged(
    signed, own_world, git, told, coachplan, sign_as
) -> None:
    sign_as(MEMBER, key_of="Mallory")
    assert coachplan("-C", signed, "accept", "ada", "lead").code == 0
    assert told() == (1, {"other-key": "unsound"})
    (own_world / "allowed_signers").write_text("")
    assert told() == (2, {"unknown-key": "unknown"})
    sign_as(MEMBER, key_of="Charles")
    (own_world / "allowed_signers").write_text(f"charles@example.com {(own_world / 'Charles.pub').read_text()}")
    assert coachplan("-C", signed, "log", "ada", "--evidence", "x").code == 0
    assert told()[1]["other-signer"] == "unsound"


def test_what_she_says_anew_and_signs_sets_right_what_had_no_signature(signed, git, told, coachplan, sign_as) -> None:
    declined_agreed(Forger(signed, git))
    sign_as(MEMBER)
    assert coachplan("-C", signed, "agree", "ada", "--comment", "x").code == 0
    assert told() == (0, {"unsigned": "note"})


def test_a_policy_asks_everybody_and_is_not_taken_out_in_silence(ada, git, told, coachplan, act_as, sign_as) -> None:
    settings = ada / "coachplan.toml"
    before = settings.read_text()
    settings.write_text(before + "\n[policy]\nsigned = true\n")
    git(ada, "commit", "-qam", "x")
    assert told() == (0, {})
    act_as(MANAGER)
    refused = coachplan("-C", ada, "agree", "ada")
    assert (refused.code, "coachplan sign --setup" in refused.err) == (1, True)
    sign_as(MANAGER)
    assert coachplan("-C", ada, "agree", "ada").code == 0
    assert told() == (0, {})
    settings.write_text(before)
    git(ada, "commit", "-qam", "x")
    assert told() == (1, {"policy-gone": "unsound"})
    check_in_in_her_name(Forger(ada, git))
    assert told("--range", "HEAD~1..HEAD") == (1, {"unsigned": "unsound"})
