"""What the terms are, when agreement still holds, and whose word is whose: properties over any change of a plan."""

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachplan.coaching.changes import compare
from coachplan.coaching.consent import consents
from coachplan.format import read_plan
from coachplan.plan import Activity, After, Person, Plan
from coachplan.plan.terms import covers, is_agreed, lapsed, only_terms, terms
from coachplan.plan.whose_word import overreach
from coachplan.store.history import Signature
from coachplan.views.attestation import signs_as

ADA = "Ada Lovelace <ada@example.com>"
CHARLES = "Charles Babbage <charles@example.com>"
JANE = "Jane Marcet <jane@example.com>"
EVE = "Eve <eve@example.com>"

FULL: dict[str, Any] = {
    "coachplan": "1",
    "title": "Clear updates",
    "kind": "performance-support",
    "purpose": "growth",
    "status": "active",
    "people": {
        "team_member": ADA,
        "manager": CHARLES,
        "managers_manager": "Mary Somerville <mary@example.com>",
        "hr": JANE,
        "helpers": ["George Boole <george@example.com>"],
    },
    "opportunity": {"reason": "Growth", "business_need": "Planning"},
    "development_area": [{"area": "Updates", "why": "Others wait"}],
    "current_state": [{"manager": "Two a week", "team_member": "On the way", "evidence": ["Seen"]}],
    "goal_state": [
        {
            "goal": "Four a week",
            "relevant_because": "Others plan",
            "measures": [
                {
                    "name": "updates",
                    "unit": "per week",
                    "direction": "increase",
                    "baseline": "2",
                    "target": "4",
                    "by": "2026-02-04",
                    "steps": [{"by": "2026-01-19", "target": "3"}],
                }
            ],
        }
    ],
    "activities": [
        {
            "id": "rehearse",
            "what": "Rehearse it",
            "owner": "team_member",
            "proposed_by": "manager",
            "status": "agreed",
            "due": "2026-01-14",
            "cue": "The invite",
            "every": "week",
            "learned": "Short is good",
            "why": "It helped",
        },
        {"id": "watch", "what": "Watch briefings", "status": "proposed", "proposed_by": "manager"},
        {"id": "read", "what": "Read a book", "status": "declined", "proposed_by": "manager", "why": "Too long"},
    ],
    "timeline": {
        "start": "2026-01-05",
        "end": "2026-02-04",
        "milestones": [{"date": "2026-01-19", "what": "Three in a week", "reached": "2026-01-20"}],
        "extensions": [{"date": "2026-01-20", "from": "2026-02-01", "to": "2026-02-04", "why": "Leave"}],
        "holds": [{"from": "2026-01-12", "to": "2026-01-16", "why": "Leave"}],
    },
    "support_assets": [{"what": "Half an hour", "from": "manager", "every": "week", "status": "given"}],
    "update_cadence": [{"every": "week", "day": ["monday"], "how": "Twenty minutes"}],
    "outcome": {"result": "achieved", "date": "2026-02-04", "summary": "It worked", "measures": {"updates": "4"}},
    "follow_up": {"sustain_until": "2026-05-04", "reviews": ["2026-03-04"]},
    "revisions": [{"date": "2026-01-19", "what": "target", "from": "5", "to": "4", "why": "Fair"}],
    "acknowledgements": [{"by": CHARLES, "date": "2026-01-05", "stance": "agree", "comment": "Glad to"}],
    "success_criteria": ["Four in each of three weeks"],
    "responsibilities": {"team_member": ["Prepare"], "manager": ["Listen"]},
    "consequences": "We look again together",
    "previous_step": "A talk",
    "follows": "ada/listen",
    "ignore": {"CP404": "It suits us"},
}
OTHER = {"2026": "2026-01-30", "week": "month", "monday": "friday", "increase": "maintain"}
ENUMS = {
    "kind": "coaching",
    "purpose": "performance",
    "direction": "decrease",
    "owner": "manager",
    "proposed_by": "hr",
    "from": "hr",
    "result": "stopped",
    "stance": "disagree",
    "status": None,
}
BESIDE = {
    *("title", "status", "opportunity", "outcome", "follow_up", "revisions", "acknowledgements", "previous_step"),
    *("follows", "ignore", "coachplan"),
}
Location = tuple[str | int, ...]


def leaves(data: Any, location: Location = ()) -> list[Location]:
    if isinstance(data, dict | list):
        entries = data.items() if isinstance(data, dict) else enumerate(data)
        return [leaf for step, inner in entries for leaf in leaves(inner, (*location, step))]
    return [location]


