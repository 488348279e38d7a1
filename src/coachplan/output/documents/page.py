"""One coaching plan as plain data, for templates and programs: results in, no decisions about coaching."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain, repeat
from typing import Any

from coachplan.base.policy import Policy
from coachplan.base.words import capitalized, spaced
from coachplan.output.documents import course
from coachplan.output.documents.forms import cleaned, day_in_parts
from coachplan.output.documents.sections import terms_and_people
from coachplan.plan import CheckIn, Plan
from coachplan.views.plan_view import Dashboard, dashboard


def page(
    plan: Plan,
    body: str,
    check_ins: Sequence[CheckIn],
    *,
    labels: Mapping[str, str],
    today: date,
    notes: Sequence[str] = (),
    policy: Policy | None = None,
    drawn: bool = False,
    unread: int = 0,
    board: Dashboard | None = None,
) -> dict[str, Any]:
    """Return everything that a template needs, as plain data: dict, list, str, int, bool and None only.

    It is what was known on the day `today`: what was recorded later is left out. `body` is the Markdown below the
    plan's front matter, `notes` that of each check-in, in the order of `check_ins`; `unread` more check-ins cannot be
    read, or not in full. `labels` names the kinds of plan. `board` is where the plan stands, for a reader who gets less
    of the check-ins than it is made from.

    A day is `{"iso": "2026-01-05", "human": "5 January 2026", "short": "5 January", "weekday": "Monday"}`, that of a
    session also says whether it `is_past`; places on the timeline are thousandths of the way from start to end.
    Check-ins come newest first, values are text as it was written, and characters that would hide or reorder text are
    made visible. Where it is to be `drawn`, each measure has its `drawing`: the `svg`, and what it `shows`.
    """
    story = _known(check_ins, notes, today)
    check_ins = [check_in for check_in, _ in story]
    board = board or dashboard(plan, check_ins, today, policy or Policy())
    measures = course.measures(board, today, drawn=drawn)
    return cleaned(
        {
            "title": plan.title,
            "label": labels.get(plan.kind, capitalized(spaced(plan.kind))),
            "is_formal": plan.kind == "performance-support",
            "purpose": plan.purpose,
            "status": spaced(plan.status),
            "today": day_in_parts(today),
            **terms_and_people(plan, measures),
            **course.where_it_stands(board, today),
            "standing": course.standing(board, today),
            "unread_check_ins": unread,
            "timeline": course.timeline(board, check_ins, today),
            "measures": measures,
            "check_ins": [course.check_in_as_data(plan, check_in, note) for check_in, note in reversed(story)],
            "outcome": course.outcome(plan),
            "follow_up": course.follow_up(plan, check_ins, today),
            "body": body.replace("\r\n", "\n").strip("\n"),
        }
    )


def _known(check_ins: Sequence[CheckIn], notes: Sequence[str], today: date) -> list[tuple[CheckIn, str]]:
    """Return the check-ins up to a day with their notes, the earliest first."""
    known = [entry for entry in zip(check_ins, chain(notes, repeat("")), strict=False) if entry[0].date <= today]
    return sorted(known, key=lambda entry: entry[0].date)


def as_json(id_: str, data: Mapping[str, Any]) -> str:
    """Return the data of `page`, for programs."""
    import json

    return json.dumps({"version": 1, "id": id_, "plan": data}, ensure_ascii=False, indent=2)
