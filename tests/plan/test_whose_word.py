"""What a merge may not make of what people said on its two sides, and as whom somebody acts."""

from datetime import date

import pytest

from coachplan.coaching.consent import consents, is_to_be_filled_in
from coachplan.format import read_plan
from coachplan.plan import CheckIn, Person, Plan
from coachplan.plan.said import all_said, key_of
from coachplan.plan.terms import agreed_by_both, changes_terms, latest_acknowledgements, takes_part, terms
from coachplan.plan.whose_word import (
    acts_as,
    no_reader,
    no_voice,
    overreach,
    overreaches,
    overruled,
    record_of_another,
    said_by_none,
)

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


def _with(activity: str, *, status: str = "active", kind: str = "coaching", more: str = "") -> Plan:
    """A plan with one activity of Charles's that began, and this one."""
    written = _PLAN.format(first="agreed, proposed_by: manager", second="proposed", words="WORDS", people="", more=more)
    plan = read_plan("plan.md", written.replace("what: WORDS, status: proposed", activity).encode()).content
    assert plan
    return plan.model_copy(update={"status": status, "kind": kind})


_DECLINES = "only the team member, or whoever proposed an activity, can decline it, and you act as {}"
_AGREES = (
    "only the team member can agree to an activity, and you act as {}: "
    "leave it `proposed`, and ask them what they think of it"
)
_REWORDS = (
    "the team member agreed to an activity as it was, and you act as {}: "
    "put new words to them with `coachplan amend`, as a proposal"
)
_A_YES = "a yes to an activity is the team member's alone, and you act as {}: leave `agreed` as they gave it"
_THE_KIND = "coaching and formal support stay apart: a plan that has begun keeps its kind; make another of its own"
_ENTRY = f"acknowledgements: [{{by: {ADA}, date: 2026-01-05, stance: agree}}]"


# The fingerprint of "Sing", as plans hold it.
_SING = "1:48025fb509a4"


def _yes(words: str = _SING) -> str:
    return f"agreed: {{by: {ADA}, date: 2026-01-05, words: '{words}'}}"


@pytest.mark.parametrize(
    ("before", "after", "reasons"),
    [
        ("what: Sing, status: proposed", "what: Sing, status: agreed", [("yes", _AGREES)]),
        ("what: Sing, status: proposed", "what: Sing", [("yes", _AGREES)]),
        ("what: Sing, status: declined", "what: Sing, status: dropped", [("yes", _AGREES)]),
        ("what: Sing, status: doing", "what: Sing, status: agreed", [("yes", _AGREES)]),
        ("what: Sing", "what: Sing, status: agreed", [("yes", _AGREES)]),
        ("what: Sing, status: agreed", "what: Sing, status: done", []),
        ("what: Sing", "what: Sing, status: doing", []),
        ("what: Sing, status: agreed", "what: Sing twice, id: s, status: agreed", [("yes", _AGREES)]),
        ("what: Sing, id: s, status: agreed", "what: Sing twice, id: s, status: agreed", [("yes", _REWORDS)]),
        ("what: Sing, id: s, status: done", "what: Sing twice, id: s", [("yes", _REWORDS)]),
        ("what: Sing, id: s, status: done", "what: Sing twice, id: s, status: dropped", []),
        ("what: Sing, id: s, status: agreed", "what: Sing, owner: hr, id: s, status: doing", [("yes", _REWORDS)]),
        (f"what: Sing, status: agreed, {_yes()}", "what: Sing, status: agreed", [("yes", _A_YES)]),
        (f"what: Sing, status: agreed, {_yes()}", "what: Sing", [("yes", _A_YES)]),
        (f"what: Sing, status: agreed, {_yes()}", "what: Sing, status: dropped", []),
        (f"what: Sing, status: agreed, {_yes()}", f"what: Sing, status: agreed, {_yes('1:two')}", [("yes", _A_YES)]),
        ("what: Sing, status: declined, proposed_by: manager", "what: Sing, status: declined", []),
        (
            "what: Sing, status: proposed, proposed_by: manager",
            "what: Sing, status: proposed, proposed_by: team_member",
            [("proposer", "whose idea an activity was stays as it was said, and you act as {}")],
        ),
        (
            "what: Sing, status: proposed, proposed_by: team_member",
            "what: Sing, status: declined, proposed_by: team_member",
            [("declined", _DECLINES)],
        ),
        ("what: Sing, status: proposed, proposed_by: hr", "what: Sing, status: declined", [("declined", _DECLINES)]),
        ("what: Sing, status: agreed", "what: Sing, status: declined", [("declined", _DECLINES)]),
    ],
)
def test_somebody_else_is_told_whose_word_it_is(before: str, after: str, reasons: list[tuple[str, str]]) -> None:
    eve = Person("Eve", "eve@example.com")
    for actor, role in ((CHARLES, "the manager"), (eve, "nobody in this plan")):
        said = [*overreaches(_with(before), _with(after), actor)]
        assert said == [(kind, reason.format(role)) for kind, reason in reasons]
    assert [*overreaches(_with(before), _with(after), ADA)] == []


