"""Without a mouse: Tab reaches everything in its order, visibly, and Enter does what a click would."""

import re

from playwright.sync_api import Page

from browser.conftest import PHONE, Look
from browser.kinds import KINDS, Kind, of, with_name

# Hundreds of rows have as many stops, each like those of a few.
WALKED = [kind for kind in KINDS if kind.name != "home-of-many"]
STOPS = """() => {
    const all = document.querySelectorAll("a[href], button, summary, input, [tabindex]");
    window.stops = [...all].filter((part) => part.tabIndex >= 0 && part.checkVisibility());
    return window.stops.length;
}"""
FOCUS = """() => {
    const part = document.activeElement;
    const style = getComputedStyle(part);
    const box = part.getBoundingClientRect();
    const isSeen = box.width > 0 && box.height > 0 && box.left >= 0 && box.bottom > 0 && box.top < innerHeight;
    return [window.stops.indexOf(part), isSeen, style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2];
}"""
ROWS = """head => {
    const table = head.closest("table");
    const cell = (row) => row.cells[head.cellIndex];
    return [...table.tBodies[0].rows].map((row) => cell(row).dataset.value ?? cell(row).textContent.trim());
}"""


@of(*WALKED)
def test_tab_reaches_everything_in_its_order_and_shows_where_it_is(look: Look, kind: Kind) -> None:
    walk(look(kind))


@of(*[with_name(name) for name in ("home", "person", "plan-active")])
def test_tab_does_so_on_a_phone(look: Look, kind: Kind) -> None:
    walk(look(kind, PHONE))


def walk(page: Page) -> None:
    """Press Tab until the end."""
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    reached = []
    for _ in range(page.evaluate(STOPS)):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUS))
    assert reached == [[place, True, True] for place in range(len(reached))]


@of(*[with_name(name) for name in ("home", "manager", "person", "plan-active", "plan-draft")])
def test_the_first_stop_leads_to_the_content(look: Look, kind: Kind) -> None:
    page = look(kind)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the content"
    page.keyboard.press("Enter")
    page.wait_for_url("**#content")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('nav').contains(document.activeElement)") is False


@of(with_name("plan-active"))
def test_enter_opens_what_is_folded(look: Look, kind: Kind) -> None:
    page = look(kind)
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details").first.get_attribute("open") is not None
    assert page.locator("details table").first.is_visible()


@of(with_name("home-where-plans-wait"))
def test_enter_sorts_each_column_up_and_down(look: Look, kind: Kind) -> None:
    page = look(kind)
    heads = page.locator("table[data-filterable] thead th")
    assert heads.count() == 7
    for head in heads.all():
        head.locator("button").focus()
        orders = []
        for direction in ("ascending", "descending"):
            page.keyboard.press("Enter")
            assert head.get_attribute("aria-sort") == direction
            assert page.locator("table[data-filterable] [aria-sort]").count() == 1
            orders.append(head.evaluate(ROWS))
        up, down = orders
        assert up == (sorted(up, key=float) if all(map(is_number, up)) else map_in_order(page, up))
        assert down == up[::-1]


def is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None


@of(with_name("home-where-plans-wait"))
def test_shares_are_sorted_as_numbers_and_days_as_days(look: Look, kind: Kind) -> None:
    page = look(kind)
    for column, least in (("Check-ins kept", "4 of 13"), ("Next session", "16 January 2026")):
        page.locator("table[data-filterable]").get_by_role("button", name=column).press("Enter")
        cells = page.locator("table[data-filterable] tbody tr").all()
        place = page.locator("table[data-filterable] thead th").all_inner_texts().index(column) - 1
        shown = [row.locator("td").nth(place).inner_text() for row in cells]
        said = [text for text in shown if text != "–"]
        assert said[0] == least
    assert len(said) > 5


def map_in_order(page: Page, values: list[str]) -> list[str]:
    """The values as a person would look them up, whatever accents they have."""
    return page.evaluate(
        """values => {
        const by = new Intl.Collator("en", {numeric: true, sensitivity: "base"});
        return values.toSorted(by.compare);
    }""",
        values,
    )


@of(with_name("home"))
def test_the_filter_shows_what_has_all_its_words_and_tells_how_many(look: Look, kind: Kind) -> None:
    page = look(kind)
    rows = page.locator("table[data-filterable] tbody tr")
    field = page.get_by_label("Show only")
    told = page.locator("p.filter [role=status]")
    assert rows.count() == 16
    field.focus()
    page.keyboard.type("CLOSED ada")
    assert [row.locator("th").inner_text() for row in rows.locator("visible=true").all()] == ["Clear status updates"]
    assert told.inner_text() == "1 of 16"
    field.fill("nobody at all")
    assert rows.locator("visible=true").count() == 0
    assert told.inner_text() == "0 of 16"
    field.fill("")
    assert rows.locator("visible=true").count() == 16
    assert told.inner_text() == ""


@of(with_name("home"))
def test_what_was_filtered_stays_away_when_it_is_sorted(look: Look, kind: Kind) -> None:
    page = look(kind)
    page.get_by_label("Show only").fill("on track")
    page.get_by_role("button", name="Plan", exact=True).press("Enter")
    shown = page.locator("table[data-filterable] tbody tr:visible th").all_inner_texts()
    assert len(shown) == 4
    assert shown == map_in_order(page, shown)
