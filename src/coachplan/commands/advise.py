"""`coachplan advise`."""

from typing import Annotated

import typer

from coachplan.base.errors import UsageError
from coachplan.coaching.advise import QUESTIONS
from coachplan.commands import _arguments, _where
from coachplan.commands._arguments import FormatOption, Output, flag

_ASK = {question.key: question.ask for question in QUESTIONS}


def advise(
    context: typer.Context,
    specific: Annotated[bool | None, flag("--specific/--not-specific", _ASK["specific"])] = None,
    coachable: Annotated[bool | None, flag("--coachable/--not-coachable", _ASK["coachable"])] = None,
    business_need: Annotated[bool | None, flag("--business-need/--no-business-need", _ASK["business-need"])] = None,
    aligned: Annotated[bool | None, flag("--aligned/--not-aligned", _ASK["aligned"])] = None,
    potential: Annotated[bool | None, flag("--potential/--no-potential", _ASK["potential"])] = None,
    observed: Annotated[bool | None, flag("--observed/--not-observed", _ASK["observed"])] = None,
    next_role: Annotated[bool | None, flag("--next-role/--no-next-role", _ASK["next-role"])] = None,
    minor_gap: Annotated[bool | None, flag("--minor-gap/--no-minor-gap", _ASK["minor-gap"])] = None,
    unclear_expectations: Annotated[
        bool | None, flag("--unclear-expectations/--clear-expectations", _ASK["unclear-expectations"])
    ] = None,
    concern: Annotated[bool | None, flag("--concern/--no-concern", _ASK["concern"])] = None,
    core_gap: Annotated[bool | None, flag("--core-gap/--no-core-gap", _ASK["core-gap"])] = None,
    consequences: Annotated[bool | None, flag("--consequences/--no-consequences", _ASK["consequences"])] = None,
    output: FormatOption = Output.TEXT,
) -> None:
    """Help to choose between no plan, coaching and formal support.

    You decide. On a terminal it asks for what you leave open. Nothing is recorded.
    """
    from coachplan.coaching import advise as advice
    from coachplan.output.terminal import advice as report
    from coachplan.output.terminal.console import out
    from coachplan.store.own_policy import settings_outside

    first = (specific, coachable, business_need, aligned, potential, observed)
    said = (*first, next_role, minor_gap, unclear_expectations, concern, core_gap, consequences)
    answers = {key: answer for key, answer in zip(_ASK, said, strict=True) if answer is not None}
    if _arguments.is_interactive():
        from coachplan.commands._guided import ask_situation

        ask_situation(answers)
    if not answers:
        raise UsageError(
            "no question is answered; `coachplan advise --help` shows the flags that do, such as --specific"
        )
    repository = _where.repository_if_any(context)
    settings = repository.settings if repository else settings_outside()
    concerns = settings.policy.performance_concerns
    found = advice.advise(answers, performance_concerns=concerns, names=settings.labels)
    out(report.as_json(found, settings.labels) if output is Output.JSON else report.as_text(found, settings.labels))
