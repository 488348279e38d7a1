"""Documents for one audience, to sign, and for Word: what an audience does not get is in no document for it."""

import io
import re
import sys
import threading
import types
import typing
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import count
from pathlib import Path
from typing import Any, Literal

import pytest

from coachplan.base.errors import UnreadableError, UsageError
from coachplan.base.policy import Policy
from coachplan.base.settings import DEFAULT_LABELS
from coachplan.coaching.consent import consents
from coachplan.output.documents import for_audience, page, prose
from coachplan.output.documents.rendering import styles, to_docx, to_html, to_markdown
from coachplan.plan import CheckIn, Model, Plan, Rhythm, Role, Value
from coachplan.store.own_templates import OwnTemplates
from coachplan.store.questions import known_questions
from coachplan.views.audience import for_hr, in_numbers
from coachplan.views.briefing import in_brief, to_do
from coachplan.views.plan_view import dashboard
from conftest import allow_templates

TODAY = date(2026, 1, 20)
PEOPLE = {
    "team_member": "Ada Lovelace <ada@example.com>",
    "manager": "Charles Babbage <charles@example.com>",
    "managers_manager": "Mary Somerville <mary@example.com>",
    "hr": "Jane Marcet <jane@example.com>",
    "helpers": ["George Boole <george@example.com>"],
}
# Every field of the format is filled, so that every one of them can be looked for.
MEASURE = {
    "name": "x",
    "unit": "x",
    "direction": "increase",
    "baseline": "x",
    "target": "x",
    "by": "2026-02-04",
    "steps": [{"by": "2026-01-20", "target": "x"}],
    "scale": ["x"],
}
PLAN: dict[str, Any] = {
    "coachplan": "1",
    "title": "x",
    "kind": "performance-support",
    "purpose": "performance",
    "status": "active",
    "people": PEOPLE,
    "opportunity": {
        "reason": "x",
        "business_need": "x",
        "aspiration": "x",
        "aligned_with_managers_manager": "2026-01-02",
    },
    "development_area": {"area": "x", "why": "x"},
    "current_state": {"manager": "x", "team_member": "x", "circumstances": "x", "evidence": "x"},
    "goal_state": {
        "goal": "x",
        "area": "x",
        "achievable_because": "x",
        "relevant_because": "x",
        "measures": [MEASURE],
    },
    "activities": [
        {
            "what": "x",
            "id": "x",
            "kind": "habit",
            "owner": "team_member",
            "proposed_by": "manager",
            "status": status,
            "agreed": {"by": "Ada Lovelace <ada@example.com>", "date": "2026-01-05", "words": "x"},
            "due": due,
            "cue": "x",
            "every": "x",
            "learned": "x",
            "why": "x",
        }
        for status, due in (("proposed", "2026-01-30"), ("doing", {"after": "x", "within": "x"}), ("done", None))
        if due
    ],
    "timeline": {
        "start": "2026-01-05",
        "end": "2026-02-04",
        "milestones": [{"date": "2026-01-19", "what": "x", "reached": "2026-01-19"}],
        "extensions": [{"date": "2026-01-12", "from": "2026-01-28", "to": "2026-02-04", "why": "x"}],
        "holds": [{"from": "2026-01-07", "to": "2026-01-08", "why": "x"}],
    },
    "support_assets": [
        {"what": "x", "from": "manager", "every": "x", "due": "2026-01-30", "status": "promised"},
    ],
    "update_cadence": {"every": "week", "day": "monday", "dates": "2026-01-30", "until": "2026-02-04", "how": "x"},
    "outcome": {
        "result": "achieved",
        "date": "2026-02-04",
        "summary": "x",
        "measures": {"x": "x"},
        "helped": "x",
        "hindered": "x",
        "team_member": "x",
    },
    "follow_up": {"sustain_until": "2026-03-31", "reviews": "2026-03-04"},
    "revisions": [{"date": "2026-01-12", "what": "x", "measure": "x", "from": "x", "to": "x", "why": "x"}],
    "acknowledgements": [
        {
            "by": person,
            "date": "2026-01-05",
            "stance": "agree",
            "comment": "x",
            "terms": "x",
            "assurance": "claimed",
        }
        for person in (PEOPLE["team_member"], PEOPLE["hr"])
    ],
    "success_criteria": "x",
    "responsibilities": {"team_member": "x", "manager": "x"},
    "consequences": "x",
    "previous_step": "x",
    "follows": "x",
    "ignore": {"x": "x"},
}
CHECK_IN: dict[str, Any] = {
    "coachplan": "1",
    "date": "2026-01-12",
    "by": PEOPLE["team_member"],
    "measures": {"x": "x"},
    "evidence": "x",
    "reflections": {"asked": "x", "answer": "x"},
    "wins": "x",
    "obstacles": "x",
    "feedback": {"from": PEOPLE["manager"], "what": "x", "why": "x", "next": "x"},
    "adjustments": "x",
    "next_steps": "x",
    "about": "x",
    "practice": {"x": "x"},
    "milestones": "x",
    "root_cause": "x",
    "sustained": "fully",
}