def is_term(location: Location) -> bool:
    """Whether what stands there is among what two people agree on, by hand and not by the code."""
    if location[0] in BESIDE or location[-1] in ("learned", "why", "reached", "status"):
        return location[:1] == ("development_area",)
    if location[0] == "activities":
        return location[1] == 0 and location[-1] != "id"
    return location[1] not in ("helpers", "extensions", "holds") if len(location) > 1 else True


def at(data: Any, location: Location) -> Any:
    for step in location:
        data = data[step]
    return data


def other_value(location: Location, words: str) -> str:
    """Another value that may stand there."""
    value = at(FULL, location)
    named = next((step for step in reversed(location) if isinstance(step, str)), "")
    if location[0] in ("support_assets", "activities", "goal_state", "kind", "purpose") and named in ENUMS:
        return ENUMS[named] or value
    if value[:4] == "2026":
        return "2026-01-30"
    if location[0] == "people":
        return f"{words} <someone@example.com>"
    if value in ("week", "monday"):
        return OTHER[value]
    return words


def changed_data(location: Location, value: str) -> dict[str, Any]:
    data = copy.deepcopy(FULL)
    at(data, location[:-1])[location[-1]] = value
    return data


def changed(location: Location, value: str) -> Plan:
    return Plan.model_validate(changed_data(location, value))


CHANGEABLE = [
    leaf
    for leaf in leaves(FULL)
    if leaf not in (("coachplan",), ("activities", 0, "status"))
    and leaf[-1] not in ("result", "stance", "reviews", "sustain_until", "CP404")
    and leaf[0] != "status"
]
WORDS = st.text("abcdefghij", min_size=3, max_size=12).map(lambda text: f"New {text}")


@given(st.sampled_from(CHANGEABLE), WORDS)
def test_terms_are_changed_by_any_change_of_terms_and_by_nothing_else(location: Location, words: str) -> None:
    before = Plan.model_validate(FULL)
    value = other_value(location, words)
    after = changed(location, value)
    is_other = str(at(FULL, location)) != value

    assert (terms(after) != terms(before)) == (is_other and is_term(location)), location
    assert covers(terms(before), after) == (terms(after) == terms(before))


@given(st.sampled_from(CHANGEABLE), WORDS)
def test_nothing_but_terms_and_states_is_left_where_only_terms_are_shown(location: Location, words: str) -> None:
    value = other_value(location, words)
    before, after = (only_terms(plan) for plan in (Plan.model_validate(FULL), changed(location, value)))

    if location[-1] != "status":
        assert (before != after) == (str(at(FULL, location)) != value and is_term(location)), location
    assert terms(before) == terms(Plan.model_validate(FULL))


def test_only_terms_name_what_comes_first_by_its_words() -> None:
    plan = agreed_to("from-analyst-to-senior-analyst.md")
    dues = [activity.due for activity in only_terms(plan).activities if is_after(activity)]

    assert [due.after for due in dues if isinstance(due, After)] == [
        "Two-day course on asking questions in consulting",
        "Lead a first talk about a decision, with Omar in the room",
    ]
    assert [activity.id for activity in only_terms(plan).activities] == [None] * len(only_terms(plan).activities)


@given(st.sampled_from(CHANGEABLE), WORDS)
def test_a_change_says_that_it_is_one_of_terms_where_agreement_lapses(location: Location, words: str) -> None:
    before, after = Plan.model_validate(FULL), changed(location, other_value(location, words))

    assert any(change.is_term for change in compare(before, after)) == (not covers(terms(before), after)), location


@pytest.mark.parametrize("status", ["proposed", "declined", "doing", "done", "dropped"])
def test_an_activity_is_of_the_terms_as_long_as_it_is_agreed(status: str) -> None:
    before, after = Plan.model_validate(FULL), changed(("activities", 0, "status"), status)

    assert any(change.is_term for change in compare(before, after)) == (status in ("proposed", "declined"))
    assert not any(change.is_term for change in compare(after, before))


AGREED_TO = Path(__file__).parents[1] / "data/terms"
FIRST_RELEASE = dict(
    line.split("\t") for line in (AGREED_TO / "first-release.tsv").read_text(encoding="utf-8").splitlines()
)


def agreed_to(name: str) -> Plan:
    if name == "FULL":
        return Plan.model_validate(FULL)
    content = read_plan(name, (AGREED_TO / name).read_bytes()).content
    assert content
    return content


