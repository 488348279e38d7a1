"""The agenda of a plan, overdue items among it: sessions, activities, milestones, support, the end, and follow-ups."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from dateutil.relativedelta import relativedelta

from coachplan.base.policy import Policy
from coachplan.plan import After, CheckIn, Plan
from coachplan.progress import (
    begins_by,
    forgotten_since,
    is_at_rest,
    is_overdue,
    last_session,
    reached,
    resting_in,
    resting_until,
    touchpoints,
)

ItemKind = Literal["begin", "session", "activity", "milestone", "support", "resume", "end", "follow-up"]
"""`begin` is the start of a draft that waits for it; `resume` the day after a hold whose last day is known."""


_DAY = timedelta(days=1)


class Item(NamedTuple):
    """Something that a plan expects on a day.

    `what` says it in a few words; where it is `private`, these are somebody's own. `key` names the item within its
    plan and holds nobody's words but the id of an activity; it stays while the plan goes on: `session:2026-01-12`,
    `activity:rehearse` (`activity:#2` without an id), `milestone:1`, `support:1`, `begin`, `resume`, `end`,
    `review:1`.
    """

    day: date
    kind: ItemKind
    what: str
    overdue: bool
    key: str
    private: bool


def items(plan: Plan, check_ins: Sequence[CheckIn], today: date, policy: Policy) -> list[Item]:
    """List what the plan expects from `today` on and what it still waits for, sorted by day.

    A draft expects nothing but its beginning, where it should have begun or waits for the command. A plan on hold
    expects nothing until the hold is over. After the end only the look back is left, and after that the follow-ups.
    """
    return sorted(_items(plan, check_ins, today, policy), key=lambda item: (item.day, item.key))


def reviews(plan: Plan) -> list[date]:
    """List the days on which to look again after the end, sorted: the article on improvement plans asks what lasted."""
    if plan.follow_up is None:
        return []
    last = plan.follow_up.sustain_until
    return sorted({*(plan.follow_up.reviews or ()), *([last] if last else [])})


def open_reviews(plan: Plan, check_ins: Sequence[CheckIn]) -> list[tuple[int, date]]:
    """The reviews that no follow-up has answered yet, each with its number from 1 on.

    A follow-up answers every review up to its day, and the next one where it is nearer to that than to the one before.
    """
    answered = max((check_in.date for check_in in check_ins if check_in.sustained), default=None)
    found, before = [], plan.outcome.date if plan.outcome else plan.timeline.end
    for number, day in enumerate(reviews(plan), 1):
        if answered is None or day - answered > answered - before:
            found.append((number, day))
        before = day
    return found


def _items(plan: Plan, check_ins: Sequence[CheckIn], today: date, policy: Policy) -> Iterator[Item]:
    if plan.status == "draft":
        yield from _beginning(plan, today, policy)
        return
    yield from _reviews(plan, check_ins, today, policy)
    if plan.status == "closed":
        return
    end = plan.timeline.end
    late = plan.status == "active" and (today - end).days > policy.closing_days
    yield Item(end, "end", "last day: look back together", late, "end", private=False)
    if today <= end:
        yield from _of_the_way(plan, check_ins, today, policy)


def _beginning(plan: Plan, today: date, policy: Policy) -> Iterator[Item]:
    """Yield the beginning of a draft that is forgotten, or that both have agreed to where a command begins plans."""
    since, begins = forgotten_since(plan, today, policy), begins_by(plan, today, policy)
    if since or (begins and policy.begin == "command"):
        what = begins or "a draft waits: agree on it, or give it a new start"
        yield Item(since or plan.timeline.start, "begin", what, since is not None, "begin", private=False)


def _reviews(plan: Plan, check_ins: Sequence[CheckIn], today: date, policy: Policy) -> Iterator[Item]:
    """The reviews from the first that has not come on; of several that have not, only that one: a look covers all."""
    has_passed = False
    for number, day in open_reviews(plan, check_ins):
        if day >= today or (plan.status == "closed" and not has_passed):
            late = is_overdue(plan, day, today, policy)
            yield Item(day, "follow-up", "look again: has it lasted?", late, f"review:{number}", private=False)
        has_passed = has_passed or day < today


def _of_the_way(plan: Plan, check_ins: Sequence[CheckIn], today: date, policy: Policy) -> Iterator[Item]:
    """Yield the items between start and end; those that fall into a hold wait for the day after it."""
    rests = is_at_rest(plan, today)
    rest = resting_until(plan, today) if rests else None
    if rests and rest is None:
        return
    if rest and plan.status == "on-hold":
        back = rest + _DAY
        late = is_overdue(plan, back, today, policy)
        yield Item(back, "resume", "the hold is over: go on together", late, "resume", private=False)
    for item in (
        *_sessions(plan, check_ins, today, policy),
        *_activities(plan, today),
        *_milestones(plan, check_ins, today),
        *_support(plan, today),
    ):
        day = _after_holds(plan, item.day)
        if day and not (rest and day <= rest):
            late = item.overdue if day == item.day else is_overdue(plan, day, today, policy)
            yield item._replace(day=day, overdue=late and not rests)


def session_days(plan: Plan, check_ins: Sequence[CheckIn], today: date, policy: Policy) -> list[date]:
    """List the touchpoints from the first without a session on, up to the end; of a plan that rests, those after it."""
    rests = is_at_rest(plan, today)
    rest = resting_until(plan, today) if rests else None
    if rests and rest is None:
        return []
    days = touchpoints(plan, last_session(plan, check_ins), plan.timeline.end, policy)
    return [day for day in days if rest is None or day > rest]


def _after_holds(plan: Plan, day: date) -> date | None:
    """The day, or the first one after the holds that it falls into; None in a hold without an end."""
    while hold := resting_in(plan.timeline.holds, day):
        if hold.to is None:
            return None
        day = hold.to + _DAY
    return day


def _sessions(plan: Plan, check_ins: Sequence[CheckIn], today: date, policy: Policy) -> Iterator[Item]:
    """Yield the touchpoints from the first without a session on; of several in the past that one alone: not a tally."""
    has_passed = False
    for day in session_days(plan, check_ins, today, policy):
        if day < plan.timeline.end and (day >= today or not has_passed):
            late = is_overdue(plan, day, today, policy)
            yield Item(day, "session", "check-in", late, f"session:{day}", private=False)
        has_passed = has_passed or day < today


def _activities(plan: Plan, today: date) -> Iterator[Item]:
    """Yield the agreed activities that are not done; a proposal does not have a day to keep yet (handbook)."""
    for number, activity in enumerate(plan.activities, 1):
        if activity.counts_as in (None, "agreed", "doing") and (day := _due(plan, activity.due)):
            key = activity.id or f"#{number}"
            yield Item(day, "activity", activity.what, day < today, f"activity:{key}", private=True)


def _due(plan: Plan, due: date | After | None) -> date | None:
    """The day that `due` means; one that hangs on another activity has none before that is done.

    The day on which the other was done is the day for which it was planned: the plan knows no better.
    """
    if not isinstance(due, After):
        return due
    first = next((activity for activity in plan.activities if activity.id == due.after), None)
    within = due.within
    if first is None or first.counts_as != "done" or not isinstance(first.due, date) or within.unit is None:
        return None
    return first.due + relativedelta(**{f"{within.unit}s": within.count})  # type: ignore[arg-type]


def _milestones(plan: Plan, check_ins: Sequence[CheckIn], today: date) -> Iterator[Item]:
    for number, milestone in enumerate(plan.timeline.milestones, 1):
        if not reached(milestone, check_ins, today):
            late = milestone.date < today
            yield Item(milestone.date, "milestone", milestone.what, late, f"milestone:{number}", private=True)


def _support(plan: Plan, today: date) -> Iterator[Item]:
    for number, asset in enumerate(plan.support_assets, 1):
        if asset.due and asset.status not in ("given", "dropped"):
            yield Item(asset.due, "support", asset.what, asset.due < today, f"support:{number}", private=True)