class Marker:
    """Gives every text of a plan or check-in a marker of its own, and says whether a document holds one."""

    def __init__(self, word: str, value: str = "{}") -> None:
        self._word = word
        self._value = value
        self._numbers = count(1)

    def __call__(self) -> str:
        return f"{self._word}n{next(self._numbers)}n"

    def given(self, part: Any, kind: Any = str) -> Any:
        """The part with every text replaced, but for names of people and the words that the format defines."""
        if isinstance(part, Model):
            fields = type(part).model_fields
            new = {name: self.given(getattr(part, name), field.annotation) for name, field in fields.items()}
            return part.model_copy(update=new)
        if isinstance(part, tuple):
            inner = _first_argument(kind)
            return tuple(self.given(entry, inner) for entry in part)
        if isinstance(part, dict):
            return {self(): self.given(entry) for entry in part.values()}
        if isinstance(part, Value):
            return Value.read(self._value.format(self()))
        if isinstance(part, Rhythm):
            return Rhythm.read(self())
        return self() if isinstance(part, str) and not _is_literal(kind) else part

    def found_in(self, text: str) -> list[str]:
        return re.findall(f"{self._word}n\\d+n", text)


def _first_argument(kind: Any) -> Any:
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        return next(_first_argument(entry) for entry in typing.get_args(kind) if entry is not type(None))
    return (typing.get_args(kind) or (kind,))[0]


def _is_literal(kind: Any) -> bool:
    return typing.get_origin(kind) is Literal or any(map(_is_literal, typing.get_args(kind)))


def _blank(part: Any, place: str = "") -> Iterator[str]:
    """The fields that nobody filled in."""
    if isinstance(part, Model):
        for name in type(part).model_fields:
            value = getattr(part, name)
            if value is None or value in ((), {}):
                yield f"{place}.{name}"
            yield from _blank(value, f"{place}.{name}")
    elif isinstance(part, tuple):
        for entry in part:
            yield from _blank(entry, place)


def _filled() -> tuple[Plan, CheckIn]:
    return Plan.model_validate(PLAN), CheckIn.model_validate(CHECK_IN)


def _measuring(check_in: CheckIn, plan: Plan) -> CheckIn:
    """The check-in with its value under the name of the plan's measure."""
    name = plan.goal_state[0].measures[0].name
    return check_in.model_copy(update={"measures": dict.fromkeys([name], *check_in.measures.values())})


VALUES = ("{}", "3 {}", "{} 3", "3x{}", "3{}", "3 of 4 {}", "3 of 4 of {}", "€3 {}", "45 % {}", ">= 3 {}", "07:30 {}")


def _in_every_form(data: dict[str, Any], template: Literal["plan", "summary"] = "plan") -> dict[str, str]:
    """The document in every format, as text; a PDF is made of the HTML, and adds what it says of itself."""
    markdown, html = to_markdown(None, data, template), to_html(None, data, template)
    return {"md": markdown, "html": html, "docx": _everything_in(to_docx(markdown))}