@pytest.mark.parametrize(("name", "fingerprint"), FIRST_RELEASE.items(), ids=FIRST_RELEASE)
def test_what_was_agreed_to_with_the_first_release_stays_agreed_to(name: str, fingerprint: str) -> None:
    """The fingerprints were made by the first release, and must hold with every later one."""
    plan = agreed_to(name)
    assert covers(fingerprint, plan)
    core, *activities = fingerprint.split("+")
    assert not covers("+".join([core[::-1], *activities]), plan)
    assert not covers("+".join([core, *activities, core]), plan)
    assert not covers(fingerprint, plan.model_copy(update={"consequences": "Another word"}))
    first = plan.activities[0]
    for change in ({"what": f"{first.what}!"}, {"id": "another"}):
        other = plan.model_copy(update={"activities": (first.model_copy(update=change), *plan.activities[1:])})
        assert covers(fingerprint, other) == (not is_agreed(first))


def test_the_fingerprint_of_terms_stays_as_it_was_when_people_agreed_to_them() -> None:
    assert terms(Plan.model_validate(FULL)) == ("2:ba0b917ec3f02588a5512ef6c31c1632+9ec41ef8627074db497e57b8bdfc9e9e")


def test_what_follows_another_activity_follows_its_wording_whatever_its_id_is() -> None:
    plan = agreed_to("from-analyst-to-senior-analyst.md")
    names = {activity.id: f"mended-{place}" for place, activity in enumerate(plan.activities)}
    mended = [
        activity.model_copy(
            update={"id": names[activity.id]}
            | (
                {"due": activity.due.model_copy(update={"after": names[activity.due.after]})}
                if is_after(activity)
                else {}
            )
        )
        for activity in plan.activities
    ]
    assert sum(map(is_after, plan.activities)) == 2
    assert terms(plan.model_copy(update={"activities": tuple(reversed(mended))})) == terms(plan)
    other = [replaced(activity, "due", "after", "mended-5") if is_after(activity) else activity for activity in mended]
    assert not covers(terms(plan), plan.model_copy(update={"activities": tuple(other)}))


def is_after(activity: Activity) -> bool:
    return isinstance(activity.due, After)


def replaced(activity: Activity, *way: str) -> Activity:
    key, inner, value = way
    return activity.model_copy(update={key: getattr(activity, key).model_copy(update={inner: value})})


@given(st.sampled_from(["agreed", "doing", "done", "dropped"]), st.sampled_from(["agreed", "doing", "done", "dropped"]))
def test_what_becomes_of_an_activity_is_no_term(first: str, then: str) -> None:
    one, other = (changed(("activities", 0, "status"), status) for status in (first, then))
    assert terms(one) == terms(other)


@given(st.permutations(list(FULL)), st.permutations(FULL["activities"]))
def test_terms_do_not_depend_on_the_order_in_which_they_are_written(keys: list[str], activities: list[Any]) -> None:
    again = Plan.model_validate({key: activities if key == "activities" else FULL[key] for key in keys})
    assert terms(again) == terms(Plan.model_validate(FULL))


@given(st.lists(st.sampled_from(["agreed", "proposed", "declined", "doing"]), max_size=4))
def test_an_activity_that_came_later_leaves_earlier_agreement_alone(statuses: list[str]) -> None:
    before = Plan.model_validate(FULL)
    new = [{"what": f"New {place}", "status": status} for place, status in enumerate(statuses)]
    after = Plan.model_validate({**FULL, "activities": [*FULL["activities"], *new]})
    assert covers(terms(before), after)


@pytest.mark.parametrize("status", ["proposed", "declined"])
def test_an_agreed_activity_that_is_taken_back_is_a_change_of_terms(status: str) -> None:
    before = Plan.model_validate(FULL)
    assert not covers(terms(before), changed(("activities", 0, "status"), status))


def with_words(*entries: dict[str, str], target: str = "4") -> Plan:
    data = changed_data(("goal_state", 0, "measures", 0, "target"), target)
    return Plan.model_validate({**data, "acknowledgements": entries})


def test_a_change_of_terms_names_the_people_whose_agreement_lapses() -> None:
    then, now = terms(with_words()), terms(with_words(target="3"))
    ada, charles = ({"by": who, "date": "2026-01-05", "stance": "agree", "terms": then} for who in (ADA, CHARLES))
    older = {"by": JANE, "date": "2026-01-01", "stance": "agree", "terms": "other"}
    before = with_words(
        ada, charles, older, {**ada, "by": EVE}, {"by": CHARLES, "date": "2026-01-06", "stance": "agree"}
    )
    assert lapsed(before, before) == ()
    assert lapsed(before, with_words(ada, charles, target="3")) == (Person.read(ADA),)
    assert lapsed(with_words(ada), with_words(ada, {**ada, "terms": now}, target="3")) == ()
    assert lapsed(with_words(ada), with_words(target="3")) == (Person.read(ADA),)


