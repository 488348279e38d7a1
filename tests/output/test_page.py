"""The page of one plan: everything people wrote is there as harmless text, and nothing is loaded from elsewhere."""

import json
import re
import subprocess
import sys
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from coachplan.base.errors import UnreadableError, UsageError
from coachplan.base.settings import DEFAULT_LABELS
from coachplan.format import read_check_in, read_plan
from coachplan.output.documents.page import page
from coachplan.output.documents.rendering import to_html, to_markdown, to_pdf
from coachplan.plan import CheckIn, Model, Person, Plan, texts
from coachplan.plan.guidance import GUIDANCE
from coachplan.store.own_templates import OwnTemplates
from conftest import allow_templates, examples

EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "plans").glob("*/*"))
PLAN: dict[str, Any] = {
    "coachplan": "1",
    "title": "Clear status updates",
    "status": "active",
    "people": {"team_member": "Ada Lovelace <ada@example.com>", "manager": "Charles Babbage"},
    "development_area": "Status updates",
    "current_state": "Two a week",
    "goal_state": {
        "goal": "Four a week by 4 February 2026",
        "measures": [
            {"name": "clear updates", "direction": "increase", "baseline": "2", "target": "4", "by": "2026-02-04"},
        ],
    },
    "activities": "Rehearse with a peer",
    "timeline": "2026-01-05 to 2026-02-04",
    "support_assets": "Half an hour on Mondays",
    "update_cadence": "every Monday",
}
CHECK_IN: dict[str, Any] = {
    "coachplan": "1",
    "date": "2026-01-12",
    "by": "Ada Lovelace <ada@example.com>",
    "measures": {"clear updates": "3"},
    "evidence": "Three were clear",
}
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '"><script src="https://evil.example/x.js"></script>',
    "' onmouseover='alert(1)",
    '" onfocus="alert(1)" autofocus="',
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "<iframe src=https://evil.example></iframe>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>@import url(https://evil.example/x.css)</style>",
    "<base href=https://evil.example/>",
    '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    "<form action=https://evil.example><input name=x></form>",
    "<a href=javascript:alert(1)>look</a>",
    "[look](javascript:alert(1))",
    "[look](data:text/html;base64,PHNjcmlwdD4=)",
    "![seen](https://evil.example/pixel.png)",
    "[![seen](https://evil.example/pixel.png)](https://example.com)",
    "{{ 7 * 7 }}{% for x in range(9) %}x{% endfor %}{# gone #}",
    "{{ ''.__class__.__mro__ }}",
    "<!-- hidden -->",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "# a heading | a | table | cell",
    "1. a list `code` *stars* _lines_ ~~struck~~",
    "$x$ <https://evil.example> $y$",
    "<details open ontoggle=alert(1)>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
]


