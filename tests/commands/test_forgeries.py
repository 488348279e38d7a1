"""`coachplan verify`: what is forged by plain git is found, whatever name a commit has, and honest work is not."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from coachplan.format import read_plan
from coachplan.plan.terms import terms
from conftest import ADA_PLAN, MANAGER, MEMBER, agreements_of

FOLDER = ADA_PLAN.removesuffix("/plan.md")
STRANGER = "Eve Adams <eve@example.com>"
HR = "Jane Marcet <jane@example.com>"
WORD = "---\ncoachplan: 1\nby: {}\ndate: 2026-01-09\nstance: agree\n{}---\n"


class Forger:
    """Plain git, with which anyone writes anything in anyone's name."""

    def __init__(self, root: Path, git: Callable[..., str]) -> None:
        self.root, self.git = root, git

    def put(self, old: str, new: str, path: str = ADA_PLAN) -> None:
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    def add(self, text: str, path: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def commit(self, author: str, *more: str) -> None:
        self.git(self.root, "add", "--all")
        self.git(self.root, "commit", "-q", "--no-gpg-sign", "-m", "x", "--author", author, *more)

    def word_of(self, person: str) -> str:
        """The path of somebody's word on the terms."""
        (found,) = (file for file in agreements_of(self.root) if f"by: {person}" in file.read_text())
        return str(found.relative_to(self.root))

    def record(self, name: str) -> None:
        """Add a check-in in somebody's name."""
        text = f"---\ncoachplan: 1\ndate: 2026-01-19\nby: {name}\nwins: [x]\n---\n"
        self.add(text, f"{FOLDER}/check-ins/2026-01-19-x.md")

    def check_in_of(self, person: str) -> str:
        (found,) = (file for file in (self.root / FOLDER).glob("check-ins/*.md") if f"by: {person}" in file.read_text())
        return str(found.relative_to(self.root))

    def merge(self, change: Callable[[], None], *strategy: str) -> None:
        """Merge a branch of the manager's with another title, and change the merge before it is committed."""
        self.git(self.root, "checkout", "-q", "-b", "side")
        self.put("title: Clear", "title: Very clear")
        self.commit(MANAGER)
        self.git(self.root, "checkout", "-q", "-")
        self.put("Half an hour", "An hour")
        self.commit(MANAGER)
        self.git(self.root, "merge", "-q", "--no-commit", *strategy, "side")
        change()
        self.git(self.root, "add", "--all")
        self.git(self.root, "commit", "-q", "-m", "x")
        self.git(self.root, "branch", "-q", "-D", "side")

    def moved(self) -> str:
        """Rename the plan, and return its path."""
        self.git(self.root, "mv", FOLDER, "plans/ada-lovelace/updates")
        return "plans/ada-lovelace/updates/plan.md"


def _yes(f: Forger) -> None:
    f.put("status: proposed", "status: agreed")
    f.commit(MANAGER)


def _yes_with_a_move(f: Forger) -> None:
    f.put("status: proposed", "status: agreed", f.moved())
    f.commit(MANAGER)


def _yes_in_a_merge(f: Forger) -> None:
    f.merge(lambda: f.put("status: proposed", "status: agreed"))


def _no(f: Forger) -> None:
    f.put("proposed_by: manager\n    status: agreed", "proposed_by: team_member\n    status: declined")
    f.commit(MANAGER)


def _word(f: Forger) -> None:
    f.add(WORD.format(MEMBER, ""), f"{FOLDER}/agreements/2026-01-09-ada.md")
    f.commit(MANAGER)


def _word_in_the_plan(f: Forger) -> None:
    f.put("timeline:\n", f"acknowledgements: [{{by: {MEMBER}, date: 2026-01-09, stance: agree}}]\ntimeline:\n")
    f.commit(HR)


def _word_removed(f: Forger) -> None:
    (f.root / f.word_of(MEMBER)).unlink()
    f.commit(MANAGER)


def _word_removed_with_a_move(f: Forger) -> None:
    f.git(f.root, "rm", "-q", f.word_of(MEMBER))
    f.moved()
    f.commit(MANAGER)


def _word_lost_in_a_merge(f: Forger) -> None:
    f.merge((f.root / f.word_of(MEMBER)).unlink)


def _own_words(f: Forger) -> None:
    f.put("status: active", "status: closed\noutcome: {result: stopped, date: 2026-02-01, team_member: I failed}")
    f.commit(MANAGER)


def _own_words_in_a_merge(f: Forger) -> None:
    f.merge(
        lambda: f.put("status: active", "status: active\noutcome: {result: stopped, date: 2026-02-01, team_member: No}")
    )


def _kind(f: Forger) -> None:
    f.put("kind: coaching", "kind: performance-support")
    f.commit(MANAGER)


def _member(f: Forger) -> None:
    f.put(f"team_member: {MEMBER}", f"team_member: {STRANGER}")
    f.commit(MANAGER)


def _stranger(f: Forger) -> None:
    f.put(f"hr: {HR}", f"hr: {STRANGER}")
    f.commit(STRANGER)


def _stranger_removes(f: Forger) -> None:
    shutil.rmtree(f.root / FOLDER)
    f.commit(STRANGER)


def _check_in_by_a_stranger(f: Forger) -> None:
    f.record(MEMBER)
    f.commit(STRANGER)


def _check_in_for_a_stranger(f: Forger) -> None:
    f.record(STRANGER)
    f.commit(MANAGER)


def _check_in_reworded(f: Forger) -> None:
    f.put("hers", "his", f.check_in_of(MEMBER))
    f.commit(MANAGER)


def _check_in_removed(f: Forger) -> None:
    (f.root / f.check_in_of(MEMBER)).unlink()
    f.commit(MANAGER)


def _check_in_of_a_merge(f: Forger) -> None:
    f.merge(lambda: f.record(MEMBER))


def _check_in_lost_in_a_merge(f: Forger) -> None:
    f.merge((f.root / f.check_in_of(MEMBER)).unlink)


def _new_beginning(f: Forger) -> None:
    f.git(f.root, "checkout", "-q", "--orphan", "anew")
    f.commit(MANAGER)


FORGED: dict[Callable[[Forger], None], set[str]] = {
    _yes: {"yes-of-others"},
    _yes_with_a_move: {"yes-of-others"},
    _yes_in_a_merge: {"yes-of-merge"},
    _no: {"declined", "proposer"},
    _word: {"word-of-others"},
    _word_in_the_plan: {"word-of-others"},
    _word_removed: {"word-lost"},
    _word_removed_with_a_move: {"word-lost"},
    _word_lost_in_a_merge: {"word-lost"},
    _own_words: {"own-words"},
    _own_words_in_a_merge: {"own-words"},
    _kind: {"kind"},
    _member: {"member"},
    _stranger: {"stranger"},
    _stranger_removes: {"stranger"},
    _check_in_by_a_stranger: {"record-by-stranger"},
    _check_in_for_a_stranger: {"record-for-stranger"},
    _check_in_reworded: {"record-changed"},
    _check_in_removed: {"record-removed"},
    _check_in_of_a_merge: {"record-of-merge"},
    _check_in_lost_in_a_merge: {"record-lost"},
    _new_beginning: {"word-of-others", "yes-of-others"},
}


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


def test_what_was_set_right_since_is_only_noted(lived, git, told, coachplan, act_as) -> None:
    forger = Forger(lived, git)
    _own_words(forger)
    _check_in_removed(forger)
    git(lived, "revert", "--no-edit", "HEAD", "HEAD~1")
    assert told() == (0, {"own-words": "note"})
    _no(forger)
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
    _yes(Forger(tmp_path / "shallow", git))
    code, kinds = told("--range", "HEAD~1..HEAD", where=tmp_path / "shallow")
    assert (code, kinds["yes-of-others"]) == (1, "unsound")


@pytest.mark.parametrize("given", ["--output=x..HEAD", "HEAD..--all", "HEAD", "HEAD...HEAD", "-x..", "nothing..HEAD"])
def test_a_range_is_two_commits_and_nothing_else(given, ada, coachplan) -> None:
    shown = coachplan("-C", ada, "verify", f"--range={given}")
    assert (shown.code, shown.out, shown.err.count("\n")) == (2, "", 1)
    assert "--range" in shown.err


def test_a_range_from_nothing_is_all(lived, git, told) -> None:
    _yes(Forger(lived, git))
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


def _hers_removed(f: Forger) -> None:
    (f.root / f.word_of(MEMBER)).unlink()
    f.commit(MEMBER)


def _hers_removed_with_a_move(f: Forger) -> None:
    f.git(f.root, "rm", "-q", f.word_of(MEMBER))
    f.moved()
    f.commit(MEMBER)


def _new_terms(f: Forger, assurance: str) -> None:
    """New terms, and the word of Ada on just these."""
    f.put("target: 4\n", "target: 40\n")
    path = f.root / ADA_PLAN
    plan = read_plan(ADA_PLAN, path.read_bytes()).content
    text = WORD.format(MEMBER, f"terms: {terms(plan)}\nassurance: {assurance}\n").replace("2026-01-09", "2026-02-06")
    f.add(text, f"{FOLDER}/agreements/2026-02-06-ada.md")
    f.commit(MEMBER)


def _new_terms_claimed(f: Forger) -> None:
    _new_terms(f, "claimed")


def _new_terms_signed(f: Forger) -> None:
    _new_terms(f, "signed")


def _without_terms(f: Forger) -> None:
    f.put("target: 4\n", "target: 40\n")
    f.add(
        WORD.format(MEMBER, "assurance: signed\n").replace("-01-09", "-02-06"), f"{FOLDER}/agreements/2026-02-06-ada.md"
    )
    f.commit(MEMBER)


def _closed_earlier(f: Forger) -> None:
    f.put("status: active", "status: closed\noutcome: {result: not-achieved, date: 2026-02-01, team_member: I failed}")
    f.commit(MEMBER, "--date", "2026-02-01T10:00:00")


def _declined_agreed(f: Forger) -> None:
    f.put("status: declined", "status: agreed")
    f.commit(MEMBER)


def _hr_in_his_name(f: Forger) -> None:
    f.put(f"hr: {HR}", f"hr: {STRANGER}")
    f.commit(MANAGER)


def _check_in_in_her_name(f: Forger) -> None:
    f.record(MEMBER)
    f.commit(MEMBER)


def _check_in_of_hers_reworded(f: Forger) -> None:
    f.put("hers", "his", f.check_in_of(MEMBER))
    f.commit(MEMBER)


def _check_in_of_hers_removed(f: Forger) -> None:
    (f.root / f.check_in_of(MEMBER)).unlink()
    f.commit(MEMBER)


SIGNED: dict[Callable[[Forger], None], str] = {
    _hers_removed: "unsigned",
    _hers_removed_with_a_move: "unsigned",
    _new_terms_claimed: "unsigned",
    _new_terms_signed: "claims-signed",
    _without_terms: "claims-signed",
    _closed_earlier: "unsigned",
    _declined_agreed: "unsigned",
    _hr_in_his_name: "unsigned",
    _check_in_in_her_name: "unsigned",
    _check_in_of_hers_reworded: "unsigned",
    _check_in_of_hers_removed: "unsigned",
}


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
    _declined_agreed(Forger(signed, git))
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
    _check_in_in_her_name(Forger(ada, git))
    assert told("--range", "HEAD~1..HEAD") == (1, {"unsigned": "unsound"})
