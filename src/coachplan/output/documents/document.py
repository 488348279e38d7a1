"""Make the document of one plan: the page that its audience gets, in one of the formats that people read."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from coachplan.coaching.consent import consents
from coachplan.format import Document
from coachplan.output.documents import DocumentFormat, for_audience, page, rendering
from coachplan.plan import Plan
from coachplan.plan.terms import only_terms
from coachplan.store.files import PlanFolder
from coachplan.store.repository import Repository
from coachplan.views.audience import Audience, for_hr, in_numbers
from coachplan.views.beginning import as_of
from coachplan.views.briefing import in_brief, to_do
from coachplan.views.plan_view import Dashboard, dashboard, readable, refuse_unclear

if TYPE_CHECKING:
    from coachplan.plan import Role
    from coachplan.views.audience import NotedCheckIn


@dataclass(frozen=True)
class DocumentRequest:
    """The document to make: its format, the audience, None for the whole plan, and whether it ends with signatures."""

    format: DocumentFormat = DocumentFormat.MARKDOWN
    audience: Audience | None = None
    is_to_sign: bool = False


class PlanDocument(NamedTuple):
    """A document as bytes; `is_partial` is True if some of the plan cannot be read."""

    content: bytes
    is_partial: bool


def plan_document(repository: Repository, folder: PlanFolder, request: DocumentRequest, today: date) -> PlanDocument:
    """Make the document of a plan as things stand on the day `today`; refuses a plan that is too unclear for one."""
    document, plan = repository.readable_plan(folder)
    refuse_unclear(document, folder.id)
    recorded, unread = readable(repository.read_check_ins(folder, plan))
    plan = as_of(repository, folder, plan, today)
    is_drawn = request.format in (DocumentFormat.HTML, DocumentFormat.PDF)
    read_plan = _ReadPlan(repository, document, plan, recorded, unread, today, is_drawn)
    data = read_plan.for_audience(request.audience)
    if request.is_to_sign:
        data |= {"signatures": for_audience.signatures(plan, consents(plan))}
        if request.audience is not Audience.SUMMARY:
            data |= read_plan.as_agreed(data)
    return PlanDocument(_rendered(repository, data, request), bool(document.problems or unread))


def page_data(
    repository: Repository, folder: PlanFolder, document: Document[Plan], plan: Plan, today: date, *, drawn: bool
) -> dict[str, Any]:
    """Return the whole page of a plan on a day, as plain data; with the drawings of its measures if it is `drawn`."""
    recorded, unread = readable(repository.read_check_ins(folder, plan))
    return _ReadPlan(repository, document, plan, recorded, unread, today, drawn).for_audience(None)


class _ReadPlan(NamedTuple):
    """A plan and its check-ins as they are read, on a day."""

    repository: Repository
    document: Document[Plan]
    plan: Plan
    recorded: "list[NotedCheckIn]"
    unread: int
    today: date
    is_drawn: bool

    def for_audience(self, audience: Audience | None) -> dict[str, Any]:
        """Return what one audience gets, as plain data; nothing else is in it."""
        settings, check_ins = self.repository.settings, [check_in for check_in, _ in self.recorded]
        match audience:
            case Audience.SUMMARY:
                brief = in_brief(self.plan, check_ins, self.today, settings.policy)
                return for_audience.summary(brief, labels=settings.labels, today=self.today, unread=self.unread)
            case Audience.HR:
                return {**self._for_hr(), "audience": audience.value}
            case Audience.TEAM_MEMBER | Audience.MANAGER:
                role: Role = "team_member" if audience is Audience.TEAM_MEMBER else "manager"
                questions = self.repository.known_questions
                theirs = to_do(self.plan, check_ins, role, self.today, settings.policy, questions)
                listed = for_audience.to_do(self.plan, theirs, self.today)
                return {**self._page(self.plan, self.recorded), "audience": audience.value, "to_do": listed}
            case None:
                return self._page(self.plan, self.recorded)

    def as_agreed(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return the parts of a page that stand above the signatures, with nothing but terms, and what is `beside`."""
        settings = self.repository.settings
        agreed = page.page(only_terms(self.plan), "", [], labels=settings.labels, today=self.today)
        return for_audience.apart(data, agreed)

    def _page(self, plan: Plan, recorded: "list[NotedCheckIn]", board: Dashboard | None = None) -> dict[str, Any]:
        settings = self.repository.settings
        return page.page(
            plan,
            self.document.body,
            [check_in for check_in, _ in recorded],
            labels=settings.labels,
            today=self.today,
            notes=[note for _, note in recorded],
            policy=settings.policy,
            drawn=self.is_drawn,
            unread=self.unread,
            board=board,
        )

    def _for_hr(self) -> dict[str, Any]:
        """Return the page with the course alone; where the plan stands is what all of its check-ins say."""
        given, course = for_hr(self.plan, self.recorded)
        counted = in_numbers(given, [check_in for check_in, _ in self.recorded])
        board = replace(dashboard(given, counted, self.today, self.repository.settings.policy), wins=())
        data = self._page(given, course, board=board)
        return {**data, "kept": {"due": data["standing"]["awaited"], "met": data["standing"]["kept"]}}


def _rendered(repository: Repository, data: dict[str, Any], request: DocumentRequest) -> bytes:
    own = repository.own_templates
    template: rendering.Template = "summary" if request.audience is Audience.SUMMARY else "plan"
    match request.format:
        case DocumentFormat.MARKDOWN:
            return rendering.to_markdown(own, data, template).encode()
        case DocumentFormat.WORD:
            return rendering.to_docx(rendering.to_markdown(own, data, template), rendering.styles(own))
        case DocumentFormat.HTML:
            return rendering.to_html(own, data, template).encode()
        case DocumentFormat.PDF:
            return rendering.to_pdf(rendering.to_html(own, data, template))