@given(st.sampled_from([leaf for leaf in CHANGEABLE if is_term(leaf) and leaf[0] != "people"]), WORDS)
def test_the_change_since_is_named_whatever_it_is(location: Location, words: str) -> None:
    before = Plan.model_validate(FULL)
    entry = {"by": ADA, "date": "2026-01-05", "stance": "agree", "terms": terms(before)}
    after = changed_data(location, other_value(location, words))
    if terms(Plan.model_validate(after)) == terms(before):
        return
    plan = Plan.model_validate({**after, "acknowledgements": [entry], "title": "Quite other", "status": "on-hold"})
    ada = next(consent for consent in consents(plan, [plan, before]) if consent.role == "team_member")
    assert ada.state == "again"
    assert len(ada.since) == 1, ada.since


def test_where_each_stands_with_the_terms() -> None:
    plan = Plan.model_validate(FULL)
    said = [
        {"by": ADA, "date": "2026-01-05", "stance": "refused", "terms": terms(plan)},
        {"by": ADA, "date": "2026-01-06", "stance": "received", "terms": terms(plan)},
        {"by": JANE, "date": "2026-01-06", "stance": "disagree", "terms": terms(plan)},
    ]
    found = consents(Plan.model_validate({**FULL, "acknowledgements": said}))
    assert [(consent.role, consent.state) for consent in found] == [
        ("team_member", "received"),
        ("manager", "never"),
        ("hr", "disagreed"),
    ]


# -- whose word is whose ----------------------------------------------------------------------------------------------


def plan_with(*activities: dict[str, str] | str, **more: Any) -> Plan:
    return Plan.model_validate(
        {**FULL, "kind": "coaching", "acknowledgements": [], "activities": [*activities], **more}
    )


def activity(status: str | None = None, **more: str) -> dict[str, str]:
    return {"id": "one", "what": "Rehearse", **({"status": status} if status else {}), **more}


STATUSES = [None, "proposed", "agreed", "declined", "doing", "done", "dropped"]
OPEN = ("proposed", "declined", "dropped")
BEGUN = ("agreed", "doing", "done")


@pytest.mark.parametrize("actor", [CHARLES, JANE, EVE, "George Boole <george@example.com>"])
@pytest.mark.parametrize("before", STATUSES)
@pytest.mark.parametrize("after", STATUSES)
def test_only_the_team_member_turns_anything_into_what_is_agreed(actor: str, before: Any, after: Any) -> None:
    plans = [plan_with(activity(status, proposed_by="manager")) for status in (before, after)]
    person = Person.read(actor)

    assert overreach(*plans, Person.read(ADA)) is None
    says_yes = before in OPEN and after in (*BEGUN, "dropped", None) and before != after
    agrees = says_yes or (before in (None, "doing", "done") and after == "agreed")
    is_withdrawn = after == "declined" and before not in ("declined", *BEGUN) and actor == CHARLES
    declines = after == "declined" and before != "declined" and not is_withdrawn
    assert (overreach(*plans, person) is not None) == (agrees or declines)


@pytest.mark.parametrize("key", ["what", "kind", "owner", "cue", "every"])
def test_nobody_else_changes_what_was_agreed(key: str) -> None:
    values = {"kind": "habit", "owner": "manager", "every": "day"}
    before, after = plan_with(activity("agreed")), plan_with(activity("agreed") | {key: values.get(key, "Other words")})
    assert overreach(before, after, Person.read(CHARLES))
    assert overreach(before, after, Person.read(ADA)) is None


def test_whose_idea_it_was_stays_as_it_was_said() -> None:
    before, after = (plan_with(activity("proposed", proposed_by=by)) for by in ("manager", "team_member"))
    assert overreach(before, after, Person.read(CHARLES))


