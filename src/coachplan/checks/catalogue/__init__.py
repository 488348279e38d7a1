"""Every rule by its code: name, severity, and the page that explains it. Light: no model is loaded for it."""

from typing import NamedTuple

from coachplan.base.findings import Severity


class Rule(NamedTuple):
    """What a rule is called, and how much its findings weigh where nobody says otherwise."""

    code: str
    name: str
    severity: Severity

    @property
    def family(self) -> str:
        """The family that the rule belongs to, in words."""
        return FAMILIES[self.code[:3]]


FAMILIES = {
    "CP0": "Unreadable",
    "CP1": "Sections",
    "CP2": "Goal and measures",
    "CP3": "Collaboration",
    "CP4": "Timeline and cadence",
    "CP5": "Check-ins",
    "CP6": "Language",
    "CP7": "Privacy",
    "CP8": "Across plans",
}
"""The families of rules by the first three characters of their codes."""

_ERROR, _WARNING, _HINT = Severity.ERROR, Severity.WARNING, Severity.HINT

RULES: tuple[Rule, ...] = (
    Rule("CP001", "unreadable", _ERROR),
    Rule("CP002", "not-plain-text", _ERROR),
    Rule("CP003", "too-large", _ERROR),
    Rule("CP004", "no-front-matter", _ERROR),
    Rule("CP005", "invalid-yaml", _ERROR),
    Rule("CP006", "anchor-or-tag", _ERROR),
    Rule("CP007", "key-twice", _ERROR),
    Rule("CP008", "too-deep", _ERROR),
    Rule("CP009", "conflict", _ERROR),
    Rule("CP010", "unknown-version", _ERROR),
    Rule("CP011", "unknown-key", _ERROR),
    Rule("CP012", "wrong-value", _ERROR),
    Rule("CP013", "no-day", _ERROR),
    Rule("CP014", "missing-key", _ERROR),
    Rule("CP015", "empty", _ERROR),
    Rule("CP016", "unknown-role", _ERROR),
    Rule("CP017", "ignore-without-reason", _ERROR),
    Rule("CP018", "unused-ignore", _WARNING),
    Rule("CP101", "missing-section", _ERROR),
    Rule("CP102", "empty-section", _ERROR),
    Rule("CP103", "placeholder-left", _ERROR),
    Rule("CP104", "duplicate-activity-id", _ERROR),
    Rule("CP105", "unknown-activity", _ERROR),
    Rule("CP106", "unknown-area", _ERROR),
    Rule("CP107", "activity-without-id", _HINT),
    Rule("CP108", "area-without-goal", _HINT),
    Rule("CP109", "required-part-missing", _ERROR),
    Rule("CP201", "measure-outside-timeline", _ERROR),
    Rule("CP202", "duplicate-measure", _ERROR),
    Rule("CP203", "incomplete-measure", _HINT),
    Rule("CP204", "no-measure", _HINT),
    Rule("CP205", "off-scale", _ERROR),
    Rule("CP206", "goal-not-smart", _WARNING),
    Rule("CP207", "nothing-to-change", _WARNING),
    Rule("CP208", "direction-contradicted", _ERROR),
    Rule("CP209", "steps-out-of-order", _ERROR),
    Rule("CP301", "proposal-unanswered", _HINT),
    Rule("CP302", "only-manager-proposes", _WARNING),
    Rule("CP303", "one-sided-state", _HINT),
    Rule("CP304", "question-not-open", _HINT),
    Rule("CP305", "vague-activity", _HINT),
    Rule("CP306", "support-overdue", _WARNING),
    Rule("CP307", "coaching-oneself", _WARNING),
    Rule("CP308", "agreement-outdated", _HINT),
    Rule("CP309", "nothing-agreed", _ERROR),
    Rule("CP401", "end-before-start", _ERROR),
    Rule("CP402", "activity-outside-timeline", _ERROR),
    Rule("CP403", "milestone-outside-timeline", _ERROR),
    Rule("CP404", "unusual-length", _HINT),
    Rule("CP405", "ambiguous-cadence", _ERROR),
    Rule("CP406", "unclear-cadence", _HINT),
    Rule("CP407", "cadence-outside-timeline", _ERROR),
    Rule("CP408", "touchpoints-far-apart", _WARNING),
    Rule("CP409", "past-its-end", _WARNING),
    Rule("CP410", "closed-without-outcome", _HINT),
    Rule("CP411", "extension-mismatch", _ERROR),
    Rule("CP501", "before-start", _ERROR),
    Rule("CP502", "in-the-future", _ERROR),
    Rule("CP503", "unknown-measure", _ERROR),
    Rule("CP504", "nothing-said", _ERROR),
    Rule("CP505", "off-scale-value", _ERROR),
    Rule("CP506", "check-in-overdue", _WARNING),
    Rule("CP507", "no-evidence", _HINT),
    Rule("CP508", "measures-quiet", _WARNING),
    Rule("CP509", "same-obstacle", _WARNING),
    Rule("CP510", "stalled", _WARNING),
    Rule("CP511", "feedback-incomplete", _HINT),
    Rule("CP512", "sessions-missed", _HINT),
    Rule("CP601", "formal-part-in-coaching", _ERROR),
    Rule("CP602", "label-on-person", _WARNING),
    Rule("CP603", "disciplinary-wording", _WARNING),
    Rule("CP604", "consequences-clause", _WARNING),
    Rule("CP605", "coaching-for-performance", _WARNING),
    Rule("CP606", "consequences-without-support", _WARNING),
    Rule("CP607", "consequences-repeated", _WARNING),
    Rule("CP701", "outside-reader", _WARNING),
    Rule("CP702", "sensitive-data", _WARNING),
    Rule("CP703", "pay", _WARNING),
    Rule("CP704", "personal-identifier", _WARNING),
    Rule("CP801", "two-open-plans", _WARNING),
    Rule("CP802", "person-in-two-folders", _WARNING),
    Rule("CP803", "managers-overdue-plans", _HINT),
)
"""Every rule, in the order of its code."""

BY_CODE = {rule.code: rule for rule in RULES}
"""Every rule by its code."""

BY_NAME = {rule.name: rule for rule in RULES}
"""Every rule by its name."""
