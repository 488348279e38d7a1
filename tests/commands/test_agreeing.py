"""`coachplan agree`, and what `show` and `history --verify` make of it: each for themselves, and for these terms."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from coachplan.plan.terms import covers, terms
from coachplan.store.repository import Repository
from conftest import ADA_PLAN, MANAGER, MEMBER, agreements_of

ID = "ada-lovelace/clear-status-updates"
HR = "Jane Marcet <jane@example.com>"
HELPER = "George Boole <george@example.com>"
STRANGER = "Eve <eve@example.com>"


@pytest.fixture
def act(ada, coachplan, act_as):
    """Runs a command on Ada's plan as somebody, and checks its exit code."""

    def run(who: str | None, command: str, *arguments: str, code: int = 0):
        if who:
            act_as(who)
        result = coachplan("-C", ada, command, "ada", *arguments)
        assert result.code == code, result.out + result.err
        return result

    return run


@pytest.fixture
def plan(ada):
    """Gives the plan as it is now."""
    repository = Repository(ada)
    return lambda: repository.read_plan(repository.plan("ada")).content


def edit(repository: Path, old: str, new: str) -> None:
    """Write something else into the first agreement."""
    path = agreements_of(repository)[0]
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


# -- saying so --------------------------------------------------------------------------------------------------------


def test_an_agreement_holds_who_when_what_and_how_sure(act, ada, plan, git) -> None:
    result = act(MEMBER, "agree", "--comment", "Glad to")
    entry = plan().acknowledgements[0]
    assert (str(entry.by), str(entry.date), entry.stance) == (MEMBER, "2026-02-04", "agree")
    assert (entry.comment, entry.assurance) == ("Glad to", "claimed")
    assert covers(entry.terms, plan())
    assert git(ada, "log", "-1", "--format=%s").strip() == f"Agree: {ID}: team member agreed to the terms"
    assert "Assurance: claimed. It rests on the name that git was given" in result.out
    assert "✓ Ada Lovelace (team member): agreed to the terms on 2026-02-04 (claimed)" in result.out
    assert f"? Charles Babbage (manager): not asked yet (`coachplan agree {ID}`)" in result.out


@pytest.mark.parametrize(
    ("stance", "told"),
    [
        ("disagree", "disagreed with the terms on 2026-02-04"),
        ("received", "received the terms on 2026-02-04, without agreeing"),
        ("refused", "refused to acknowledge the terms on 2026-02-04"),
    ],
)
def test_other_stances_are_told_as_what_they_are(act, plan, stance, told) -> None:
    result = act(HR, "agree", "--stance", stance)
    assert plan().acknowledgements[0].stance == stance
    assert f"· Jane Marcet (HR): {told}" in result.out
    assert "Jane Marcet (HR): agreed" not in act(None, "show").out


def test_agreeing_twice_does_nothing_and_says_so(act, ada, git) -> None:
    act(MEMBER, "agree")
    head = git(ada, "rev-parse", "HEAD")
    assert "Nothing to do: you said so on 2026-02-04" in act(MEMBER, "agree").out
    assert git(ada, "rev-parse", "HEAD") == head


def test_another_stance_or_a_comment_is_a_new_word(act, plan) -> None:
    act(MEMBER, "agree", "--stance", "received")
    act(MEMBER, "agree")
    act(MEMBER, "agree", "--comment", "And gladly")
    assert [entry.stance for entry in plan().acknowledgements] == ["received", "agree", "agree"]


@pytest.mark.parametrize("who", [STRANGER, HELPER])
def test_only_readers_of_the_plan_acknowledge_it(act, ada, who) -> None:
    act(MEMBER, "edit", "--set", f"people.helpers=[{HELPER}]")
    before = (ada / ADA_PLAN).read_bytes()
    refused = act(who, "agree", code=1)
    assert "Ada Lovelace, Charles Babbage, Mary Somerville, Jane Marcet" in refused.err
    assert (ada / ADA_PLAN).read_bytes() == before