class _Page(HTMLParser):
    """What a browser would make of a page: its visible text, its tags with their attributes, its headings."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.css = ""
        self._inside: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._inside[-1:] == ["style"]:
            self.css += data
        else:
            self.words.append(data)

    @property
    def text(self) -> str:
        return _words("".join(self.words))

    @property
    def headings(self) -> list[int]:
        return [int(tag[1]) for tag, _ in self.tags if re.fullmatch("h[1-6]", tag)]


def _words(text: str) -> str:
    return " ".join(text.split())


def _read(folder: Path) -> tuple[Plan, str, list[CheckIn], list[str]]:
    plan = read_plan("plan.md", (folder / "plan.md").read_bytes())
    documents = [read_check_in(path.name, path.read_bytes()) for path in sorted((folder / "check-ins").glob("*.md"))]
    assert plan.content
    return plan.content, plan.body, [entry.content for entry in documents if entry.content], [e.body for e in documents]


def _example(folder: Path) -> dict[str, Any]:
    plan, body, check_ins, notes = _read(folder)
    return page(plan, body, check_ins, labels=DEFAULT_LABELS, today=date(2026, 12, 31), notes=notes)


def _data(
    plan: dict[str, Any] | None = None,
    body: str = "",
    check_ins: list[dict[str, Any]] | None = None,
    note: str = "",
    today: date = date(2026, 1, 20),
) -> dict[str, Any]:
    entries = [CheckIn.model_validate(CHECK_IN | entry) for entry in check_ins or []]
    return page(
        Plan.model_validate(PLAN | (plan or {})),
        body,
        entries,
        labels=DEFAULT_LABELS,
        today=today,
        notes=[note] * len(entries),
        drawn=True,
    )


def _everywhere(text: str) -> dict[str, Any]:
    """A plan and a check-in with `text` wherever people write one."""
    measure = {
        "name": text,
        "unit": text,
        "direction": "increase",
        "baseline": text,
        "target": text,
        "scale": ["-", text],
    }
    goal = {"goal": text, "area": text, "achievable_because": text, "relevant_because": text, "measures": [measure]}
    plan = {
        "title": text,
        "people": {"team_member": Person(text), "manager": Person(text), "hr": Person(text), "helpers": [Person(text)]},
        "opportunity": {"reason": text, "business_need": text, "aspiration": text},
        "development_area": {"area": text, "why": text},
        "current_state": {"manager": text, "team_member": text, "circumstances": text, "evidence": text},
        "goal_state": [goal, "Another goal"],
        "activities": [{"what": text, "owner": "helper", "cue": text, "learned": text, "every": text}],
        "support_assets": [{"what": text, "from": "manager"}],
        "update_cadence": {"day": "monday", "how": text},
        "outcome": {"result": "stopped", "date": "2026-02-01", "summary": text, "helped": text, "team_member": text},
        "revisions": [{"date": "2026-01-19", "what": text, "from": text, "to": text, "why": text}],
        "acknowledgements": [{"by": Person(text), "date": "2026-01-19", "stance": "agree", "comment": text}],
        "consequences": text,
    }
    feedback = {"from": Person(text), "what": text, "why": text, "next": text}
    lists = dict.fromkeys(("evidence", "wins", "obstacles", "adjustments", "next_steps"), text)
    reflection = {"asked": text, "answer": text}
    check_in = {"by": Person(text), "measures": {text: text}, "reflections": reflection, "feedback": feedback, **lists}
    return _data(plan, check_ins=[check_in])


def _in_markdown(text: str) -> dict[str, Any]:
    """A plan and a check-in with `text` below their front matter."""
    return _data(body=text, check_ins=[{}], note=text)


def _html_in(markdown: str) -> set[str]:
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    kinds = {part.type for token in tokens for part in (token, *(token.children or ()))}
    return kinds & {"html_block", "html_inline"}


def _assert_harmless(html: str) -> None:
    found = _Page(html)
    allowed = {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "header",
        "main",
        "section",
        "article",
        "footer",
        "figure",
    }
    allowed |= {
        "figcaption",
        "blockquote",
        "p",
        "div",
        "span",
        "strong",
        "bdi",
        "em",
        "s",
        "time",
        "dl",
        "dt",
        "dd",
        "ul",
        "ol",
        "li",
    }
    allowed |= {"table", "caption", "thead", "tbody", "tr", "th", "td", "a", "code", "pre", "br", "hr"}
    allowed |= {
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "text",
        "desc",
        "details",
        "summary",
    }
    assert {tag for tag, _ in found.tags} <= allowed
    for tag, attributes in found.tags:
        assert not [name for name in attributes if name.startswith("on") or name in ("src", "srcset", "action", "data")]
        assert set(attributes) <= {"href", "rel"} or tag != "a"
        if "href" in attributes:
            assert tag == "a"
            assert re.match(r"(https?|mailto):", str(attributes["href"]), re.IGNORECASE)
            assert attributes["rel"] == "noopener"
    assert "url(" not in found.css
    assert "@import" not in found.css
    assert len([tag for tag, _ in found.tags if tag == "style"]) == 1


def _person_texts(part: Model) -> Iterator[str]:
    """Every text that a person wrote, without keywords and ids; people by their name."""
    keywords = {
        "kind",
        "purpose",
        "status",
        "direction",
        "owner",
        "proposed_by",
        "from",
        "result",
        "stance",
        "sustained",
        "terms",
        "id",
    }
    keywords |= {"after", "within", "every", "day"}
    for location, text in texts(part):
        if location[-1] not in keywords and not (isinstance(location[-1], int) and location[-2] == "day"):
            yield text.partition(" <")[0]


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.parent.name)
class TestEveryExample:
    def test_becomes_plain_data(self, folder: Path) -> None:
        assert json.loads(json.dumps(_example(folder))) == _example(folder)

    def test_shows_every_text_of_its_people_in_html(self, folder: Path) -> None:
        plan, body, check_ins, notes = _read(folder)
        shown = _Page(to_html(None, _example(folder))).text
        for part in (plan, *check_ins):
            for text in _person_texts(part):
                assert _words(text) in shown
        for markdown in (body, *notes):
            plain = _Page(MarkdownIt("commonmark").enable("table").render(markdown)).text
            assert all(word in shown for word in plain.split())

    def test_shows_every_text_of_its_people_in_markdown(self, folder: Path) -> None:
        plan, _, check_ins, _ = _read(folder)
        shown = _Page(MarkdownIt("gfm-like", {"linkify": False}).render(to_markdown(None, _example(folder)))).text
        for part in (plan, *check_ins):
            for text in _person_texts(part):
                assert _words(text) in shown

    def test_loads_nothing(self, folder: Path) -> None:
        html = to_html(None, _example(folder))
        _assert_harmless(html)
        for forbidden in ("<script", "src=", "url(", "<link", "@import"):
            assert forbidden not in html
        policies = [
            tag["content"] for name, tag in _Page(html).tags if tag.get("http-equiv") == "Content-Security-Policy"
        ]
        style = b64encode(sha256(_Page(html).css.encode()).digest()).decode()
        assert policies == [f"default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'"]
        assert "style=" not in html

    def test_has_one_h1_and_skips_no_heading(self, folder: Path) -> None:
        levels = _Page(to_html(None, _example(folder))).headings
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(below <= above + 1 for above, below in pairwise(levels))

    def test_has_no_empty_element(self, folder: Path) -> None:
        html = to_html(None, _example(folder))
        assert not re.search(r"<(p|li|dd|dt|h\d|ul|ol|dl|table|tbody|caption)(?: [^>]*)?>\s*</\1>", html)

    def test_shows_the_seven_sections_in_their_order(self, folder: Path) -> None:
        data = _example(folder)
        titles = [section.title for section in GUIDANCE.values()]
        assert [section["title"] for section in data["sections"].values()] == titles
        headings = re.findall(r"^## (\d)\. (.+)$", to_markdown(None, data), re.MULTILINE)
        assert headings == [(str(number), title) for number, title in enumerate(titles, start=1)]
        in_html = re.findall(r'<span class="number">\d</span> (.+)</h2>', to_html(None, data))
        assert in_html == titles


def _undrawn(data: dict[str, Any]) -> dict[str, Any]:
    return data | {
        "measures": [{key: measure[key] for key in measure.keys() - {"drawing"}} for measure in data["measures"]]
    }


def test_measures_of_one_name_and_of_a_hidden_mark_have_a_drawing_each() -> None:
    terms = {"direction": "increase", "baseline": "2", "target": "4"}
    goals = [{"goal": f"Goal {name}", "measures": [{"name": name, **terms}]} for name in ("m", "m", "a\u200fb")]
    goals[1]["measures"] = [{"name": "m", **terms, "target": "99"}]
    data = _data({"goal_state": goals}, check_ins=[{"measures": {"m": "4", "a\u200fb": "3"}}])
    html = to_html(None, data)
    assert html.count('<svg xmlns="http://www.w3.org/2000/svg"') == 3
    assert len(set(re.findall(r'id="(chart-\d)"', html))) == 3
    assert [measure["standing"]["state"] for measure in data["measures"]] == ["reached", "watch", "on-track"]
    assert data["sections"]["goal_state"]["entries"][1]["measures"] == [data["measures"][1]]


def test_a_page_as_of_a_day_keeps_each_note_with_its_check_in_and_forgets_later_milestones() -> None:
    entries = [CheckIn.model_validate(CHECK_IN | {"date": day}) for day in ("2026-01-26", "2026-01-12", "2026-01-19")]
    milestones = [{"date": "2026-01-14", "what": "Half way", "reached": "2026-01-21"}]
    plan = Plan.model_validate(
        PLAN | {"timeline": {"start": "2026-01-05", "end": "2026-02-04", "milestones": milestones}}
    )
    told = {
        day: page(plan, "", entries, labels={}, today=date(2026, 1, day), notes=["26", "12", "19"]) for day in (20, 22)
    }
    assert [entry["note"] for entry in told[20]["check_ins"]] == ["19", "12"]
    assert [entry["date"]["iso"] for entry in told[20]["timeline"]["check_ins"]] == ["2026-01-12", "2026-01-19"]
    assert [data["timeline"]["milestones"][0]["reached"] is None for data in told.values()] == [True, False]


def test_the_latest_value_is_green_only_where_it_is_as_it_should_be() -> None:
    for value, is_good in (("4", True), ("3", True), ("1", False)):
        html = to_html(None, _data(check_ins=[{"measures": {"clear updates": value}}]))
        assert ('class="now is-good"' in html) == is_good


def test_a_table_has_no_column_that_nothing_stands_in() -> None:
    measures = [{"name": "m", "direction": "increase", "baseline": "2", "target": "4"}]
    goal = {"goal": "Four a week", "measures": measures}
    bare = to_markdown(None, _data({"goal_state": goal}, check_ins=[{"measures": {"m": "3"}}]))
    assert "| Measure | At the start | Aim |\n|---|---|---|\n| m, higher is better | 2 | 4 |\n" in bare
    assert "| Measure | At the start | Latest | Aim |\n|---|---|---|---|\n| m | 2 | **3** | 4 |\n" in bare
    measures[0] |= {"by": "2026-02-04", "steps": [{"by": "2026-01-19", "target": "3"}]}
    measures.append({"name": "n", "baseline": "1"})
    full = to_markdown(None, _data({"goal_state": goal}, check_ins=[{"measures": {"m": "4"}}]))
    assert "| Measure | At the start | Aim | By | On the way |\n|---|---|---|---|---|\n| m, higher is better" in full
    assert "| 4 | 4 February 2026 | 3 by 19 January 2026 |\n| n | 1 |  |  |  |\n" in full
    assert "| m | 2 | **4** | 4 | reached |\n" in full


def test_on_paper_the_margin_holds_its_words_and_charts_can_be_read() -> None:
    data = _data(check_ins=[{"date": "2026-09-28"}], today=date(2026, 9, 30))
    html = to_html(None, data)
    pdf, why = _pdf_or_why(html)
    if not pdf:
        assert "Pango" in why
        return
    from weasyprint import HTML

    document = HTML(string=html).render()
    found: dict[str, list[Any]] = {"time": [], "content": []}
    for sheet in document.pages:
        for box in sheet._page_box.descendants():
            if box.element is None:
                continue
            if box.element.tag == "time" and "28 September 2026" in (box.element.text or ""):
                found["time"].append(box)
            if box.element.tag == "div" and box.element.get("class") == "content":
                found["content"].append(box)
    left = min(box.position_x for box in found["content"])
    in_margin = [box for box in found["time"] if box.position_x < left]
    assert in_margin
    assert all(box.position_x + box.width < left for box in in_margin)
    width = float(re.findall(r"\.chart \{ width: (\d+)mm; \}", html)[0])
    printed = html.partition("@media print")[2]
    size = float(re.findall(r"\.chart \.label \{ font-size: (\d+)px; \}", printed)[0])
    assert size * width / 640 / 25.4 * 72 >= 7


def test_a_line_of_two_directions_keeps_its_order_and_its_edge() -> None:
    layla, grace = "ليلى حداد", "Grace Hopper"
    people = {"team_member": layla, "manager": grace}
    measure = {"name": "تحديثات", "unit": "في الأسبوع", "baseline": "2", "target": "4", "direction": "increase"}
    entry = {"by": layla, "measures": {"تحديثات": "3"}, "feedback": {"from": layla, "what": "واضح"}}
    activities = {"what": "تدرب", "status": "done", "proposed_by": "team_member", "owner": "manager"}
    goal = {"goal": "هدف", "measures": [measure]}
    html = to_html(None, _data({"people": people, "goal_state": goal, "activities": activities}, check_ins=[entry]))
    for line in (
        f"<strong><bdi>{layla}</bdi></strong> with <bdi>{grace}</bdi>",
        '<bdi>تحديثات</bdi> <span class="quiet"><bdi>في الأسبوع</bdi></span>',
        "<dt><bdi>تحديثات</bdi></dt><dd><bdi>3</bdi></dd>",
        f"Feedback from <bdi>{layla}</bdi>",
        '<bdi>تدرب</bdi> <span class="badge is-good">done</span>',
        f"proposed by <bdi>{layla}</bdi>",
        f"For <bdi>{layla}</bdi> and <bdi>{grace}</bdi>, and nobody else.",
    ):
        assert line in html
    assert re.search(r"\bli, [^{]*\{ unicode-bidi: plaintext; text-align: left; \}", html)


class TestHostileText:
    @pytest.mark.one_in(5)
    @pytest.mark.parametrize("text", HOSTILE)
    def test_stays_visible_and_harmless_in_html(self, text: str) -> None:
        html = to_html(None, _everywhere(text))
        _assert_harmless(html)
        undrawn, plain = (_Page(to_html(None, _undrawn(_everywhere(words)))) for words in (text, "qqq"))
        assert undrawn.text.count(_words(text)) == plain.text.count("qqq")

    @pytest.mark.one_in(5)
    @pytest.mark.parametrize("text", HOSTILE)
    def test_stays_visible_and_harmless_in_markdown(self, text: str) -> None:
        shown, plain = (_rendered(to_markdown(None, _everywhere(wording))) for wording in (text, "qqq"))
        assert shown.text.count(_words(text)) == plain.text.count("qqq")
        assert [tag for tag, _ in shown.tags] == [tag for tag, _ in plain.tags]

    @pytest.mark.parametrize("text", HOSTILE)
    def test_of_the_body_is_harmless_in_html(self, text: str) -> None:
        _assert_harmless(to_html(None, _in_markdown(text)))

    @pytest.mark.parametrize(
        "text", [*HOSTILE, "- a\n  <b>x</b>\n", "a `<b>` <i>b</i>", "> <u>x", "\\<b>x</b> <i>", "<b\nx>"]
    )
    def test_of_the_body_holds_no_raw_html_in_markdown(self, text: str) -> None:
        assert not _html_in(to_markdown(None, _in_markdown(text)))

    def test_raw_html_of_the_body_is_text(self) -> None:
        body = "Some <b>raw</b> text\n\n<div>more</div>"
        assert "Some <b>raw</b> text <div>more</div>" in _Page(to_html(None, _data(body=body))).text
        assert "Some <b>raw</b> text <div>more</div> " in _rendered(to_markdown(None, _data(body=body))).text

    def test_code_and_addresses_of_the_body_stay_as_they_are_in_markdown(self) -> None:
        body = "See <https://example.com> and `<b>`.\n\n<b>raw</b> <https://example.com>\n\n    <i>code</i>"
        expected = "See <https://example.com> and `<b>`.\n\n\\<b>raw\\</b> <https://example.com>\n\n    <i>code</i>\n"
        assert f"\n{expected}\n---\n" in to_markdown(None, _data(body=body))

    @pytest.mark.parametrize("address", ["other.md", "//evil.example", "file:///etc/passwd", "ftp://example.com"])
    def test_links_lead_to_the_web_and_to_people_only(self, address: str) -> None:
        html = to_html(None, _data(body=f"[there]({address}) [here](https://example.com) [me](mailto:ada@example.com)"))
        assert [tag["href"] for name, tag in _Page(html).tags if name == "a"] == [
            "https://example.com",
            "mailto:ada@example.com",
        ]
        assert f"[there]({address})" in _Page(html).text

    def test_shows_characters_that_hide_or_reorder_others(self) -> None:
        html = to_html(None, _data({"title": "pay\u202eevil\x1b[2J\x00\u2066"}, body="a\u202eb"))
        assert "pay\ufffdevil\ufffd[2J\ufffd\ufffd" in _Page(html).text
        assert not re.search("[\x00-\x08\x1b\u202a-\u202e\u2066-\u2069]", html)

    def test_images_become_their_description(self) -> None:
        html = to_html(None, _data(body="Before ![a *small* chart](https://evil.example/pixel.png) after"))
        assert "Before a small chart after" in _Page(html).text
        assert "evil.example" not in html

    def test_a_table_of_its_own_cannot_break_the_table_of_measures(self) -> None:
        shown = _rendered(to_markdown(None, _everywhere("a | b\n| c |\n\n# d")))
        assert "a | b | c | # d" in shown.text
        assert shown.headings.count(1) == 1


def _rendered(markdown: str) -> _Page:
    return _Page(MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(markdown))


any_text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80)
markup = st.lists(
    st.sampled_from([*HOSTILE, "\n", "> ", "- ", "```", "    ", "`", "<", ">", "](", "\\"]) | any_text, max_size=6
)


class TestAnyText:
    @settings(deadline=None, max_examples=examples(40))
    @given(parts=markup)
    def test_never_becomes_a_script_a_handler_or_a_load(self, parts: list[str]) -> None:
        text = "".join(parts).strip() or "-"
        _assert_harmless(to_html(None, {**_everywhere(text), "body": text}))

    @settings(deadline=None, max_examples=examples(40))
    @given(parts=markup)
    def test_of_the_body_holds_no_html_in_markdown(self, parts: list[str]) -> None:
        assert not _html_in(to_markdown(None, _in_markdown("".join(parts))))

    @settings(deadline=None, max_examples=examples(60))
    @given(text=any_text.filter(str.strip))
    def test_comes_back_from_markdown_as_it_was(self, text: str) -> None:
        data = _data({"title": text})
        rendered = MarkdownIt("gfm-like", {"linkify": False}).render(to_markdown(None, data))
        title = re.search("<h1>(.*)</h1>", rendered, re.DOTALL)
        assert title
        assert _Page(title[1]).text == _words(data["title"])


class TestData:
    def test_a_measure_tells_where_it_was_is_and_goes(self) -> None:
        later = {"date": "2026-01-19", "measures": {"clear updates": "4"}}
        measure = _data(check_ins=[later, {}])["measures"][0]
        assert (measure["baseline"], measure["latest"], measure["target"]) == ("2", "4", "4")
        assert measure["latest_on"]["human"] == "19 January 2026"
        assert measure["direction_in_words"] == "higher is better"
        assert measure["is_reached"] is True
        assert [(entry["date"]["iso"], entry["value"]) for entry in measure["series"]] == [
            ("2026-01-12", "3"),
            ("2026-01-19", "4"),
        ]

    def test_check_ins_come_newest_first_with_their_notes(self) -> None:
        entries = [
            CheckIn.model_validate(CHECK_IN | {"date": day}) for day in ("2026-01-19", "2026-01-12", "2026-01-26")
        ]
        data = page(Plan.model_validate(PLAN), "", entries, labels={}, today=date(2026, 1, 27), notes=["b", "a"])
        assert [(entry["date"]["iso"][-2:], entry["note"]) for entry in data["check_ins"]] == [
            ("26", ""),
            ("19", "b"),
            ("12", "a"),
        ]

    @pytest.mark.parametrize(
        ("today", "status", "days_left", "days_to_start", "is_past_end"),
        [
            (date(2026, 1, 1), "active", None, 4, False),
            (date(2026, 1, 5), "active", 30, None, False),
            (date(2026, 2, 4), "active", 0, None, False),
            (date(2026, 2, 5), "active", None, None, True),
            (date(2026, 1, 20), "closed", None, None, False),
        ],
    )
    def test_says_how_many_days_are_left(
        self, today: date, status: str, days_left: int | None, days_to_start: int | None, *, is_past_end: bool
    ) -> None:
        data = _data({"status": status}, today=today)
        assert (data["days_left"], data["days_to_start"], data["is_past_end"]) == (
            days_left,
            days_to_start,
            is_past_end,
        )

    def test_names_the_next_touchpoint_of_an_open_plan_only(self) -> None:
        assert _data(check_ins=[{}])["next_touchpoint"]["iso"] == "2026-01-19"
        assert _data({"status": "closed"}, check_ins=[{}])["next_touchpoint"] is None

    def test_uses_the_organisations_label(self) -> None:
        plan = Plan.model_validate(PLAN)
        assert page(plan, "", [], labels={"coaching": "Growth plan"}, today=date(2026, 1, 5))["label"] == "Growth plan"

    @pytest.mark.parametrize(
        ("cadence", "words"),
        [
            ("week", "Every week"),
            ("2 weeks", "Every 2 weeks"),
            ("twice a week", "Twice a week"),
            ("every Monday", "Every Monday"),
            ("monthly", "Monthly"),
            ("when there is news", "When there is news"),
            ({"every": "week", "day": "monday"}, "Every week, on Monday"),
            ({"day": ["tuesday", "thursday"]}, "Every Tuesday and Thursday"),
            ({"dates": ["2026-01-12"]}, None),
        ],
    )
    def test_says_a_cadence_in_words(self, cadence: Any, words: str | None) -> None:
        assert _data({"update_cadence": cadence})["sections"]["update_cadence"]["entries"][0]["words"] == words

    def test_an_activity_may_hang_on_another(self) -> None:
        first = {"id": "course", "what": "Take the course"}
        second = {"what": "Lead a talk", "due": {"after": "course", "within": "1 month"}, "owner": "helper"}
        activity = _data({"activities": [first, second]})["sections"]["activities"]["entries"][1]
        assert (activity["due"], activity["owner"]) == ("within 1 month after “Take the course”", "a helper")

    def test_a_plan_that_ends_on_its_first_day_has_a_timeline(self) -> None:
        timeline = _data({"timeline": "2026-01-05 to 2026-01-05"}, check_ins=[{}])["timeline"]
        assert (timeline["days"], timeline["elapsed"], timeline["check_ins"][0]["at"]) == (0, 1000, 1000)


class TestTone:
    def test_a_plan_without_check_ins_looks_forward(self) -> None:
        html = to_html(None, _data(today=date(2026, 1, 6)))
        assert "This plan does not have any check-ins yet." in html
        assert "The first check-in is on Monday 12 January 2026" in _Page(html).text
        assert "The first check-in was due on Monday 12 January 2026" in _Page(to_html(None, _data())).text

    def test_a_plan_of_plain_strings_has_no_tables(self) -> None:
        html = to_html(None, _data(dict.fromkeys(GUIDANCE.keys() - {"timeline"}, "Plain words")))
        assert "<table" not in html
        assert 'id="progress"' not in html

    def test_headings_of_the_body_continue_those_of_the_page(self) -> None:
        html = to_html(None, _data(body="Text\n\n# One\n\n#### Two\n\n###### Three\n\n# Four"))
        assert _Page(html).headings[-5:] == [2, 3, 4, 5, 3]
        assert _Page(to_html(None, _data(body="# One\n\n### Two"))).headings[-2:] == [2, 3]


class TestStylesheet:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize(
        ("text", "ground"),
        [
            *((text, ground) for text in ("ink", "quiet", "accent") for ground in ("paper", "card")),
            ("accent", "badge"),
            ("ink", "win-soft"),
            ("win", "win-soft"),
        ],
    )
    def test_has_enough_contrast(self, scheme: str, text: str, ground: str) -> None:
        css = _Page(to_html(None, _data())).css
        light, dark = re.findall(r":root \{(.*?)\}", css, re.DOTALL)[:2]
        tokens = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light if scheme == "light" else dark))
        (opacity,) = re.findall(r"\.is-good::before \{[^}]*background: var\(--accent\); opacity: ([\d.]+); \}", css)
        tokens["badge"] = _laid_over(tokens["paper"], tokens["accent"], float(opacity))
        lighter, darker = sorted((_luminance(tokens[text]), _luminance(tokens[ground])), reverse=True)
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5

    def test_is_dark_on_screens_only(self) -> None:
        css = _Page(to_html(None, _data())).css
        assert re.findall(r"@media ([^{]*prefers-color-scheme[^{]*?) \{", css) == [
            "screen and (prefers-color-scheme: dark)"
        ]


def _laid_over(ground: str, colour: str, opacity: float) -> str:
    """The colour that is seen where another lies thinly over the ground."""
    pairs = [[int(part[at : at + 2], 16) for part in (ground, colour)] for at in (1, 3, 5)]
    return "#" + "".join(f"{round(below + (above - below) * opacity):02x}" for below, above in pairs)


def _luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class TestOwnTemplates:
    @pytest.fixture
    def brings(self, tmp_path: Path) -> Callable[[str, str], OwnTemplates | None]:
        def write(name: str, text: str) -> OwnTemplates | None:
            file = tmp_path / "templates" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            allow_templates(tmp_path)
            return OwnTemplates.read(tmp_path)

        return write

    def test_win_over_the_packaged_ones(self, brings: Callable[..., OwnTemplates | None]) -> None:
        own = brings("render/plan.html.j2", "<h1>{{ title }}</h1>{{ body_html | safe }}")
        assert to_html(own, _data({"title": "<b>"}, body="*hi*")) == "<h1>&lt;b&gt;</h1><p><em>hi</em></p>\n"

    def test_may_replace_the_stylesheet_alone(self, brings: Callable[..., OwnTemplates | None]) -> None:
        own = brings("style.css", "h1 > b { color: teal }")
        assert _Page(to_html(own, _data())).css.strip() == "h1 > b { color: teal }"

    def test_that_are_broken_give_one_line_with_their_line_number(
        self, brings: Callable[..., OwnTemplates | None]
    ) -> None:
        own = brings("render/plan.html.j2", "<p>\n{{ title }}\n{{ nothing.here }}")
        with pytest.raises(
            UnreadableError, match=r"^template render/plan\.html\.j2, line 3: .*'nothing' is undefined$"
        ):
            to_html(own, _data())
        own = brings("render/plan.md.j2", "a\n{% if %}")
        with pytest.raises(UnreadableError, match=r"^template render/plan\.md\.j2, line 2: [^\n]*$"):
            to_markdown(own, _data())


class TestPDF:
    def test_is_a_pdf_with_the_title_or_one_clear_line(self) -> None:
        pdf, why = _pdf_or_why(to_html(None, _data({"title": "Größere Klarheit"}, check_ins=[{}])))
        title = "Größere Klarheit – Ada Lovelace".encode("utf-16-be").hex().encode()
        is_whole = pdf.startswith(b"%PDF-") and title in b"".join(_streams(pdf))
        assert is_whole or re.fullmatch(r"PDF needs the system library Pango[^\n]*", why)

    def test_loads_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "style.css").write_text("@page { size: 5in 5in }", encoding="utf-8")
        here = (tmp_path / "style.css").as_uri()
        html = f'<link rel="stylesheet" href="{here}"><img src="{here}"><style>@import url("{here}");</style><p>text'
        pdf, why = _pdf_or_why(html)
        assert b"0 0 360 360" not in b"".join(_streams(pdf))
        assert pdf or "Pango" in why

    def test_a_style_that_asks_for_a_file_from_elsewhere_is_said(self) -> None:
        pdf, why = _pdf_or_why("<style>@color-profile device-cmyk {src: url(http://example.invalid/x)}</style><p>")
        assert pdf == b""
        assert "a style in your templates asks for a file from elsewhere" in why or "Pango" in why

    def test_without_the_extra_names_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "weasyprint", None)
        with pytest.raises(UsageError, match=r"^PDF needs the extra: pip install 'coachplan\[pdf\]'$"):
            to_pdf("<p>")

    def test_without_pango_says_so_in_one_line(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "weasyprint.py").write_text("print('long advice')\nraise OSError('no libpango\\nat all')", "utf-8")
        monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
        monkeypatch.syspath_prepend(tmp_path)
        with pytest.raises(UnreadableError, match=r"^PDF needs the system library Pango.*\(no libpango\)[^\n]*$"):
            to_pdf("<p>")
        assert capsys.readouterr().out == ""


def _pdf_or_why(html: str) -> tuple[bytes, str]:
    """The document, or the one line that says why there is none."""
    try:
        return to_pdf(html), ""
    except UnreadableError as error:
        return b"", str(error)


def _streams(pdf: bytes) -> Iterator[bytes]:
    """The file, and every part of it that is compressed."""
    yield pdf
    for stream in re.findall(rb"stream\r?\n(x.*?)endstream", pdf, re.DOTALL):
        yield zlib.decompressobj().decompress(stream)


def test_importing_the_page_imports_nothing_that_it_may_not_need() -> None:
    heavy = ("jinja2", "markdown_it", "nh3", "weasyprint")
    modules = "sys, coachplan.output.documents.rendering, coachplan.output.documents.page"
    code = f"import {modules}; print([name for name in {heavy} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
