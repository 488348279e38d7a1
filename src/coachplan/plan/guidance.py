"""The seven sections: what each asks, in one sentence, and an example (S1, "Develop the Coaching Plan")."""

import re
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Section:
    """One of the seven sections of a coaching plan.

    `ask` is the one-sentence guidance, `example` a plain-text filling; `many` says whether people usually list several.
    """

    key: str
    title: str
    ask: str
    example: str
    many: bool = False

    @property
    def placeholder(self) -> str:
        """What stands in a section that nobody has filled in yet; `check` reports it."""
        return f"[fill in: {self.ask}]"


_SECTIONS = (
    Section(
        "development_area",
        "Development area",
        "Which one skill or behaviour is to grow?",
        "Giving clear, concise status updates in team meetings",
    ),
    Section(
        "current_state",
        "Current state",
        "Where do things stand today, as you have observed it?",
        "Two updates a week, and most are followed by clarifying questions.",
    ),
    Section(
        "goal_state",
        "Goal state",
        "Which result do you aim for together: what will others see, from how much to how much, by when?",
        "Increase clear, concise status updates in team meetings from two to four per week by 4 February.",
    ),
    Section(
        "activities",
        "Activities",
        "Which actions, training or experience lead there? A manager's idea is only a proposal.",
        "Rehearse Monday's update with a peer",
        many=True,
    ),
    Section(
        "timeline",
        "Timeline",
        "When does it start and end? Typically 30 days apart.",
        "2026-01-05 to 2026-02-04",
    ),
    Section(
        "support_assets",
        "Support assets",
        "Which tools, meetings or help will be provided?",
        "Half an hour of rehearsal with me every Monday",
        many=True,
    ),
    Section(
        "update_cadence",
        "Update cadence",
        "How often do you two look at progress, and how?",
        "Every Monday, 20 minutes; the team member opens with the week's evidence",
    ),
)

GUIDANCE = {section.key: section for section in _SECTIONS}
"""The seven sections by key, in their order."""

_PLACEHOLDER = re.compile(
    r"\s*(?:\[(?:fill in|enter|insert|add|your|describe|name|title|manager|employee|team member|date)\b[^\]]*\]"
    r"|tbd|todo|tba|x{3,}|\?+|\.{3}|…)\s*\.?\s*",
    re.IGNORECASE | re.DOTALL,
)


def is_placeholder(text: str) -> bool:
    """Whether a text only marks where somebody's own words belong."""
    return _PLACEHOLDER.fullmatch(text) is not None


class Situation(StrEnum):
    """What a session finds; each has open questions of its own in `templates/questions/` (S0: celebrate, adjust)."""

    FIRST = "first"
    AFTER_AN_ABSENCE = "after-an-absence"
    NEAR_THE_END = "near-the-end"
    SETBACK = "setback"
    PLATEAU = "plateau"
    PROGRESS = "progress"