def test_an_unfinished_or_closed_plan_has_no_terms_to_agree_to(plans, act, coachplan) -> None:
    coachplan("-C", plans, "new", "Listen", "--for", "Bob <bob@example.com>")
    unfinished = coachplan("-C", plans, "agree", "listen")
    assert (unfinished.code, "still to be filled in" in unfinished.err) == (1, True)
    outcome = "outcome={result: achieved, date: 2026-02-04}"
    act(MEMBER, "edit", "--set", outcome, "--set", "status=closed")
    assert "is closed" in act(MEMBER, "agree", code=1).err


def test_nothing_is_lost_where_it_cannot_be_recorded(act, ada, act_as) -> None:
    act_as(MEMBER)
    (ada / ".git/MERGE_HEAD").write_text("0" * 40)
    refused = act(None, "agree", "--comment", "Well considered words", code=1)
    kept = Path(refused.err.partition("kept in ")[2].strip().rstrip(")"))
    assert "Well considered words" in kept.read_text()


# -- when agreement is needed again -----------------------------------------------------------------------------------


@pytest.fixture
def agreed(act):
    """Both have agreed to the terms as they are."""
    act(MEMBER, "agree")
    act(MANAGER, "agree")


CHANGES = {
    "the end": (("timeline.end=2026-02-18",), "timeline end 2026-02-04 → 2026-02-18"),
    "a target": (("goal_state.measures.0.target=3",), 'measure "clear status updates": target 4 → 3'),
    "the support": (("support_assets=Nothing",), "support assets reworded"),
    "the rhythm": (("update_cadence=every Tuesday",), "update cadence reworded"),
    "the manager": (("people.manager=Ben <ben@example.com>",), "manager Charles Babbage <charles@example.com> →"),
    "an activity's day": (("activities.0.due=2026-01-21",), "activity rehearse: due 2026-01-14 → 2026-01-21"),
}


@pytest.mark.one_in(3)
@pytest.mark.parametrize(("values", "told"), CHANGES.values(), ids=CHANGES)
def test_changed_terms_need_agreement_again_and_the_change_is_named(act, agreed, values, told) -> None:
    act(MANAGER, "edit", *(word for value in values for word in ("--set", value)))
    shown = act(MEMBER, "show").out
    assert "Ada Lovelace (team member): needs agreement again" in shown
    assert "agreed to the terms on 2026-02-04; since then:" in shown
    assert told in " ".join(shown.split())
    act(MEMBER, "agree")
    assert "✓ Ada Lovelace (team member): agreed" in act(MEMBER, "show").out


def test_the_changes_since_stand_under_the_person_who_agreed_before(act, agreed) -> None:
    act(MANAGER, "edit", "--set", "update_cadence=every Tuesday")
    told = act(MEMBER, "agree").out
    assert "\n    agreed to the terms on 2026-02-04; since then:\n    update cadence reworded" in told


PROGRESS = {
    "a session": ("log", "--measure", "clear=3", "--date", "2026-01-12"),
    "an activity started": ("start", "rehearse"),
    "an activity done": ("done", "rehearse", "--learned", "Two minutes"),
    "an activity dropped": ("drop", "rehearse", "--why", "Enough"),
    "a proposal": ("propose", "Watch two briefings"),
    "an idea of their own": ("propose", "Count the questions", "--cue", "After each meeting"),
    "a title": ("edit", "--set", "title=Other"),
    "the status": ("edit", "--set", "status=on-hold"),
    "support given": ("edit", "--set", "support_assets.0.status=given"),
    "helpers": ("edit", "--set", f"people.helpers=[{HELPER}]"),
    "a review": ("edit", "--set", "follow_up={reviews: 2026-03-04}"),
    "an agreement": ("agree", "--comment", "Still"),
}


@pytest.mark.one_in(4)
@pytest.mark.parametrize("command", PROGRESS.values(), ids=PROGRESS)
def test_progress_never_needs_agreement_again(act, agreed, command) -> None:
    act(MEMBER, *command)
    shown = act(MANAGER, "show").out
    assert shown.count("✓ ") >= 2
    assert "again" not in shown.partition("Agreement")[2].partition("Follow-up")[0]


