"""Every rule in the modules of `rules`, by the kind of rule, in the order of the codes."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any, TypeVar

from coachplan.checks import rules
from coachplan.checks.rule import (
    FUNCTION_RULES,
    AcrossRule,
    CheckInRule,
    CourseRule,
    FunctionRule,
    PlanRule,
    WordsRule,
)

_R = TypeVar("_R", bound=FunctionRule[Any])

for _module in iter_modules(rules.__path__):
    import_module(f"{rules.__name__}.{_module.name}")


def _all(kind: type[_R]) -> tuple[_R, ...]:
    return tuple(sorted((rule for rule in FUNCTION_RULES if isinstance(rule, kind)), key=lambda rule: rule.code))


PLAN_RULES = _all(PlanRule)
CHECK_IN_RULES = _all(CheckInRule)
COURSE_RULES = _all(CourseRule)
WORDS_RULES = _all(WordsRule)
ACROSS_RULES = _all(AcrossRule)
RULES_BY_KIND: tuple[tuple[FunctionRule[Any], ...], ...] = (
    PLAN_RULES,
    CHECK_IN_RULES,
    COURSE_RULES,
    WORDS_RULES,
    ACROSS_RULES,
)
