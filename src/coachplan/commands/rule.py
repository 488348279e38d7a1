"""`coachplan rule`."""

from typing import Annotated

from coachplan.commands._arguments import FormatOption, Output, Texts, argument, flag
from coachplan.commands._completing import complete_rule


def rule(
    names: Annotated[
        Texts,
        argument("[RULE]...", "Codes such as CP204, beginnings of codes, or names.", autocompletion=complete_rule),
    ] = None,
    every: Annotated[bool, flag("--all", "List every rule.")] = False,
    output: FormatOption = Output.TEXT,
) -> None:
    """Explain rules, or list them.

    Each with its reason, and a good and a bad example.
    """
    from coachplan.base.errors import UsageError
    from coachplan.checks.catalogue import RULES
    from coachplan.checks.pages import page
    from coachplan.output.terminal import rules as report
    from coachplan.output.terminal.console import out
    from coachplan.store.settings import selector

    if every == bool(names):
        raise UsageError("name a rule, such as `coachplan rule CP204`, or ask for --all")
    wanted = ("CP",) if every else tuple(selector(name) for name in names or ())
    pages = [page(rule.code) for rule in RULES if rule.code.startswith(wanted)]
    if output is Output.JSON:
        out(report.as_json(pages))
    else:
        out(report.as_list(pages) if every else report.as_text(pages))