def test_what_was_taken_out_or_put_back_to_a_proposal_needs_agreement_again(act, agreed) -> None:
    act(MEMBER, "propose", "Count the questions", "--id", "count")
    act(MANAGER, "amend", "rehearse", "Rehearse every update")
    shown = act(None, "show").out.partition("Agreement")[2]
    assert 'activity rehearse reworded: "Rehearse every update"' in shown
    assert "activity rehearse proposed again" in shown
    assert "count" not in shown.partition("Check-ins")[0]


def test_what_cannot_be_compared_any_more_is_said(act, ada, agreed, git) -> None:
    text = (ada / ADA_PLAN).read_text()
    (ada / ADA_PLAN).write_text(text.replace("end: 2026-02-04", "end: 2026-02-18"))
    git(ada, "checkout", "-q", "--orphan", "fresh")
    git(ada, "commit", "-qam", "x")
    assert "other terms; the version of that day is not in git's history" in act(MEMBER, "show").out


def test_a_word_that_does_not_say_on_which_terms_it_is_counts_as_none_on_these(act, ada, git) -> None:
    text = (ada / ADA_PLAN).read_text()
    entry = f"acknowledgements: [{{by: {MEMBER}, date: 2026-01-05, stance: agree}}]\n---\n"
    (ada / ADA_PLAN).write_text(text.replace("\n---\n", f"\n{entry}", 1))
    git(ada, "commit", "-qam", "x")
    shown = act(MEMBER, "show").out
    assert "? Ada Lovelace (team member): needs agreement on these terms" in shown
    assert shown.count("agreed to the terms on 2026-01-05; it does not say which terms") == 1
    assert "recorded with coachplan agree" not in act(MEMBER, "render", "--sign").out
    assert act(MEMBER, "agree").out.startswith("Recorded")


# -- signatures -------------------------------------------------------------------------------------------------------


class Keys:
    """SSH keys of people, git set to sign with one, and the list of keys that the person who verifies trusts."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def make(self, name: str) -> Path:
        key = self.home / name
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(key)]
        subprocess.run(command, check=True, capture_output=True)
        return key

    def configure(self, **settings: str) -> None:
        for name, value in settings.items():
            command = ["git", "config", "--global", name.replace("__", "."), value]
            subprocess.run(command, check=True, capture_output=True)

    def sign_with(self, key: Path) -> None:
        self.configure(gpg__format="ssh", user__signingkey=f"{key}.pub", commit__gpgsign="true")

    def trust(self, **keys: Path) -> None:
        lines = [f"{who}@example.com {Path(f'{key}.pub').read_text()}" for who, key in keys.items()]
        (self.home / "allowed").write_text("".join(lines))
        self.configure(gpg__ssh__allowedSignersFile=str(self.home / "allowed"))


@pytest.fixture
def keys(own_world) -> Keys:
    return Keys(own_world)


@pytest.fixture
def signed(act, act_as, keys) -> Path:
    """Ada's key, with which she signed her agreement."""
    act_as(MEMBER)
    key = keys.make("ada")
    keys.sign_with(key)
    result = act(None, "agree")
    assert "Assurance: the commit is signed; `coachplan history PLAN --verify` shows by whom" in result.out
    return key


def verified(act, code: int) -> dict:
    """What the last acknowledgement is worth."""
    data = json.loads(act(None, "history", "--verify", "--format", "json", code=code).out)
    assert (data["version"], data["plan"]) == (1, ID)
    return data["acknowledgements"][-1]


def test_a_signature_is_verified_against_the_keys_that_i_trust(act, keys, signed, plan) -> None:
    keys.trust(ada=signed)
    entry = verified(act, 0)
    assert (entry["signature"], entry["signer"], entry["good"]) == ("verified", "ada@example.com", True)
    assert entry["key"].startswith("SHA256:")
    assert plan().acknowledgements[0].assurance == "signed"
    text = act(None, "history", "--verify").out
    assert "verified signature: ada@example.com, key SHA256:" in text


def test_a_key_that_nobody_vouches_for_proves_nothing(act, keys, signed) -> None:
    assert verified(act, 1)["signature"] == "unknown-key"
    keys.trust(charles=keys.make("charles"))
    assert verified(act, 1)["signature"] == "unknown-key"
    assert "a key that nobody here vouches for" in act(None, "history", "--verify", code=1).out


