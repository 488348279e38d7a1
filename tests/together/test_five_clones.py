"""Five clones of a bare remote: nothing that was acknowledged is lost, and nobody agreed to what they never read."""

import random

import pytest

from together.clones import CLONES, CLOSED, OPEN, PLANS, WAYS, Clones


@pytest.mark.parametrize(
    ("commands", "seed"),
    [
        pytest.param(12, 7, marks=pytest.mark.long),
        pytest.param(30, 7, marks=pytest.mark.long),
        pytest.param(300, 3, marks=pytest.mark.long),
        pytest.param(1000, 1, marks=pytest.mark.soak),
    ],
)
def test_random_commands_in_five_clones(tmp_path, git, coachplan, monkeypatch, record_property, commands, seed):
    def today(day: str) -> None:
        monkeypatch.setenv("COACHPLAN_TODAY", day)
        monkeypatch.setenv("GIT_AUTHOR_DATE", f"{day}T09:00:00Z")

    clones = Clones(tmp_path, git, coachplan, today, random.Random(seed))
    clones.make()
    clones.run(commands)
    pulls = sum(clones.done[way] for way in {*WAYS} - {"sync"})
    shared = f"{clones.done['sync']} times by sync, {pulls} pulls, {clones.done['question']} times with questions"
    told = f"{commands} commands, {shared}: {dict(clones.done)}"
    record_property("told", told)
    record_property("tried", commands)
    print(told)
    assert clones.refused == []
    assert clones.wrong == []
    heads = {git(tmp_path / name, "rev-parse", "HEAD") for name in CLONES}
    assert len(heads) == 1
    clone = tmp_path / "charles"
    assert [fact for id_ in PLANS for fact in clones.oracle.lost(id_, clones.seen(clone, id_))] == []
    assert [*clones.judge_words("charles")] == []
    checked = coachplan("-C", clone, "check", "--format", "concise")
    assert " error" not in checked.out, checked.out
    for id_ in PLANS:
        verified = coachplan("-C", clone, "history", "--verify", id_)
        assert verified.code == 0, verified.out
    clones.change_people_and_places()
    for name in CLONES:
        verified = coachplan("-C", tmp_path / name, "verify")
        assert verified.code == 0, verified.out
        assert git(tmp_path / name, "fsck", "--strict", "--no-dangling") == ""
        assert git(tmp_path / name, "status", "--porcelain") == ""
    assert commands < 1000 or {kind.__name__ for kind in (*OPEN, *CLOSED)} <= {*clones.done}