def _everything_in(docx: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def _words_in(docx: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        xml = archive.read("word/document.xml").decode()
    return " ".join(re.sub("<[^>]*>", "", re.sub("</w:p>", " ", xml)).split())


def test_every_field_of_the_format_is_filled_in_what_is_looked_for() -> None:
    plan, check_in = _filled()
    assert [*_blank(plan), *_blank(check_in)] == []


def test_the_marker_reaches_every_text() -> None:
    plan, check_in = Marker("plan").given(_filled()[0]), Marker("said").given(_filled()[1])
    data = page.page(plan, "", [check_in], labels=DEFAULT_LABELS, today=TODAY)
    html = to_html(None, data)
    assert len(set(Marker("plan").found_in(html))) > 40
    assert len(set(Marker("said").found_in(html))) > 14
    assert ">x<" not in html


@pytest.mark.one_in(7)
@pytest.mark.parametrize("status", ["draft", "active", "on-hold", "closed"])
@pytest.mark.parametrize(("is_peer", "value"), [(True, "{}"), *((False, value) for value in VALUES)])
def test_a_summary_holds_nobodys_words(status: str, is_peer: bool, value: str) -> None:
    marker, (plan, check_in) = Marker("word", value), _filled()
    plan = marker.given(plan)
    check_in = _measuring(marker.given(check_in), plan)
    plan = plan.model_copy(update={"status": status})
    check_in = check_in if is_peer else check_in.model_copy(update={"about": None})
    brief = in_brief(plan, [check_in], TODAY, Policy())
    data = for_audience.summary(brief, labels=DEFAULT_LABELS, today=TODAY)
    data |= {"signatures": for_audience.signatures(plan, consents(plan))}
    assert marker.found_in(repr(brief)) == []
    assert marker.found_in(repr(data)) == []
    for form, text in _in_every_form(data, "summary").items():
        assert marker.found_in(text) == [], form
        assert "Ada Lovelace" in text


@pytest.mark.one_in(5)
@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("is_peer", [False, True])
def test_hr_gets_no_word_of_a_session(is_peer: bool, value: str) -> None:
    planned, said, (plan, check_in) = Marker("plan"), Marker("said", value), _filled()
    plan, note = planned.given(plan), f"A note: {said()}"
    check_in = _measuring(said.given(check_in), plan)
    check_in = check_in if is_peer else check_in.model_copy(update={"about": None})
    given, course = for_hr(plan, [(check_in, note)])
    board = dashboard(given, in_numbers(given, [check_in]), TODAY, Policy())
    data = page.page(
        given,
        "Background",
        [entry for entry, _ in course],
        notes=[text for _, text in course],
        labels=DEFAULT_LABELS,
        today=TODAY,
        drawn=True,
        board=replace(board, wins=()),
    )
    data |= {"audience": "hr", "kept": {"due": 2, "met": 1}}
    assert said.found_in(repr(data)) == []
    for form, text in _in_every_form(data).items():
        assert said.found_in(text) == [], form
        assert plan.title in text
        assert plan.acknowledgements[0].comment in text
        assert all(str(activity.learned) not in text for activity in plan.activities)
        assert "This document leaves out the words of the sessions" in " ".join(text.split()), form


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("3x late after drinking again", "3"),
        ("3rd warning", "in words"),
        ("3 per week", "3 per week"),
        ("3 of 4 after a row", "3 of 4"),
        ("BAD 3", "in words"),
        ("EUR 4 a day", "EUR 4 a day"),
        ("€1,150 short", "€1,150"),
        ("+7 %", "+7 %"),
        ("45 % per week", "45 % per week"),
        ("45 % in tears", "45 %"),
        ("quiet", "quiet"),
        ("too quiet", "in words"),
    ],
)
def test_a_value_for_hr_lies_where_it_was_recorded_and_has_no_words_but_the_plans(value: str, told: str) -> None:
    terms = {"name": "m", "unit": "per week", "baseline": "quiet", "target": "EUR 4 a day"}
    plan = Plan.model_validate(PLAN | {"goal_state": {"goal": "x", "measures": [terms]}})
    check_in = CheckIn.model_validate(CHECK_IN | {"measures": {"m": value}})
    found = in_numbers(plan, [check_in])[0].measures["m"]
    assert found.text == told
    assert (found.low, found.high) == (Value.read(value).low, Value.read(value).high)


def test_what_a_summary_calls_itself_holds_nobodys_words() -> None:
    marker = Marker("word")
    plan = marker.given(_filled()[0])
    data = for_audience.summary(in_brief(plan, [], TODAY, Policy()), labels=DEFAULT_LABELS, today=TODAY)
    html = to_html(None, data, "summary")
    assert re.search("<title>(.*)</title>", html)[1] == "Performance support plan, in brief – Ada Lovelace"