def test_somebody_elses_signature_is_not_theirs(act, keys, signed) -> None:
    keys.trust(charles=signed)
    assert verified(act, 1)["signature"] == "someone-else"
    assert "signed by somebody else: charles@example.com" in act(None, "history", "--verify", code=1).out


def test_an_unsigned_agreement_rests_on_gits_name_alone(act) -> None:
    act(MEMBER, "agree")
    entry = verified(act, 0)
    assert (entry["signature"], entry["assurance"], entry["good"]) == ("unsigned", "claimed", True)
    assert "rests on the name that git was given" in act(None, "history", "--verify").out


def test_what_claims_to_be_signed_and_is_not_is_found(act, ada, act_as, git) -> None:
    act(MEMBER, "agree")
    edit(ada, "assurance: claimed", "assurance: signed")
    git(ada, "commit", "-qam", "x")
    assert "it claims to be signed, and its commit is not" in act(None, "history", "--verify", code=1).out


def test_an_agreement_in_somebody_elses_commit_is_found(act, ada, act_as, git) -> None:
    act(MEMBER, "agree")
    act_as(MANAGER)
    edit(ada, "stance: agree", "stance: agree\ncomment: With pleasure")
    git(ada, "commit", "-qam", "x")
    gone = verified(act, 1)
    assert (gone["by_author"], gone["removed_in"]) == (True, git(ada, "rev-parse", "HEAD").strip())
    text = act(None, "history", "--verify", code=1).out
    assert "git's author of that commit is Charles Babbage <charles@example.com>, somebody else" in text
    assert "✗ 2026-02-04  Ada Lovelace" in text


def test_an_agreement_that_somebody_else_took_out_is_found(act, ada, act_as, git) -> None:
    act(MEMBER, "agree", "--stance", "disagree")
    act_as(MANAGER)
    agreements_of(ada)[0].unlink()
    git(ada, "commit", "-qam", "x")
    found = verified(act, 1)
    assert (found["stance"], found["by_author"]) == ("disagree", True)
    assert found["removed_in"] == git(ada, "rev-parse", "HEAD").strip()


def test_what_is_in_no_commit_is_not_vouched_for(act, ada) -> None:
    text = (ada / ADA_PLAN).read_text()
    entry = f"acknowledgements: [{{by: {MEMBER}, date: 2026-01-05, stance: agree}}]\n---\n"
    (ada / ADA_PLAN).write_text(text.replace("\n---\n", f"\n{entry}", 1))
    assert verified(act, 1)["signature"] == "unrecorded"


def test_a_fingerprint_of_other_terms_is_found(act, ada, plan, git) -> None:
    act(MEMBER, "agree")
    edit(ada, terms(plan()), "0123456789ab")
    git(ada, "commit", "-q", "--amend", "-am", "x", "--reset-author")
    assert verified(act, 1)["fits_terms"] is False


def test_agreements_that_a_merge_brought_together_stand(act, ada, git, act_as) -> None:
    act_as(MEMBER)
    git(ada, "switch", "-qc", "hers")
    act(MEMBER, "agree")
    git(ada, "switch", "-q", "main")
    act(MANAGER, "log", "--win", "x", "--date", "2026-01-12")
    git(ada, "merge", "-q", "--no-edit", "hers")
    act(MANAGER, "agree")
    assert verified(act, 0)["by"] == MANAGER
    assert act(None, "history", "--verify").out.count("✓") == 2


def test_a_repository_cannot_say_who_checks_signatures_nor_whose_keys_are_whose(act, ada, keys, signed, git) -> None:
    """A hostile .git/config runs nothing, and its list of keys is nobody's."""
    trap = keys.home / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {keys.home}/sprung\n")
    trap.chmod(0o755)
    programs = ("gpg.program", "gpg.ssh.program", "gpg.openpgp.program", "gpg.x509.program")
    for name in (*programs, "gpg.ssh.defaultKeyCommand", "core.sshCommand", "core.pager"):
        git(ada, "config", name, str(trap))
    (keys.home / "theirs").write_text(f"ada@example.com {Path(f'{signed}.pub').read_text()}")
    git(ada, "config", "gpg.ssh.allowedSignersFile", str(keys.home / "theirs"))
    git(ada, "config", "log.showSignature", "true")
    assert verified(act, 1)["signature"] == "unknown-key"
    keys.trust(ada=signed)
    git(ada, "config", "gpg.ssh.allowedSignersFile", os.devnull)
    assert verified(act, 0)["signature"] == "verified"
    for command in ("history", "show"):
        act(None, command)
    assert not (keys.home / "sprung").exists()