def test_whoever_proposed_an_activity_takes_it_back_until_it_has_begun() -> None:
    proposed, declined = (_with(f"what: Sing, status: {to}, proposed_by: manager") for to in ("proposed", "declined"))
    begun = _with("what: Sing, status: doing, proposed_by: manager")
    eve = Person("Eve", "eve@example.com")

    assert [*overreaches(proposed, declined, CHARLES)] == []
    assert [*overreaches(proposed, declined, eve)] == [("declined", _DECLINES.format("nobody in this plan"))]
    assert [*overreaches(begun, declined, CHARLES)] == [("declined", _DECLINES.format("the manager"))]
    assert [*overreaches(None, _with("what: Sing, status: declined", status="draft"), eve)] == [
        ("yes", _AGREES.format("nobody in this plan")),
        ("declined", _DECLINES.format("nobody in this plan")),
    ]


@pytest.mark.parametrize("state", ["agreed", "doing", "done"])
def test_a_yes_of_the_first_release_gets_its_fingerprint_from_anybody(state: str) -> None:
    before = _with(f"what: Sing, status: {state}")
    words = before.activities[1].words
    whole = _with(f"what: Sing, status: {state}, {_yes(words)}")
    refused = [("yes", _A_YES.format("the manager"))]

    assert [*overreaches(before, whole, CHARLES)] == []
    for wrong in (
        _with(f"what: Sing, status: {state}, {_yes('1:other')}"),
        _with(f"what: Sing, status: {state}, {_yes(words).replace(str(ADA), str(CHARLES))}"),
        _with(f"what: Sing, status: dropped, {_yes(words)}"),
    ):
        assert [*overreaches(before, wrong, CHARLES)] == refused
    other = _with(f"what: Sing, status: {state}, {_yes('1:earlier')}")
    assert [*overreaches(other, whole, CHARLES)] == refused
    proposed = _with("what: Sing, status: proposed")
    assert ("yes", _A_YES.format("the manager")) in [*overreaches(proposed, whole, CHARLES)]


def test_what_else_of_a_plan_is_somebody_elses_to_say() -> None:
    plain, entry = _with("what: Sing, status: proposed"), _with("what: Sing, status: proposed", more=_ENTRY)
    ended = "outcome: {result: achieved, date: 2026-02-04, team_member: I did it}"
    closed = _with("what: Sing, status: proposed", status="closed", more=ended)
    silent = _with("what: Sing, status: proposed", status="closed", more=ended.replace(", team_member: I did it", ""))
    formal = _with("what: Sing, status: proposed", kind="performance-support")
    own_words = (
        "the team member's own words on how it ended are theirs to write: they add them with "
        "`coachplan close PLAN --own-words TEXT`"
    )
    added = ("word", "an acknowledgement is its own person's to make: ask them to run `coachplan agree` themselves")
    taken = ("word", "an acknowledgement is its own person's: it stays as they made it")

    assert [*overreaches(silent, closed, CHARLES)] == [("own-words", own_words)]
    assert [*overreaches(closed, silent, CHARLES)] == [("own-words", own_words)]
    assert [*overreaches(silent, closed, ADA)] == []
    assert [*overreaches(plain, formal, ADA)] == [("kind", _THE_KIND)]
    assert [*overreaches(formal, plain, ADA)] == [("kind", _THE_KIND)]
    assert [*overreaches(plain, entry, CHARLES)] == [added, taken]
    assert [*overreaches(entry, plain, CHARLES)] == [taken]
    assert [*overreaches(plain, entry, ADA)] == []
    assert [*overreaches(None, entry, CHARLES)][-2:] == [added, taken]


