"""`coachplan new --continue`: asks for what is still open in a plan that is there."""

from typing import TYPE_CHECKING, Any

import typer

from coachplan.base.errors import RefusedError, UsageError
from coachplan.commands import _arguments

if TYPE_CHECKING:
    from collections.abc import Callable

    from coachplan.format.strict_yaml import Location
    from coachplan.views.revision import Version


def continue_plan(context: typer.Context, query: str, today: str | None) -> None:
    """Ask for what is open in a plan, and record the answers in one commit; refuses a plan that is closed."""
    from coachplan.actions.record import PlanChange, record
    from coachplan.coaching.open_parts import filled, open_parts
    from coachplan.commands._guided import ask_open
    from coachplan.commands._recording import keep_on_failure, opened, show
    from coachplan.format import read_data
    from coachplan.output.terminal.console import out
    from coachplan.plan.terms import role_of

    _require_alone(context)
    now = _arguments.day(today)
    at = opened(context, query, typed=True)
    if at.plan.status == "closed":
        raise RefusedError(
            f"{at.id} is closed, and stays as it is; `coachplan new --follows {at.id}` makes one after it"
        )
    parts = {part.key: part for part in open_parts(read_data(at.version.raw))}
    if not parts:
        out(f"Nothing is open in {at.id}")
        return
    if not _arguments.is_interactive():
        raise UsageError("--continue asks, and there is no terminal to ask; use `coachplan edit` with --set or --from")
    answers: dict[str, Any] = {}

    def text() -> str:
        said = {parts[key].location if key in parts else (key,): answer for key, answer in answers.items()}
        return filled(at.version.text, said) if said else ""

    record_it = f"coachplan edit {at.id} --draft --from"
    with keep_on_failure(at.repository, text, "plan.md", record_it=record_it):
        ask_open([*parts.values()], answers, at.plan, role_of(at.plan, at.actor), now, _fits(at.version))
        after = text()
        may_have_errors = bool(at.version.document.findings)
        recorded = record(at, PlanChange(after, may_have_errors=may_have_errors), now) if after else None
    if recorded is None:
        out("Nothing was changed")
        return
    left = len(open_parts(read_data(recorded.revision.after.raw))) if recorded.revision.after else 0
    show(recorded, *([f"Still open: {left}; coachplan new --continue {at.id}"] if left else []))


def _fits(version: "Version") -> "Callable[[Location, Any], None]":
    """Return what refuses an answer that the format cannot read at its place."""
    from coachplan.coaching.open_parts import filled

    known = {(finding.code, finding.message) for finding in version.document.findings}

    def require(location: "Location", answer: Any) -> None:
        after = version.with_text(filled(version.text, {location: answer}))
        for finding in after.document.findings:
            if (finding.code, finding.message) not in known:
                raise ValueError(f"{finding.message}; {finding.advice}")

    return require


def _require_alone(context: typer.Context) -> None:
    """Refuse what goes with a new plan only; the day is of any command."""
    given = [
        parameter.opts[0] if parameter.param_type_name == "option" else "TITLE"
        for parameter in context.command.params
        if parameter.name not in ("continued", "today")
        and context.params.get(parameter.name or "") not in (None, False, [], ())
    ]
    if given:
        raise UsageError(f"--continue asks for what is open in a plan that is there; leave out {', '.join(given)}")