def _to_do(plan: Plan, role: Role) -> dict[str, Any]:
    return for_audience.to_do(plan, to_do(plan, [], role, TODAY, Policy(), partial(known_questions, None)), TODAY)


class TestToDo:
    def _data(self, role: Literal["team_member", "manager"]) -> dict[str, Any]:
        plan = Plan.model_validate(PLAN | {"outcome": None, "activities": ACTIVITIES})
        data = page.page(plan, "", [], labels=DEFAULT_LABELS, today=TODAY)
        return data | {
            "audience": role,
            "to_do": _to_do(plan, role),
        }

    def test_comes_first_in_every_format(self) -> None:
        for text in _in_every_form(self._data("manager")).values():
            assert 0 < text.index("Yours to do") < text.index("Development area")

    def test_of_the_team_member_is_what_waits_for_them(self) -> None:
        part = to_markdown(None, self._data("team_member")).partition("## Yours to do")[2].partition("\n## ")[0]
        assert "- Present at the all-hands (by 30 January 2026; proposed by Charles Babbage)" in part
        assert "- Rehearse" in part
        assert "Keep a meeting free" not in part
        assert "The terms have changed since you acknowledged them" in part

    def test_of_the_manager_is_what_they_promised(self) -> None:
        part = to_markdown(None, self._data("manager")).partition("## Yours to do")[2].partition("\n## ")[0]
        assert "**Your promises**\n\n- x (by 30 January 2026; x)" in part
        assert "- Keep a meeting free (doing)" in part
        assert "Rehearse" not in part
        assert "The terms wait for your answer" in part
        assert part.count("?") >= 4


ACTIVITIES = [
    {"what": "Present at the all-hands", "proposed_by": "manager", "status": "proposed", "due": "2026-01-30"},
    {"what": "Rehearse", "status": "agreed"},
    {"what": "Keep a meeting free", "owner": "manager", "status": "doing"},
]


class TestSignatures:
    def _data(self, **changes: Any) -> dict[str, Any]:
        plan = Plan.model_validate(PLAN | changes)
        data = page.page(plan, "The body", [], labels=DEFAULT_LABELS, today=TODAY)
        return data | {"signatures": for_audience.signatures(plan, consents(plan))}

    def test_are_for_two_in_a_coaching_plan_and_for_all_readers_in_formal_support(self) -> None:
        assert [entry["name"] for entry in self._data(kind="coaching")["signatures"]] == [
            "Ada Lovelace",
            "Charles Babbage",
        ]
        assert [entry["role"] for entry in self._data()["signatures"]] == [
            "Team member",
            "Manager",
            "Manager’s manager",
            "HR",
        ]

    def test_end_the_document_and_tell_what_is_recorded(self) -> None:
        markdown = to_markdown(None, self._data())
        _, _, part = markdown.partition("## Signatures")
        assert part.index("Signature: ____") < part.index("Not part of") < part.index("The body")
        assert part.index("The body") < part.index("and nobody else")
        assert markdown.count("and nobody else") == 1
        assert "\n\\\n" not in markdown
        assert "A signature means: I have read this." in part
        assert part.count("Signature: ____") == 4
        assert part.count("Agreed to the terms on 5 January 2026, recorded with coachplan agree") == 2
        assert part.count("the terms have changed since") == 2

    def test_show_on_paper_only_and_stay_together(self) -> None:
        html = to_html(None, self._data())
        assert re.search(r"@media screen \{\s*\.signatures \{ display: none; \}", html)
        assert re.search(r"@media print \{\s*\.signatures, [^{]*\{ break-inside: avoid; \}", html)
        assert html.index('id="signatures"') < html.index('id="beside"') < html.index("The body")

    def test_are_there_only_where_they_are_asked_for(self) -> None:
        data = page.page(Plan.model_validate(PLAN), "", [], labels=DEFAULT_LABELS, today=TODAY)
        assert "Signature" not in to_markdown(None, data)
        assert 'id="signatures"' not in to_html(None, data)