def test_a_plan_begins_with_a_yes_which_the_reason_asks_for() -> None:
    draft, active = (
        made().model_copy(update={"status": status, "activities": made().activities}) for status in ("draft", "active")
    )
    begins = (
        "a coaching plan begins with the team member's yes: it stays a draft until Ada Lovelace <ada@example.com> "
        "runs `coachplan accept PLAN` or `coachplan agree PLAN`, or sets status=active themselves"
    )
    begun = ("begun", begins)

    assert [*overreaches(draft, active, CHARLES)] == [begun]
    assert [*overreaches(None, active, CHARLES)] == [begun]
    assert [*overreaches(active, active.model_copy(update={"status": "on-hold"}), CHARLES)] == []
    for stance, reasons in (("agree", []), ("received", [begun]), ("disagree", [begun])):
        said = made(more=_ENTRY.replace("stance: agree", f"stance: {stance}"))
        assert [*overreaches(said.model_copy(update={"status": "draft"}), said, CHARLES)] == reasons


@pytest.mark.parametrize(
    ("actor", "member", "status", "reason"),
    [
        (CHARLES, "Ben <ben@example.com>", "active", "this plan is under way, and only the team member changes whose"),
        (CHARLES, "Ben <ben@example.com>", "draft", None),
        (CHARLES, "Ada Lovelace <charles@example.com>", "draft", "whose plan it is, is not yours to take: make your"),
        (CHARLES, "Charles Babbage <charles@example.com>", "draft", "the team member has no other role in their own"),
        (CHARLES, "Ada King <ada@example.com>", "active", None),
        (ADA, "Ben <ben@example.com>", "active", None),
    ],
)
def test_a_plan_is_not_made_another_persons(actor: Person, member: str, status: str, reason: str | None) -> None:
    before = made().model_copy(update={"status": status})
    people = before.people.model_copy(update={"team_member": Person.read(member)})
    said = [*overreaches(before, before.model_copy(update={"people": people}), actor)]

    assert [kind for kind, _ in said] == (["member"] * len(said))
    assert bool(said) == bool(reason)
    assert not reason or any(reach.reason.startswith(reason) for reach in said)


def test_who_may_record_and_change_what_is_said_in_a_check_in() -> None:
    plan = made(people=", hr: Jane Marcet <jane@example.com>, helpers: [George Boole <george@example.com>]")
    george, eve = Person("George Boole", "george@example.com"), Person("Eve", "eve@example.com")
    session = CheckIn(coachplan=1, by=ADA, date=date(2026, 1, 12))
    seen = CheckIn(coachplan=1, by=george, date=date(2026, 1, 12), about="Updates")
    helps = (
        "git says that you are George Boole <george@example.com>, who helps here: say what you see with "
        "`coachplan log PLAN --from FORM`, and leave the plan itself to those who read it"
    )
    stranger = (
        "git says that you are Eve <eve@example.com>, whom this plan names in no role: set `git config user.email` "
        "to the address by which it knows you, or ask its manager to name you"
    )

    for reader in plan.people.readers():
        assert no_reader(plan, reader) is None
        assert no_voice(plan, session, reader) is None
    assert no_reader(plan, george) == helps
    assert no_reader(plan, eve) == stranger
    assert no_voice(plan, session, george) == helps
    assert no_voice(plan, seen, george) is None
    assert no_voice(plan, seen, eve) == stranger

    assert record_of_another(session, None, ADA) is None
    assert record_of_another(session, CHARLES, CHARLES) is None
    assert record_of_another(session, CHARLES, ADA) is None
    for recorder in (None, ADA, CHARLES):
        assert record_of_another(session, recorder, eve) == (
            "the check-in of 2026-01-12 is Ada Lovelace <ada@example.com>'s, and stays as they recorded it: say what "
            "you see in one of your own (`coachplan log PLAN`)"
        )


