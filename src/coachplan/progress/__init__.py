"""Progress of a plan: pure functions of a plan, its check-ins, and a day that is always an argument.

docs/progress.md has each definition with its formula and an example.
"""

from coachplan.progress.cadence_kept import (
    CadenceKept,
    awaited_until,
    grace_ends,
    is_overdue,
    kept,
    known_on,
    last_meeting,
    last_session,
    missed,
    missed_days,
    sessions,
)
from coachplan.progress.expected_line import as_said, days_outside, expected, in_words
from coachplan.progress.measures import bounds, distance, is_reached, latest_values, position, share
from coachplan.progress.milestones import reached
from coachplan.progress.obstacles import recurring
from coachplan.progress.stall import Stall, missed_sessions, stalled_measure, stalls, values_of
from coachplan.progress.standing import MeasureStanding, Standing, begins_by, forgotten_since, standing
from coachplan.progress.touchpoints import (
    is_at_rest,
    is_resting,
    next_touchpoint,
    resting_in,
    resting_until,
    touchpoints,
    working_day_from,
)
from coachplan.progress.trend import Trend, trend
