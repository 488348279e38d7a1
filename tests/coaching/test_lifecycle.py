"""Every example plan takes every turn: more time, rest, going on, other terms, the end; nothing else in it changes."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from coachplan.base.findings import Severity
from coachplan.checks.lint import lint
from coachplan.checks.rule import RuleContext
from coachplan.coaching import lifecycle
from coachplan.format import read_parts, read_plan
from coachplan.plan import Plan, Value
from coachplan.plan.terms import covers, terms
from conftest import EXAMPLES

PLANS = sorted(EXAMPLES.glob("plans/*/*/plan.md"))
WEEK = timedelta(days=7)
Turn = Callable[[str, Plan], str]


def reopened(text: str) -> str:
    """An example as it was before it was closed."""
    plan = read(text)
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith("status: ")]
    head, _, rest = "".join(lines).partition("outcome:")
    after = rest[rest.index("\n---") :] if rest and plan.revisions == () else ""
    if rest and not after:  # what stands behind the outcome stays
        keys = [
            rest.index(f"\n{key}:") for key in ("follow_up", "revisions", "acknowledgements") if f"\n{key}:" in rest
        ]
        after = rest[min(keys) :]
    text = f"{head.rstrip()}{after}" if rest else head
    return text.replace("title:", "status: active\ntitle:", 1)


def read(text: str) -> Plan:
    content = read_plan("plan.md", text.encode()).content
    assert content is not None
    return content


def errors(text: str) -> set[str]:
    found = lint(read_plan("plan.md", text.encode()), [], RuleContext(date(2026, 12, 31)))
    return {finding.code for finding in found if finding.severity is Severity.ERROR}


def extend(text: str, plan: Plan) -> str:
    return lifecycle.extended(text, plan, plan.timeline.end + WEEK, "A holiday", plan.timeline.end, measures_too=True)


def rest(text: str, plan: Plan) -> str:
    first = plan.timeline.start + WEEK
    return lifecycle.put_on_hold(text, plan, first, first + WEEK, "Leave", first)


def go_on(text: str, plan: Plan) -> str:
    first = plan.timeline.start + WEEK
    resting = lifecycle.put_on_hold(text, plan, first, None, "", first)
    return lifecycle.resumed(resting, read(resting), first + WEEK)


def revise(text: str, plan: Plan) -> str:
    terms = lifecycle.Terms(0, f"{plan.goal_state[0].goal} Together.")
    return lifecycle.revised(text, plan, terms, "It fits better", plan.timeline.start)


def close(text: str, plan: Plan) -> str:
    day = plan.timeline.end
    outcome = {"result": "stopped", "date": day.isoformat(), "helped": ["Time"], "summary": "Something else came first"}
    return lifecycle.closed(text, plan, outcome, [day + WEEK], dropped=lifecycle.still_open(plan))


MAY_CHANGE = {
    extend: {"timeline", "goal_state", "update_cadence"},
    rest: {"timeline", "status"},
    go_on: {"timeline"},
    revise: {"goal_state", "revisions"},
    close: {"status", "outcome", "follow_up", "activities"},
}


@pytest.mark.one_in(5)
@pytest.mark.parametrize("turn", MAY_CHANGE, ids=lambda turn: turn.__name__)
@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.parent.name)
def test_every_example_takes_every_turn(path, turn: Turn) -> None:
    before = reopened(path.read_text(encoding="utf-8"))
    after = turn(before, read(before))
    assert errors(after) <= errors(before)
    (old, body), (new, same_body) = read_parts(before), read_parts(after)
    assert same_body == body
    changed = {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
    assert changed
    assert changed <= MAY_CHANGE[turn]


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.parent.name)
def test_more_time_and_other_terms_need_agreement_again_and_rest_does_not(path) -> None:
    before = reopened(path.read_text(encoding="utf-8"))
    agreed = terms(read(before))
    assert not covers(agreed, read(extend(before, read(before))))
    assert not covers(agreed, read(revise(before, read(before))))
    assert covers(agreed, read(rest(before, read(before))))
    assert covers(agreed, read(close(before, read(before))))


MEASURE = """\
---
coachplan: 1
title: T
status: active
people: {team_member: Ada, manager: Charles}
development_area: A
current_state: C
goal_state: {goal: G, measures: [MEASURES]}
activities: B
timeline: 2026-01-05 to 2026-02-04
support_assets: S
update_cadence: week
---
"""


@pytest.mark.parametrize(
    ("values", "suggested"),
    [
        ({"one": "4", "two": "1"}, "achieved"),
        ({"one": "4", "two": "2"}, "partly-achieved"),
        ({"one": "3", "two": "2"}, "not-achieved"),
        ({"one": "4"}, None),
        ({"one": "often", "two": "1"}, None),
        ({}, None),
    ],
)
def test_final_values_suggest_how_it_ended_only_where_all_are_known(values, suggested) -> None:
    one, two = "direction: increase, baseline: 2, target: 4", "direction: decrease, baseline: 3, target: 1"
    measures = f"{{name: one, {one}}}, {{name: two, {two}}}"
    plan = read(MEASURE.replace("MEASURES", measures))
    assert lifecycle.suggested_result(plan, {name: Value.read(value) for name, value in values.items()}) == suggested


@pytest.mark.parametrize(
    ("goal", "names_it"),
    [
        ("Four a week by 4 February 2026.", True),
        ("Four a week by 4 Feb.", True),
        ("Four a week by the 4th of February.", True),
        ("Four a week by February 4.", True),
        ("Four a week until 2026-02-04.", True),
        ("Four a week by 14 February.", False),
        ("Four a week by 4 March.", False),
        ("Four a week.", False),
    ],
)
def test_a_goal_that_names_the_day_is_known(goal, names_it) -> None:
    plan = read(MEASURE.replace("{goal: G, measures: [MEASURES]}", goal))
    assert bool(lifecycle.goals_naming(plan, date(2026, 2, 4))) is names_it