def test_each_yes_is_somebodys_at_a_place_and_known_by_its_content_alone() -> None:
    eve = Person("Eve", "eve@example.com")
    word = f"{{by: {ADA}, date: 2026-01-05, stance: agree, comment: Glad to do it}}"
    other = f"{{by: {CHARLES}, date: 2026-01-05, stance: agree}}"
    plan = made("agreed", more=f"acknowledgements: [{other}, {word}]")
    laid_out = made("agreed", more=f"acknowledgements:\n- {word.replace('to do', ' to  do')}\n- {other}")
    said = all_said(plan)

    assert [*said.values()] == [(ADA, "activities", 0), (CHARLES, "acknowledgements", 0), (ADA, "acknowledgements", 1)]
    assert {*said} == {*all_said(laid_out)}
    assert [key for key in said if key.startswith("word ")] == ["word 8947926b7e5d54e4", "word 2a2e1c5552c1adfc"]
    for entry in plan.acknowledgements:
        for change in (
            {"by": eve},
            {"stance": "received"},
            {"comment": "x"},
            {"terms": "2:a"},
            {"assurance": "signed"},
        ):
            assert key_of(entry.model_copy(update=change)) != key_of(entry)
    assert key_of(plan.acknowledgements[0].model_copy(update={"comment": "\udcff"}))


def test_who_may_be_meant_by_a_name() -> None:
    plan = made(people=", helpers: [George Boole <george@example.com>]")

    for name, email in (
        *(("Ada Lovelace", "ada@example.com"), ("Somebody", "ada@example.com"), ("lovelace ADA", "x@example.com")),
        *(("Ada", None), ("boole", None), ("George Boole", None)),
    ):
        assert takes_part(plan, Person(name, email)), name
    for name, email in (("Ada", "x@example.com"), ("Ada Byron", None), ("Ada Lovelace King", None), ("Eve", None)):
        assert not takes_part(plan, Person(name, email)), name


def test_a_signed_word_is_the_last_one_however_late_others_come() -> None:
    known = terms(made())
    words = [
        f"{{by: {ADA}, date: 2026-01-{day}, stance: {stance}, terms: {known}, assurance: {level}}}"
        for day, stance, level in (
            ("05", "agree", "signed"),
            ("06", "disagree", "claimed"),
            ("07", "received", "claimed"),
        )
    ]
    for order in (words, [*reversed(words)], [words[1], words[0], words[2]]):
        plan = made(more=f"acknowledgements: [{', '.join(order)}]")
        assert latest_acknowledgements(plan)["team_member"].stance == "agree"
    unsigned = made(more=f"acknowledgements: [{', '.join(words[1:])}]")
    assert latest_acknowledgements(unsigned)["team_member"].stance == "received"


def test_the_agreement_of_each_says_whose_it_is_and_by_which_word() -> None:
    known = terms(made())
    word = f"{{by: {ADA}, date: 2026-01-05, stance: agree, terms: {known}}}"
    now, later = made(more=f"acknowledgements: [{word}]"), made(words="Sing", more=f"acknowledgements: [{word}]")
    changed = later.model_copy(update={"consequences": "x"})
    silent = made(more=f"acknowledgements: [{word.replace(f', terms: {known}', '')}]")

    def of(plan: Plan, *earlier: Plan) -> list[tuple[object, ...]]:
        return [
            (one.role, one.person, one.state, one.entry, len(one.since), one.is_due) for one in consents(plan, earlier)
        ]

    entry, unknown = now.acknowledgements[0], silent.acknowledgements[0]
    charles = ("manager", CHARLES, "never", None, 0, True)
    assert of(now) == [("team_member", ADA, "agreed", entry, 0, False), charles]
    assert of(silent) == [("team_member", ADA, "unknown", unknown, 0, True), charles]
    assert of(changed) == [("team_member", ADA, "again", entry, 0, True), charles]
    assert of(changed, now) == [("team_member", ADA, "again", entry, 1, True), charles]
    assert [one.since for one in consents(changed)] == [(), ()]
    assert not is_to_be_filled_in(now)
    assert is_to_be_filled_in(made(words="TODO"))
