"""Run the rules over a plan and its check-ins, leave out the rules that the plan ignores, and sort the findings."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any, TypeVar

from coachplan.base.findings import Finding, Severity
from coachplan.base.layout import check_in_order
from coachplan.base.policy import Policy
from coachplan.checks.catalogue import BY_CODE, BY_NAME, FILES_AND_HISTORY, READING, Rule
from coachplan.checks.registry import (
    ACROSS_RULES,
    CHECK_IN_RULES,
    COURSE_RULES,
    PLAN_RULES,
    RULES_BY_KIND,
    WORDS_RULES,
)
from coachplan.checks.rule import Digest, FunctionRule, Location, Problem, RuleContext
from coachplan.checks.rules.language import FORMAL_PARTS
from coachplan.checks.rules.phrases import plain_words
from coachplan.format import BODY, Document, under_present_names
from coachplan.plan import CheckIn, Person, Plan
from coachplan.plan.guidance import is_placeholder
from coachplan.progress import awaited_until

_UNUSED = "CP018"
# Findings of some days, of several plans, or of files and their history are not among those of a plan alone.
_PASSING = frozenset(rule.code for rules in RULES_BY_KIND for rule in rules if rule.passing) | {
    rule.code for rule in READING if rule.family == FILES_AND_HISTORY
}
# Two people fill in a draft over days; what is still open must not keep them from sharing it.
_HINTS_IN_DRAFTS = frozenset(rule.code for rule in PLAN_RULES if rule.hint_in_drafts)
_UNKNOWN_VERSION = "CP010"
_TRIGGERS = frozenset().union(*(rule.triggers for rule in WORDS_RULES))
# Enough to see what is meant; a text that was made to hold many more would take everybody's time.
_OF_ONE_RULE = 200
_M = TypeVar("_M", Plan, CheckIn)


def lint(
    plan: Document[Plan], check_ins: Sequence[Document[CheckIn]], context: RuleContext, *, read: Container[str] = ()
) -> list[Finding]:
    """Return every finding in a plan and its check-ins, sorted by path and place.

    Of check-ins that were `read` before, by path, what rules find in their words alone is left out.
    """
    plan, check_ins = _understood(plan), [_understood(check_in) for check_in in check_ins]
    if plan.content:
        check_ins = under_present_names(plan.content, check_ins)
    found = [*_lint_plan(plan, context), *_lint_course(plan, check_ins, context)]
    for check_in in check_ins:
        found += _lint_check_in(check_in, plan, context, is_read=check_in.path in read)
    unreadable = [*plan.problems, *(finding for check_in in check_ins for finding in check_in.findings)]
    return sorted({*unreadable, *_without_ignored(plan, found, is_damaged=bool(unreadable))})


def lint_check_in(plan: Document[Plan], check_in: Document[CheckIn], context: RuleContext) -> list[Finding]:
    """Return every finding in one check-in, sorted by place; those in its plan are left out."""
    plan, check_in = _understood(plan), _understood(check_in)
    if plan.content:
        [check_in] = under_present_names(plan.content, [check_in])
    found = [*_lint_course(plan, [check_in], context), *_lint_check_in(check_in, plan, context)]
    own = [finding for finding in found if finding.path == check_in.path]
    return sorted({*check_in.findings, *_without_ignored(plan, own, is_damaged=True)})


def _understood(document: Document[_M]) -> Document[_M]:
    """Return the document, without content if it has another version of the format, whose keys may differ."""
    of_another = tuple(finding for finding in document.findings if finding.code == _UNKNOWN_VERSION)
    return replace(document, content=None, findings=of_another) if of_another else document


def _finding(document: Document[Plan] | Document[CheckIn], rule: FunctionRule[Any] | Rule, problem: Problem) -> Finding:
    source, location = document.source_of(problem.location)
    if problem.in_body is not None:
        line, column = document.place_in_body(problem.in_body)
    else:
        line, column = source.place_of(location, problem.within, problem.skipped)
    is_open = rule.code in _HINTS_IN_DRAFTS and getattr(document.content, "status", None) == "draft"
    severity = Severity.HINT if is_open else rule.severity
    return Finding(
        source.path, line, column, rule.code, severity, problem.message, problem.advice, rewrite=problem.rewrite
    )


def _lint_plan(document: Document[Plan], context: RuleContext) -> Iterator[Finding]:
    if document.content is None:
        return
    context.body = document.body
    plan = document.content
    for rule in PLAN_RULES:
        if rule.is_about(plan) and rule.can_run(document.unread, document.damaged):
            for problem in rule.check(plan, context):
                yield _finding(document, rule, problem)
    yield from _lint_words(document, plan, context, plan)


def _lint_check_in(
    document: Document[CheckIn], plan: Document[Plan], context: RuleContext, *, is_read: bool = False
) -> Iterator[Finding]:
    if document.content is None:
        return
    if plan.content is None:  # its kind is unknown, but private things are so in any
        yield from _lint_words(document, document.content, context, None)
        return
    context.body = document.body
    for rule in CHECK_IN_RULES:
        if (rule.note_suffices and document.body) or (rule.words_alone and is_read) or not rule.is_about(plan.content):
            continue
        if rule.can_run(document.unread, document.damaged) and rule.can_run_beside(plan.unread, plan.damaged):
            for problem in rule.check(document.content, plan.content, context):
                yield _finding(document, rule, problem)
    if not is_read:
        yield from _lint_words(document, document.content, context, plan.content)


def _lint_course(
    plan: Document[Plan], check_ins: Sequence[Document[CheckIn]], context: RuleContext
) -> Iterator[Finding]:
    if plan.content is None or any(check_in.content is None or "date" in check_in.unread for check_in in check_ins):
        return
    documents = sorted(check_ins, key=_by_day)
    contents = [document.content for document in documents if document.content]
    context.notes = [document.body for document in documents]
    damaged = frozenset().union(*(document.damaged for document in documents))
    for rule in COURSE_RULES:
        if not rule.is_about(plan.content):
            continue
        if rule.can_run(plan.unread, plan.damaged) and damaged.isdisjoint(rule.check_ins_whole.split()):
            for problem in rule.check(plan.content, contents, context):
                document = plan if problem.check_in is None else documents[problem.check_in]
                yield _finding(document, rule, problem)


def _by_day(check_in: Document[CheckIn]) -> tuple[date, tuple[str, ...]]:
    assert check_in.content is not None
    return check_in.content.date, check_in_order(check_in.path)


def _lint_words(
    document: Document[Plan] | Document[CheckIn], content: Plan | CheckIn, context: RuleContext, plan: Plan | None
) -> Iterator[Finding]:
    """Yield what rules about words find in a text of this plan, None for one that cannot be read."""
    written = "\n".join([document.text, *(agreement.text for agreement in document.agreements)])
    words = _TRIGGERS.intersection(plain_words(written))
    woken = [
        rule
        for rule in WORDS_RULES
        if (rule.triggers & words or (rule.shape and rule.shape.search(written)))
        and (not rule.coaching_only or (plan is not None and plan.kind == "coaching"))
        and (plan is None or rule.is_about(plan))
    ]
    if not woken:
        return
    is_any_shaped = any(rule.shape for rule in woken)
    for location, text in [*context.texts(content), (BODY, document.body)]:
        lower = text.lower()
        present = [word for word in words if word in lower]
        if not (present or is_any_shaped):
            continue
        is_formal = location[0] in FORMAL_PARTS
        for rule in woken:
            if is_formal and rule.coaching_only:  # CP601 says that all of it belongs elsewhere
                continue
            if rule.shape or not rule.triggers.isdisjoint(present):
                for phrase in islice(rule.check(text), _OF_ONE_RULE):
                    yield _finding(document, rule, phrase.at(location, text))


def _without_ignored(plan: Document[Plan], found: Iterable[Finding], *, is_damaged: bool) -> Iterator[Finding]:
    """Yield the findings of rules that the plan does not set aside, and one for each that it sets aside for nothing.

    Findings of some days only, findings across plans, and those in a part that cannot be read do not show here:
    setting these aside is never for nothing. Nor is a rule in a closed plan, of which most do not speak any more.
    """
    ignored = set_aside(plan)
    is_closed = plan.content is not None and plan.content.status == "closed"
    unused = set() if is_damaged else set(ignored) - (BY_CODE.keys() if is_closed else _PASSING)
    for finding in found:
        if finding.code in ignored:
            unused.discard(finding.code)
        else:
            yield finding
    for code in unused:
        known = code in BY_CODE
        problem = Problem(
            ("ignore", ignored[code]),
            "this rule finds nothing here" if known else "no rule has this code or name",
            "remove this line" if known else "see `coachplan rule --all` for every code",
        )
        yield _finding(plan, BY_CODE[_UNUSED], problem)


def set_aside(plan: Document[Plan]) -> dict[str, str]:
    """Return the codes that a plan sets aside, each with the text there: the code, or the rule's name."""
    written = plan.content.ignore if plan.content else {}
    return {BY_NAME[key].code if key in BY_NAME else key: key for key in written}


