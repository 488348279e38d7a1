"""The seven sections, each with a question in one sentence and an example.

They come from the handbook's page on coaching plans, "Develop the Coaching Plan".
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from coachplan.base.words import capitalized, spaced


@dataclass(frozen=True)
class Section:
    """One of the seven sections of a coaching plan.

    `ask` is the guidance in one sentence, `example` a plain text; `many` is true if people usually list several.
    """

    key: str
    ask: str
    example: str
    many: bool = False

    @property
    def title(self) -> str:
        """The heading of the section."""
        return capitalized(spaced(self.key))

    @property
    def placeholder(self) -> str:
        """The text of a section that is not filled in yet; `check` reports it."""
        return f"[fill in: {self.ask}]"


_SECTIONS = (
    Section(
        "development_area",
        "Which one skill or behaviour is to grow?",
        "Giving clear, concise status updates in team meetings",
    ),
    Section(
        "current_state",
        "Where do things stand today, as you have observed it?",
        "Two updates a week, and most are followed by clarifying questions.",
    ),
    Section(
        "goal_state",
        "Which result do you aim for together: what will others see, from how much to how much, by when?",
        "Increase clear, concise status updates in team meetings from two to four per week by 4 February.",
    ),
    Section(
        "activities",
        "Which actions, training or experience lead there? A manager's idea is only a proposal.",
        "Rehearse Monday's update with a peer",
        many=True,
    ),
    Section("timeline", "When does it start and end? Typically 30 days apart.", "2026-01-05 to 2026-02-04"),
    Section(
        "support_assets",
        "Which tools, meetings or help will be provided?",
        "Half an hour of rehearsal with me every Monday",
        many=True,
    ),
    Section(
        "update_cadence",
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
    """True if a text only marks the place for somebody's own words."""
    return _PLACEHOLDER.fullmatch(text) is not None


class Situation(StrEnum):
    """The situation of a session; each has its own open questions in `templates/questions/`."""

    FIRST = "first"
    AFTER_AN_ABSENCE = "after-an-absence"
    NEAR_THE_END = "near-the-end"
    SETBACK = "setback"
    PLATEAU = "plateau"
    PROGRESS = "progress"
