"""Helpers help and do not read: each document says who reads it, and none of them names a helper there."""

import html
import re

import pytest

READERS = "Ada Lovelace, Charles Babbage, Mary Somerville and Jane Marcet, and nobody else"
_TAG = re.compile(r"<[^>]+>")


@pytest.mark.parametrize("audience", [None, "team-member", "manager", "hr", "summary"])
def test_every_document_says_who_reads_it(ada, coachplan, audience) -> None:
    asked = coachplan("-C", ada, "ask", "ada", "--peer", "George Boole <george@example.com>", "--about", "Openings")
    assert asked.code == 0, asked.err
    assert "is read by your colleague, their manager, the manager's manager and HR;" in " ".join(asked.out.split())
    for kind in ("md", "html"):
        options = ("--audience", audience) if audience else ()
        text = coachplan("-C", ada, "render", "ada", "--to", kind, *options).out
        text = html.unescape(_TAG.sub("", text)) if kind == "html" else text
        said = "For those who were given this page" if audience == "summary" else f"For {READERS}"
        assert said in text, kind
        assert READERS in text
    for reader in ("ada", "charles", "mary", "jane"):
        assert coachplan("-C", ada, "due", "--reader", reader).code == 0
    helper = coachplan("-C", ada, "due", "--reader", "george@example.com")
    assert (helper.code, "no person is named" in helper.err) == (2, True)
    site = coachplan("-C", ada, "site", "-o", ada.parent / "site", "--for", "george@example.com")
    assert (site.code, "as one of its readers" in site.err) == (2, True)
