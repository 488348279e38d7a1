"""What a merge may not make of what people said on its two sides, and as whom somebody acts."""

from datetime import date

import pytest

from coachplan.format import read_plan
from coachplan.plan import Person, Plan
from coachplan.plan.terms import agreed_by_both, changes_terms, terms
from coachplan.plan.whose_word import acts_as, overreach, overruled, said_by_none

ADA = Person("Ada Lovelace", "ada@example.com")
HR = ", hr: Jane Marcet <jane@example.com>"
CHARLES = Person("Charles Babbage", "charles@example.com")
_PLAN = """\
---
coachplan: 1
title: Clear updates
status: active
people: {{team_member: Ada Lovelace <ada@example.com>, manager: Charles Babbage <charles@example.com>{people}}}
development_area: Updates
current_state: Two
goal_state: Four
activities:
  - {{what: Read, status: {first}}}
  - {{what: {words}, status: {second}}}
timeline: 2026-01-05 to 2026-02-04
support_assets: Time
update_cadence: week
{more}
---
"""


def made(
    first: str = "proposed", second: str = "proposed", *, words: str = "Rehearse", people: str = "", more: str = ""
) -> Plan:
    text = _PLAN.format(first=first, second=second, words=words, people=people, more=more)
    plan = read_plan("plans/ada/updates/plan.md", text.encode()).content
    assert plan
    return plan


@pytest.mark.parametrize("begun", ["agreed", "doing", "done"])
@pytest.mark.parametrize("actor", [CHARLES, Person("Eve", "eve@example.com")])
def test_a_merge_keeps_the_answer_that_is_new_on_one_of_its_sides(begun: str, actor: Person) -> None:
    proposed, yes, no = made(), made(second=begun), made(second="declined")
    role = "the manager" if actor is CHARLES else "nobody in this plan"

    assert overruled(proposed, [yes, no], no, actor) == (
        f"activity 2 has the team member's yes on one side, and you act as {role}: "
        "keep that side of it, and talk it over"
    )
    assert overruled(yes, [yes, no], yes, actor) == (
        f"activity 2 has the team member's no on one side, and you act as {role}: "
        "keep that side of it, and talk it over"
    )
    assert overruled(proposed, [no, yes], yes, actor) is None
    assert overruled(yes, [no, yes], no, actor) is None


def test_a_merge_is_not_asked_where_no_two_answers_meet_or_the_answer_is_their_own() -> None:
    proposed, yes, no = made(), made(second="agreed"), made(second="declined")

    assert overruled(proposed, [yes, no], no, ADA) is None
    assert overruled(None, [yes, no], no, CHARLES) is None
    assert overruled(proposed, [no, no], no, CHARLES) is None
    assert overruled(proposed, [yes, yes], yes, CHARLES) is None
    assert overruled(proposed, [proposed, no], no, CHARLES) is None
    # Other words are another activity.
    assert overruled(proposed, [made(second="agreed", words="Sing"), no], no, CHARLES) is None
    assert "activity 1 has" in str(overruled(proposed, [made("agreed"), made("declined")], made("declined"), CHARLES))


def test_a_yes_that_no_side_has_is_nobodys() -> None:
    proposed, yes = made(), made(second="agreed")

    assert said_by_none([proposed, yes], yes) is None
    assert said_by_none([yes], proposed) is None
    assert said_by_none([proposed, proposed], yes) == (
        "a merge is nobody's word, and none of its sides agrees to activity 2 in these words: "
        "make it `status: proposed` without `agreed`, and `coachplan accept` it after the merge"
    )
    assert "activity 1 in these words" in str(said_by_none([yes], made("agreed", "agreed")))
    assert said_by_none([yes], made(second="agreed", words="Sing")) is not None


def test_an_acknowledgement_that_no_side_has_is_nobodys() -> None:
    word = "acknowledgements: [{by: Ada Lovelace <ada@example.com>, date: 2026-01-05, stance: agree}]"
    said = made(more=word)

    assert said_by_none([made(), said], said) is None
    assert said_by_none([made()], said) == (
        "a merge is nobody's word, and none of its sides has this acknowledgement: `coachplan agree` after it"
    )
    assert said_by_none([said], made(more=word.replace("agree}", "disagree}"))) is not None


def test_somebody_is_told_as_whom_git_takes_them() -> None:
    plan = made(people=", hr: Jane Marcet <jane@example.com>, helpers: [George Boole <george@example.com>]")

    assert acts_as(plan, CHARLES, "ask") == "you act as the manager: ask"
    assert acts_as(plan, Person("Jane", "jane@example.com"), "ask") == "you act as the partner in HR: ask"
    assert acts_as(plan, Person("George Boole", "george@example.com"), "ask") == "you act as a helper: ask"
    assert acts_as(plan, Person("Eve", "eve@example.com"), "ask") == (
        "git says that you are Eve <eve@example.com>, whom this plan names in no role: ask"
    )
    for name, known in (("ADA Lovelace", ADA), ("george boole", Person("George Boole", "george@example.com"))):
        assert acts_as(plan, Person(name, "a b@home"), "ask") == (
            f"git says that you are {name} <a b@home>, whom this plan knows with another address, as {known}: "
            f"if that is you, `git config user.email {known.email}` says so"
        )


@pytest.mark.parametrize(
    "spoken",
    [
        made("declined"),
        made("agreed"),
        made(more="acknowledgements: [{by: Ada Lovelace <ada@example.com>, date: 2026-01-05, stance: disagree}]"),
    ],
)
def test_a_plan_in_which_its_person_has_spoken_stays_theirs(spoken: Plan) -> None:
    theirs = {"team_member": Person("Ben Carter", "ben@example.com")}
    silent, others = made(), spoken.model_copy(update={"people": spoken.people.model_copy(update=theirs)})

    assert "agreed to parts of this plan" in str(overreach(spoken, others, CHARLES))
    assert "does not pass on" in str(overreach(spoken, others, ADA))
    taken = silent.model_copy(update={"people": silent.people.model_copy(update=theirs)})
    assert "under way" in str(overreach(silent, taken, CHARLES))
    assert overreach(silent, taken, ADA) is None


def _said(ada: str = "agree", charles: str = "agree", day: str = "2026-01-05", fingerprint: str = "") -> Plan:
    known = fingerprint or terms(made())
    words = ", ".join(
        f"{{by: {person}, date: {day}, stance: {stance}, terms: {known}}}"
        for person, stance in ((ADA, ada), (CHARLES, charles))
        if stance
    )
    return made(more=f"acknowledgements: [{words}]")


def test_both_have_agreed_once_both_have_said_so_to_these_terms() -> None:
    today = date(2026, 1, 5)

    assert agreed_by_both(_said(), today)
    assert not agreed_by_both(made(), today)
    assert not agreed_by_both(_said(ada=""), today)
    assert not agreed_by_both(_said(charles=""), today)
    assert not agreed_by_both(_said(ada="disagree"), today)
    assert not agreed_by_both(_said(charles="received"), today)
    assert not agreed_by_both(_said(day="2026-01-06"), today)
    assert not agreed_by_both(_said(fingerprint=terms(made(people=HR))), today)
    without = _said().acknowledgements[0].model_copy(update={"terms": None})
    assert not agreed_by_both(
        _said().model_copy(update={"acknowledgements": (without, _said().acknowledgements[1])}), today
    )


def test_terms_are_changed_by_other_words_and_not_by_a_state_of_the_plan() -> None:
    assert changes_terms(made(), made(people=HR))
    assert not changes_terms(made(), made().model_copy(update={"status": "on-hold"}))
    assert not changes_terms(made(), _said())