@pytest.mark.parametrize("kinds", [("coaching", "performance-support"), ("performance-support", "coaching")])
@pytest.mark.parametrize("actor", [ADA, CHARLES])
def test_a_plan_that_has_begun_keeps_its_kind(kinds: tuple[str, str], actor: str) -> None:
    before, after = (plan_with(activity("agreed")).model_copy(update={"kind": kind}) for kind in kinds)
    assert "stay apart" in (overreach(before, after, Person.read(actor)) or "")
    draft = before.model_copy(update={"status": "draft"})
    assert overreach(draft, after.model_copy(update={"status": "draft"}), Person.read(actor)) is None


def test_a_name_without_an_address_is_spoken_for_by_that_name_alone() -> None:
    people = {"team_member": "Ada Lovelace", "manager": CHARLES}
    before = plan_with(activity("agreed"), people=people)
    entry = {"by": "Ada Lovelace <charles@example.com>", "date": "2026-01-05", "stance": "agree"}
    after = plan_with(activity("agreed"), people=people, acknowledgements=[entry])
    assert overreach(before, after, Person.read(CHARLES))


@pytest.mark.parametrize("status", [*BEGUN, "dropped", None])
def test_in_a_plan_under_way_nobody_else_adds_what_counts_as_agreed(status: str | None) -> None:
    before = plan_with(activity("agreed"))
    after = plan_with(activity("agreed"), {**activity(status), "id": "two", "what": "Watch"})
    assert overreach(before, after, Person.read(CHARLES))
    assert overreach(before, after, Person.read(ADA)) is None


def test_a_small_plan_and_a_draft_stay_small() -> None:
    charles = Person.read(CHARLES)
    assert overreach(plan_with("Rehearse"), plan_with("Rehearse", "Watch"), charles) is None
    draft = plan_with(activity("agreed"), status="draft")
    assert overreach(draft, plan_with(activity("agreed"), "Watch", status="draft"), charles) is None
    assert overreach(None, plan_with("Rehearse", status="draft"), charles) is None


BEGINS = {
    "a draft": ({"status": "draft"}, {"status": "active"}),
    "a new plan": (None, {"status": "active"}),
    "a draft that rests first": ({"status": "draft"}, {"status": "on-hold"}),
    "a closed plan": ({"status": "closed"}, {"status": "active"}),
}


@pytest.mark.parametrize(("before", "after"), BEGINS.values(), ids=BEGINS)
def test_a_coaching_plan_begins_with_the_team_members_yes(before: dict[str, Any] | None, after: dict[str, Any]) -> None:
    yes = {"by": ADA, "date": "2026-01-05", "stance": "agree"}
    charles = Person.read(CHARLES)

    def plans(*activities: Any, said: list[Any]) -> tuple[Plan | None, Plan]:
        old = plan_with(*activities, acknowledgements=said).model_copy(update=before) if before is not None else None
        return old, plan_with(*activities, acknowledgements=said).model_copy(update=after)

    begun = [] if before is None else [[activity("doing")], [activity("done")]]
    for activities in (["Rehearse"], [activity("proposed")], *begun):
        old, new = plans(*activities, said=[])
        assert "team member's yes" in (overreach(old, new, charles) or "")
        assert overreach(old, new, Person.read(ADA)) is None
    if before is not None:
        assert overreach(*plans("Rehearse", said=[yes]), charles) is None
        assert overreach(*plans("Rehearse", said=[{**yes, "stance": "received"}]), charles)
        assert overreach(*plans(activity("agreed"), said=[]), charles) is None


def test_formal_support_begins_without_the_team_members_yes() -> None:
    draft, active = (plan_with("Talk", kind="performance-support", status=status) for status in ("draft", "active"))
    assert overreach(draft, active, Person.read(CHARLES)) is None


@pytest.mark.parametrize("status", BEGUN)
def test_nobody_else_rewords_what_was_agreed(status: str) -> None:
    before = plan_with(activity(status))
    charles = Person.read(CHARLES)
    assert "coachplan amend" in (overreach(before, plan_with({**activity(status), "what": "More"}), charles) or "")
    assert overreach(before, plan_with({**activity("proposed"), "what": "More"}), charles) is None
    assert overreach(before, plan_with({**activity(status), "learned": "More"}), charles) is None


def test_an_activity_that_gets_an_id_stays_the_same_activity() -> None:
    before = plan_with({"what": "Rehearse", "status": "agreed"})
    assert overreach(before, plan_with(activity("agreed")), Person.read(CHARLES)) is None


