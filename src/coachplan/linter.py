"""Runs the rules over what was read, and sorts what they find."""

from collections.abc import Iterable

from coachplan.document import Document
from coachplan.findings import Finding
from coachplan.model import CheckIn, Plan
from coachplan.rules import CHECK_IN_RULES, PLAN_RULES, Setting


def lint(plan: Document[Plan], check_ins: Iterable[Document[CheckIn]], setting: Setting) -> list[Finding]:
    """Every finding in a plan and its check-ins, sorted by path and place."""
    findings = [*plan.findings, *_lint_plan(plan, setting)]
    for check_in in check_ins:
        findings += [*check_in.findings, *_lint_check_in(check_in, plan, setting)]
    return sorted(set(findings))


def _lint_plan(document: Document[Plan], setting: Setting) -> list[Finding]:
    if document.content is None:
        return []
    return [
        document.finding(problem.location, rule.code, rule.severity, problem.message, problem.advice)
        for rule in PLAN_RULES
        if not (rule.reads & document.unread or rule.needs_whole & document.damaged)
        for problem in rule.check(document.content, setting)
    ]


def _lint_check_in(document: Document[CheckIn], plan: Document[Plan], setting: Setting) -> list[Finding]:
    if document.content is None or plan.content is None:
        return []
    return [
        document.finding(problem.location, rule.code, rule.severity, problem.message, problem.advice)
        for rule in CHECK_IN_RULES
        if not (rule.reads & document.unread or rule.needs_whole & document.damaged)
        if not (rule.plan_reads & plan.unread or rule.plan_whole & plan.damaged)
        for problem in rule.check(document.content, plan.content, setting)
    ]