def test_where_signing_fails_nothing_is_lost_and_it_is_said(act, ada, keys, act_as, git) -> None:
    act_as(MEMBER)
    keys.sign_with(keys.home / "no-such-key")
    head = git(ada, "rev-parse", "HEAD")
    failed = act(None, "agree", "--comment", "Well considered words", code=1)
    assert "saved but not committed" in failed.err
    assert "`coachplan save`" in failed.err
    assert failed.err.count("\n") == 1
    assert git(ada, "rev-parse", "HEAD") == head
    keys.sign_with(keys.make("ada"))
    assert act(None, "save").code == 0
    assert "Well considered words" in git(ada, "show", f"HEAD:{agreements_of(ada)[0].relative_to(ada)}")


def test_what_was_committed_is_told_and_not_what_somebody_put_in_its_place(
    ada, coachplan, act_as, git, tmp_path
) -> None:
    act_as(MEMBER)
    assert coachplan("-C", ada, "agree", "ada", "--stance", "refused").code == 0
    path = agreements_of(ada)[0]
    other = tmp_path / "other.md"
    other.write_text(path.read_text(encoding="utf-8").replace("stance: refused", "stance: agree"), encoding="utf-8")
    false = git(ada, "hash-object", "-w", str(other)).strip()
    git(ada, "replace", git(ada, "rev-parse", f"HEAD:{path.relative_to(ada)}").strip(), false)
    told = coachplan("-C", ada, "history", "ada").out
    assert "agreed to the terms" not in told
    assert "refus" in told


def test_a_refusal_reads_the_same_wherever_it_is_read(act) -> None:
    told = "refused to acknowledge the terms"
    assert told in act(MEMBER, "agree", "--stance", "refused").out
    for command in (("show",), ("history",), ("history", "--verify"), ("render", "--to", "md"), ("render",)):
        assert f"Ada Lovelace{':' * (command[-1] == '--verify')} {told}" in " ".join(
            act(None, *command).out.replace("<ada@example.com>", "").replace(" :", ":").split()
        )


def test_a_claim_to_be_signed_is_not_recorded_without_signing(act, ada, keys, act_as, git) -> None:
    act_as(MEMBER)
    keys.sign_with(keys.home / "no-such-key")
    act(None, "agree", code=1)
    keys.configure(commit__gpgsign="false")
    refused = act(None, "save", code=1)
    assert "git is not set to sign commits" in refused.err
    assert refused.err.count("\n") == 1
    edit(ada, "assurance: signed", "assurance: claimed")
    act(None, "save")
    edit(ada, "assurance: claimed", "assurance: signed")
    assert "git is not set" in act(None, "edit", "--set", "title=Other", code=1).err
    edit(ada, "assurance: signed", "assurance: claimed")
    assert "(claimed)" in act(None, "show").out


def test_a_signed_commit_says_that_its_signer_is_still_to_be_found_out(act, signed) -> None:
    shown = " ".join(act(None, "show").out.split())
    assert f"(in a signed commit; `coachplan history {ID} --verify` shows by whom)" in shown


def test_a_signed_word_is_not_replaced_by_one_that_is_not(act, ada) -> None:
    assert act(MEMBER, "agree", "--date", "2026-01-05").code == 0
    (word,) = agreements_of(ada)
    word.write_text(word.read_text().replace("claimed", "signed"))
    assert "coachplan sign --setup" in act(MEMBER, "agree", "--stance", "disagree", code=1).err
    text = word.read_text().replace("signed", "claimed").replace("2026-01-05", "2026-01-30")
    (word.parent / "2026-01-30-ada.md").write_text(text.replace("stance: agree", "stance: disagree"))
    assert "✓ Ada Lovelace (team member): agreed to the terms on 2026-01-05" in act(MEMBER, "show").out
