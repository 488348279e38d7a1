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

MORE = {
    "reason": "A plan is for growth that both see a chance in; say what made you think of it now.",
    "business_need": "Whoever reads the plan later sees from this that it is worth the time of both.",
    "aspiration": "People grow faster towards what they want themselves; ask them, and write their words.",
    "aligned_with_managers_manager": "The manager's own manager can help with time and means, and is not surprised.",
    "development_area": "One area, in words of behaviour: what a person does, not how they are.",
    "current_state": "Only what you have seen or heard yourself: days, numbers, examples. It is where you start from.",
    "goal_state": "Specific, measurable and with a day, so that both know when it is reached. Measures show the way.",
    "activities": "Small things that can be done in a week. The team member decides on each of the manager's ideas.",
    "timeline": "A day as 2026-01-31, tomorrow or +30d. Thirty days let a habit form.",
    "support_assets": "What the manager or others give: time, a course, a tool, a colleague to ask.",
    "update_cadence": "A rhythm as in weekly, every second Monday, or monthly. Reminders follow from it.",
    "evidence": "Facts before opinions: what happened, when, how often. One a line.",
    "reflections": "The team member's own view, in their words, before the manager's.",
    "measures": "The value as of today, as in 4, 80 % or 1:30. A value that nobody has is skipped.",
    "practice": "How often it was tried counts, not how well it went.",
    "milestones": "A milestone that is reached is celebrated.",
    "wins": "A small step counts. What went well says what to do more of.",
    "obstacles": "What is in the way in the work: time, tools, habits. Not a judgement of a person.",
    "root_cause": "Ask why until you come to something that can be changed; then change the way, not the person.",
    "feedback": "One thing that was done, what it brought about, and one thing to try. Behaviour, not the person.",
    "adjustments": "One change to the way there is enough; the goal may stay.",
    "next_steps": "Who does what by when, small enough to be done until next time.",
    "about": "The behaviour that somebody asked you to look at, in their words or yours.",
    "helped": "What helped once helps again: it goes into the next plan.",
    "hindered": "What to do otherwise next time.",
    "result": "The beginning of a word is enough.",
    "sustained": "Look for it in everyday work, some time after the end. The beginning of a word is enough.",
    "summary": "One or two sentences that somebody who was not there understands.",
    "team_member": "These are your words, and stay as you write them.",
}
"""A second sentence for each question of a conversation, by the key that its answer fills."""

_PLACEHOLDER = re.compile(
    r"\s*(?:\[(?:fill in|enter|insert|add|your|describe|name|title|manager|employee|team member|date)\b[^\]]*\]"
    r"|tbd|todo|tba|x{3,}|\?+|\.{3}|…)\s*\.?\s*",
    re.IGNORECASE | re.DOTALL,
)


_NOTHING = re.compile(
    r"[\s(]*(?:none|nothing|no|not|n/?a|-+|[–—])(?: (?:yet|so far|known|applicable|planned))?[\s).]*", re.IGNORECASE
)


def is_placeholder(text: str) -> bool:
    """True if a text only marks the place for somebody's own words."""
    return _PLACEHOLDER.fullmatch(text) is not None


def says_nothing(text: str) -> bool:
    """True if a text only marks a place, or says that there is nothing to say: `(none)`, `n/a`, `not yet`."""
    return is_placeholder(text) or _NOTHING.fullmatch(text) is not None


class Situation(StrEnum):
    """The situation of a session; each has its own open questions in `templates/questions/`."""

    FIRST = "first"
    AFTER_AN_ABSENCE = "after-an-absence"
    NEAR_THE_END = "near-the-end"
    SETBACK = "setback"
    PLATEAU = "plateau"
    PROGRESS = "progress"
