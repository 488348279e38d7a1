"""Record a check-in: a session, a peer's view, or a look again after the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from shlex import quote
from typing import Any

from coachplan.actions.record import NewCheckIn, OpenPlan, PlanChange, Recorded, contents, record
from coachplan.base.errors import RefusedError
from coachplan.base.layout import check_in_order
from coachplan.coaching.check_in_data import check_in_data
from coachplan.coaching.check_in_effects import as_counted, with_marks
from coachplan.coaching.peers import is_form, is_peer, read_form, require_helper, require_new, require_own_part
from coachplan.format import building, read_check_in
from coachplan.format.source import read_source, require_known_keys
from coachplan.plan import CheckIn, Person
from coachplan.plan.terms import role_of
from coachplan.store.naming import check_in_path

_FRAME = {"date", "by", "about"}


@dataclass(frozen=True)
class CheckInRequest:
    """A check-in as somebody asks for it: the texts of options by part, and the file that holds more of it.

    `by` is the identity of its author where an option names them, and `day` its day where one does. With `about`, or
    `of_peer`, it is a peer's view of one behaviour. `measures` holds NAME=VALUE, `practice` ID=TIMES.
    """

    said: Mapping[str, Sequence[str] | None]
    measures: Sequence[str] = ()
    practice: Sequence[str] = ()
    note: str = ""
    source: bytes = b""
    by: str | None = None
    day: date | None = None
    about: str | None = None
    of_peer: bool = False


@dataclass(frozen=True)
class CheckInDraft:
    """A check-in that is being made: its `data` grows while a person answers; `about_one` for a peer's view."""

    data: dict[str, Any]
    note: str
    about_one: bool = False

    @property
    def is_empty(self) -> bool:
        """True if nothing is said yet but the day, the author and the behaviour that it is about."""
        return not (self.note or self.data.keys() - _FRAME)

    @property
    def typed(self) -> str:
        """The text to keep where it cannot be recorded, in a form that --from takes; empty if nothing is said yet."""
        return "" if self.is_empty else building.typed(self.data, self.note)


@dataclass(frozen=True)
class RecordedCheckIn:
    """A check-in that was recorded, and all check-ins of its plan with it.

    `unmarked` is true where it belongs into the plan itself, too, which could not be changed.
    """

    recorded: Recorded
    check_in: CheckIn
    held: list[CheckIn]
    unmarked: bool


def draft_check_in(at: OpenPlan, request: CheckInRequest, today: date) -> CheckInDraft:
    """Gather what is known of a check-in before anyone is asked.

    Refuses a form that is not a helper's, or not new, and a file in the name of another reader who is not named beside.
    """
    known, body = _taken(at, request.source)
    if not (request.by or known.get("about")):
        _require_own_name(at, str(known.get("by") or at.actor.text))
    measures = at.plan.measures
    data = known | check_in_data(
        request.said,
        measures=request.measures,
        known=measures,
        by=request.by or str(known.get("by") or at.actor.text),
        day=request.day or (None if known.get("date") else today),
        practice=as_counted(request.practice),
        about=request.about,
    )
    helped = at.plan.people.helpers and is_peer(at.plan, at.actor)
    return CheckInDraft(data, request.note or body, about_one=bool(request.of_peer or request.about or helped))


def _taken(at: OpenPlan, source: bytes) -> tuple[dict[str, Any], str]:
    """The data and the note in a file: of a check-in, or of a peer's answers in the form that `coachplan ask` made."""
    if not is_form(source):
        taken = read_source(source)
        require_known_keys(source, CheckIn)
        return taken
    known = read_form(source)
    require_helper(at.plan, known["by"])
    require_new(known, at.held)
    return known, ""


def _require_own_name(at: OpenPlan, by: str) -> None:
    """Refuse the words of another reader where only a file says whose they are: it may be taken for a peer's form."""
    try:
        author = Person.read(by.strip())
    except ValueError:  # a finding says so
        return
    if not author.is_same_as(at.actor) and role_of(at.plan, author) not in (None, "helper"):
        raise RefusedError(
            f"this file is a check-in by {author.name}, not a peer's form, and you are {at.actor.name}: to record it "
            f"in their name, add --by {quote(author.name)}; nothing was written"
        )


def record_check_in(at: OpenPlan, draft: CheckInDraft, today: date, moment: datetime) -> RecordedCheckIn:
    """Record a check-in, and the marks that it leaves in the plan, in one commit."""
    if draft.about_one or draft.data.get("about"):
        require_own_part(at.plan, at.actor, draft.data, draft.note)
    text, data = with_marks(at.version.text, at.plan, draft.data)
    return _record(at, text, building.check_in_text(data, draft.note), "Check-in", today, moment)


def record_review(at: OpenPlan, draft: CheckInDraft, today: date, moment: datetime) -> RecordedCheckIn:
    """Record a look again after the end, in one commit."""
    return _record(at, at.version.text, building.check_in_text(draft.data, draft.note), "Follow-up", today, moment)


def _record(at: OpenPlan, text: str, check_in: str, verb: str, today: date, moment: datetime) -> RecordedCheckIn:
    raw = check_in.encode("utf-8", "surrogateescape")
    read = read_check_in("", raw)
    if read.content and read.content.date > today:  # one from further east may be, but nobody's own clock is
        raise RefusedError(f"{read.content.date} is in the future: record what has happened; nothing was written")
    path = check_in_path(at.folder, read.content, moment)
    findings = tuple(replace(finding, path=path) for finding in read.findings)
    new = NewCheckIn(path, raw, replace(read, path=path, findings=findings))
    message = f"{verb}: {at.id} {read.content.date if read.content else ''}"
    recorded = record(at, PlanChange(text, check_in=new, message=message), today)
    assert read.content is not None, "a check-in that cannot be read is refused"
    entries = sorted([*at.check_ins, new.document], key=lambda entry: check_in_order(entry.path))
    unmarked = at.is_aside and text != at.version.text
    return RecordedCheckIn(recorded, read.content, contents(recorded.plan, entries), unmarked)
