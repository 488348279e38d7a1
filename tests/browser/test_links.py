"""Every link inside a site leads to a page of it, and every page says what it is."""

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from browser.conftest import Sites
from browser.kinds import KINDS, Kind, of

SITES = {(kind.repository, kind.day, kind.reader): kind for kind in KINDS[::-1] if not kind.render}


class Links(HTMLParser):
    """Where a page leads to, and the places in it that can be led to."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.places: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a":
            self.links.append(given["href"] or "")
        self.places.add(given.get("id") or "")


@of(*SITES.values())
def test_every_link_leads_to_a_page_of_the_site(sites: Sites, kind: Kind) -> None:
    folder = sites.folder(kind)
    pages = {path: Links(path) for path in folder.rglob("*.html")}
    reached = {folder / "index.html"}
    for path, page in pages.items():
        for link in map(urlsplit, page.links):
            if link.scheme:
                continue
            target = (path.parent / unquote(link.path)).resolve() if link.path else path
            assert target in pages, f"{path}: {link.geturl()}"
            assert unquote(link.fragment) in {"", *pages[target].places}
            reached.add(target)
    assert reached == set(pages)
