"""`coachplan prep`."""

import typer

from coachplan.commands import _arguments, _where
from coachplan.commands._arguments import FormatOption, Output, PlanName, ReaderOption, TodayOption


def prep(
    context: typer.Context,
    plan: PlanName = None,
    reader: ReaderOption = None,
    output: FormatOption = Output.TEXT,
    today: TodayOption = None,
) -> None:
    """Prepare the next session on one page.

    First what waits for you. Then the evidence against the expected line, the next steps that were agreed and what
    became of them, what to celebrate and to talk about, and open questions that fit.
    """
    from coachplan.coaching.sessions import prepare
    from coachplan.output.terminal import preparation, waiting
    from coachplan.output.terminal.console import out
    from coachplan.views.beginning import as_of
    from coachplan.views.plan_row import plan_rows
    from coachplan.views.plan_view import readable

    repository, folder = _where.chosen(context, plan)
    document, content = repository.readable_plan(folder)
    day = _arguments.day(today)
    recorded, unread = readable(repository.read_check_ins(folder, content))
    content = as_of(repository, folder, content, day)
    check_ins = [check_in for check_in, _ in recorded]
    prepared = prepare(content, check_ins, day, repository.settings.policy, repository.known_questions)
    rows = plan_rows(repository, [folder], day, whole=False)
    me, new = _arguments.onlooker([repository], reader, rows), _arguments.unshared([repository], reader)
    notes = [note.strip() for check_in, note in recorded if check_in in prepared.before and note.strip()]
    if output is Output.JSON:
        known = waiting.known(rows[0], me if reader else None)
        out(preparation.as_json(prepared, content, folder.id, day, known, new, notes))
    else:
        page = preparation.as_text(prepared, content, folder.id, day, notes)
        out("\n\n".join(filter(None, [waiting.opening(rows, me, new, is_prepared=True), page])))
    _arguments.tell_if_partial(bool(document.problems or unread))