def test_a_plan_in_which_the_team_member_has_spoken_stays_theirs() -> None:
    people = {**FULL["people"], "team_member": EVE}
    spoken, open_ = plan_with(activity("agreed")), plan_with(activity("proposed"))
    for actor in (CHARLES, EVE):
        assert overreach(spoken, plan_with(activity("agreed"), people=people), Person.read(actor))
    assert overreach(open_, plan_with(activity("proposed"), people=people), Person.read(CHARLES))
    renamed = {**FULL["people"], "team_member": "Ada King <ada@example.com>"}
    assert overreach(spoken, plan_with(activity("agreed"), people=renamed), Person.read(CHARLES)) is None


MEMBERS = {
    "a typing mistake in a draft": (ADA, "Ada Lovelace <ada@example.org>", "proposed", (ADA, CHARLES, JANE)),
    "an address less in a draft": (ADA, "Ada Lovelace", "proposed", (ADA, CHARLES, JANE)),
    "a typing mistake, later": (ADA, "Ada Lovelace <ada@example.org>", "agreed", (ADA,)),
    "an address less, later": (ADA, "Ada Lovelace", "agreed", (ADA,)),
    "an address more, later": ("Ada Lovelace", ADA, "agreed", (ADA, CHARLES)),
    "the address of another role": ("Ada Lovelace", "Ada Lovelace <jane@example.com>", "agreed", ()),
    "somebody else in a draft": (ADA, EVE, "proposed", (ADA, CHARLES, JANE)),
    "oneself under another name": (ADA, "Ada Lovelace <charles@example.com>", "proposed", ()),
    "somebody else, later": (ADA, EVE, "agreed", ()),
}


@pytest.mark.parametrize(("then", "now", "status", "may"), MEMBERS.values(), ids=MEMBERS)
def test_whose_plan_it_is(then: str, now: str, status: str, may: tuple[str, ...]) -> None:
    drafts = [
        plan_with(activity(status), status="draft", people={**FULL["people"], "team_member": member})
        for member in (then, now)
    ]
    found = [actor for actor in (ADA, CHARLES, JANE) if overreach(*drafts, Person.read(actor)) is None]
    assert found == list(may)


def test_whose_plan_is_under_way_stays_who_has_not_spoken_yet() -> None:
    formal = plan_with("Talk", kind="performance-support")
    other = formal.model_copy(update={"people": formal.people.model_copy(update={"team_member": Person.read(EVE)})})
    assert overreach(formal, other, Person.read(CHARLES))
    assert overreach(formal, other, Person.read(ADA)) is None


ENTRIES = [
    {"by": who, "date": day, "stance": stance}
    for who in (ADA, CHARLES, JANE)
    for day, stance in (("2026-01-05", "disagree"), ("2026-01-12", "disagree"), ("2026-01-12", "agree"))
]


@given(st.lists(st.sampled_from(ENTRIES), max_size=5), st.lists(st.sampled_from(ENTRIES), max_size=5))
def test_everybody_changes_their_own_acknowledgements_alone(before: list[Any], after: list[Any]) -> None:
    plans = [plan_with("Rehearse", acknowledgements=entries) for entries in (before, after)]
    for actor in (ADA, CHARLES, JANE, EVE):
        assert (overreach(*plans, Person.read(actor)) is None) == (
            said_by_others(before, actor) == said_by_others(after, actor)
        )


def said_by_others(entries: list[dict[str, str]], actor: str) -> dict[tuple[str, str], list[str]]:
    """What each other person said on each day, in order, where saying it again says nothing new."""
    said: dict[tuple[str, str], list[str]] = {}
    for entry in entries:
        on_day = said.setdefault((entry["by"], entry["date"]), [])
        if entry["by"] != actor and entry["stance"] not in on_day:
            on_day.append(entry["stance"])
    return {key: stances for key, stances in said.items() if stances}


@pytest.mark.parametrize(
    ("signer", "person", "is_theirs"),
    [
        ("ada@example.com", ADA, True),
        ("Ada Lovelace <ADA@example.com>", ADA, True),
        ("Ada King (work) <ada@example.com>", ADA, True),
        ("ada@example.com <eve@example.com>", ADA, False),
        ("Ada Lovelace <eve@example.com>", ADA, False),
        ("eve+ada@example.com", ADA, False),
        ("", ADA, False),
        ("Ada Lovelace <eve@example.com>", "Ada Lovelace", True),
        ("ada@example.com", "Ada Lovelace", False),
    ],
)
def test_a_signer_is_known_by_the_address_of_the_key(signer: str, person: str, is_theirs: bool) -> None:
    signature = Signature("Ada Lovelace", "ada@example.com", "G", signer, "key")
    assert signs_as(signature, Person.read(person)) == is_theirs