@pytest.mark.parametrize("template", ["plan", "summary"])
def test_no_element_brings_a_style_of_its_own(template: Literal["plan", "summary"]) -> None:
    plan, check_in = _filled()
    data = page.page(plan, "", [check_in], labels=DEFAULT_LABELS, today=TODAY)
    if template == "summary":
        data = for_audience.summary(in_brief(plan, [check_in], TODAY, Policy()), labels=DEFAULT_LABELS, today=TODAY)
    html = to_html(None, data | {"signatures": for_audience.signatures(plan, consents(plan))}, template)
    assert not re.search(r"<[^>]* style=", html)
    assert "<script" not in html


class TestWord:
    def test_has_title_headings_lists_and_tables(self) -> None:
        plan = Plan.model_validate(PLAN | {"title": "Größere *Klarheit* <b>"})
        docx = to_docx(to_markdown(None, page.page(plan, "", [], labels=DEFAULT_LABELS, today=TODAY)))
        with zipfile.ZipFile(io.BytesIO(docx)) as archive:
            xml, core = archive.read("word/document.xml").decode(), archive.read("docProps/core.xml").decode()
        assert "Größere *Klarheit* &lt;b&gt;</dc:title>" in core
        assert xml.count('<w:pStyle w:val="Title" />') == 1
        assert xml.count('<w:pStyle w:val="Heading1" />') > 7
        assert xml.count('<w:pStyle w:val="Heading2" />') == 1
        assert "<w:numId " in xml
        assert "<w:tbl>" in xml
        widths = [int(width) for width in re.findall(r'<w:gridCol w:w="(\d+)"', xml)]
        assert len(widths) == 2 * 5
        assert max(widths) > 1.3 * min(widths) > 0

    def test_leaves_room_to_sign_and_keeps_it_with_its_heading(self) -> None:
        plan = Plan.model_validate(PLAN)
        data = page.page(plan, "", [], labels=DEFAULT_LABELS, today=TODAY)
        docx = to_docx(to_markdown(None, data | {"signatures": for_audience.signatures(plan, consents(plan))}))
        with zipfile.ZipFile(io.BytesIO(docx)) as archive:
            xml, styles = archive.read("word/document.xml").decode(), archive.read("word/styles.xml").decode()
        lines = [part for part in re.findall("<w:p>.*?</w:p>", xml, re.DOTALL) if ">Signature: ____" in part]
        assert len(lines) == 4
        assert all(re.search(r'<w:keepNext ?/>\s*<w:spacing w:before="720"', part) for part in lines)
        assert re.search(r'w:styleId="Heading2"[^>]*>(?:(?!</w:style>).)*<w:keepNext ?/>', styles, re.DOTALL)

    def test_reads_nothing_from_disk_or_network(self, tmp_path: Path) -> None:
        asked: list[str] = []
        secret = tmp_path / "secret.png"
        secret.write_bytes(b"\x89PNG\r\n\x1a\nsecretsecret")
        with _Server(asked) as address:
            body = (
                f"Before ![a chart]({address}/pixel.png) ![]({secret.as_uri()}) ![here]({secret}) ![](/etc/passwd)"
                f" ![](file:///etc/passwd) [gone](file:///etc/passwd) [there](https://example.com) after\n\n"
                f'<img src="{address}/other.png">\n\n```{{=openxml}}\n<w:p>raw</w:p>\n```\n\n'
                f"`<w:p>raw</w:p>`{{=openxml}}\n\n![ref][r]\n\n[r]: {secret.as_uri()}\n"
            )
            plan = Plan.model_validate(PLAN)
            docx = to_docx(to_markdown(None, page.page(plan, body, [], labels=DEFAULT_LABELS, today=TODAY)))
        with zipfile.ZipFile(io.BytesIO(docx)) as archive:
            names = archive.namelist()
            targets = re.findall(r'Target="([^"]*)"', archive.read("word/_rels/document.xml.rels").decode())
        assert asked == []
        assert [name for name in names if "media/" in name and not name.endswith("/")] == []
        assert b"secretsecret" not in docx
        assert "root:" not in _everything_in(docx)
        assert [target for target in targets if ":" in target] == ["https://example.com"]
        assert "Before a chart" in _words_in(docx)
        assert "gone there after" in _words_in(docx)
        assert "<w:p>raw</w:p>" not in _everything_in(docx)

    def test_is_the_same_text_each_time(self) -> None:
        assert _words_in(to_docx("# One\n\nTwo")) == _words_in(to_docx("# One\n\nTwo")) == "One Two"

    def test_of_nothing_is_an_empty_document(self) -> None:
        assert _words_in(to_docx("")) == ""

    def test_takes_the_styles_of_the_organisation(self, tmp_path: Path) -> None:
        assert styles(None) is None
        file = tmp_path / "templates/render/styles.docx"
        file.parent.mkdir(parents=True)
        with (
            zipfile.ZipFile(io.BytesIO(to_docx("# One"))) as source,
            zipfile.ZipFile(file, "w") as target,
        ):
            for name in source.namelist():
                changed = source.read(name).replace(b'w:val="Title"', b'w:val="Title" w:customStyle="1"', 1)
                target.writestr(name, changed.replace(b"</w:styles>", b"<!-- ours --></w:styles>"))
        allow_templates(tmp_path)
        given = styles(OwnTemplates.read(tmp_path))
        assert given == file.read_bytes()
        assert _words_in(to_docx("# One\n\nTwo", given)) == "One Two"

    @pytest.mark.parametrize("damage", ["no archive", "nothing", "cut off", "no XML"])
    def test_with_styles_that_cannot_be_read_names_their_file_in_one_line(self, tmp_path: Path, damage: str) -> None:
        file = tmp_path / "styles.docx"
        whole = to_docx("# One")
        file.write_bytes({"no archive": b"no Word file", "cut off": whole[: len(whole) // 2]}.get(damage, b""))
        if damage == "no XML":
            with zipfile.ZipFile(file, "w") as archive:
                archive.writestr("word/styles.xml", "<w:styles")
        with pytest.raises(UnreadableError) as error:
            to_docx("# One", file.read_bytes())
        assert str(error.value) == (
            "templates/render/styles.docx is not a Word file with styles; save it again in Word, or remove it"
        )

    def test_what_pandoc_cannot_do_is_its_own_line_without_where_in_its_code(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        import pypandoc

        def fail(*_: object, **__: object) -> str:
            raise RuntimeError(
                'Pandoc died with exitcode "1" during conversion: pandoc: No more memory\n'
                "CallStack (from HasCallStack):\n  error, called at libraries/binary/src/Data.hs:1:2"
            )

        monkeypatch.setattr(pypandoc, "convert_text", fail)
        for given in (None, b"a Word file"):
            with pytest.raises(
                UnreadableError, match=r"^pandoc cannot make a Word file of it: pandoc: No more memory$"
            ):
                to_docx("# One", given)

    def test_says_in_one_line_what_is_nested_too_deep(self) -> None:
        with pytest.raises(UnreadableError, match=r"^Word cannot hold it: [^\n]+ nested too deep$"):
            to_docx(">" * 3000 + " deep")

    def test_without_the_extra_names_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "pypandoc", None)
        with pytest.raises(UsageError, match=r"^Word needs the extra: pip install 'coachplan\[docx\]'$"):
            to_docx("text")


class _Server:
    """A web server on this machine that notes what it is asked for."""

    def __init__(self, asked: list[str]) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(404)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> str:
        self._thread.start()
        return f"http://127.0.0.1:{self._server.server_port}"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def test_plain_pages_know_nothing_of_audiences() -> None:
    data = page.page(Plan.model_validate(PLAN), "", [], labels=DEFAULT_LABELS, today=TODAY)
    assert not {"audience", "to_do", "kept", "signatures"} & set(data)
    assert "Yours to do" not in to_markdown(None, data)


def test_paragraphs_and_lists_of_a_text_stay_in_markdown_and_nothing_in_them_is_markup() -> None:
    text = "Two updates a week.\nMost were *long*.\n\n- one | two\n- <b>three\n  and more\n\nThen:\n1. four\n# five"
    (line,) = prose.as_line([text])
    assert line == " ".join(prose.as_line(text).split())
    assert "\n" not in line
    assert line.blocks == (
        "Two updates a week. Most were \\*long\\*.\n\n"
        "- one \\| two\n- \\<b\\>three and more\n\n"
        "Then:\n\n1. four \\# five"
    )
    assert not hasattr(prose.as_line("one line,\nfolded"), "blocks")