def lint_across(digests: Sequence[Digest], context: RuleContext) -> list[tuple[Finding, tuple[str, ...]]]:
    """Return the findings across plans, sorted by path and place, each with the paths of the other plans it is about.

    Each plan's own exceptions hold here, too.
    """
    return sorted(
        (
            Finding(digest.path, *digest.places[place], rule.code, rule.severity, message, advice),
            tuple(other.path for other in others),
        )
        for rule in ACROSS_RULES
        for digest, place, message, advice, others in rule.check(digests, context)
        if rule.code not in digest.ignored
    )


def digest(plan: Document[Plan], check_ins: Sequence[Document[CheckIn]], policy: Policy | None = None) -> Digest | None:
    """Return the part of a plan that rules across plans need; None where people, areas or days could not be read."""
    content = _understood(plan).content
    if content is None or plan.damaged & {"people", "development_area", "timeline", "status", "kind", "update_cadence"}:
        return None
    read = [check_in.content for check_in in check_ins if check_in.content and "date" not in check_in.unread]
    awaited = awaited_until(content, read, policy or Policy()) if len(read) == len(check_ins) else None
    locations: dict[str, Location] = {role: ("people", role) for role in ("team_member", "manager")}
    locations |= {str(number): ("development_area", number) for number in range(len(content.development_area))}
    return Digest(
        plan.path,
        is_open=content.status != "closed",
        kind=content.kind,
        team_member=_key(content.people.team_member),
        member_name=content.people.team_member.name.casefold(),
        manager=_key(content.people.manager),
        areas=tuple(
            "" if is_placeholder(area.area) else " ".join(area.area.casefold().split())
            for area in content.development_area
        ),
        awaited_until=awaited.isoformat() if awaited else None,
        start=content.timeline.start.isoformat(),
        unreached_on=_unreached_on(content),
        ignored=tuple(set_aside(plan)),
        places={place: plan.place_of(location) for place, location in locations.items()},
    )


def _unreached_on(plan: Plan) -> str | None:
    """The last day of a closed plan that did not reach its goal, as an ISO date."""
    if plan.status != "closed" or plan.outcome is None or plan.outcome.result != "not-achieved":
        return None
    return max(plan.outcome.date, plan.timeline.end).isoformat()


def _key(person: Person) -> str:
    return (person.email or person.name).casefold()
