"""The models of the plan format, version 1; no YAML, files, git or clock."""

from coachplan.base.dates import WEEKDAYS
from coachplan.plan.agreement import Agreement
from coachplan.plan.cadence import Cadence
from coachplan.plan.check_in import CheckIn, Feedback, Reflection
from coachplan.plan.fields import Model, Person, texts
from coachplan.plan.measure import Goal, Measure
from coachplan.plan.plan import (
    BEGUN,
    FORMAT_VERSION,
    READERS,
    SECTIONS,
    THE_TWO,
    UNION_TAGS,
    Acknowledgement,
    Activity,
    After,
    Agreed,
    CurrentState,
    Extension,
    Hold,
    Milestone,
    Outcome,
    Plan,
    Revision,
    Role,
    Status,
    SupportAsset,
    Timeline,
)
from coachplan.plan.rhythm import CalendarDay, Phase, Rhythm, Unit
from coachplan.plan.value import Value
