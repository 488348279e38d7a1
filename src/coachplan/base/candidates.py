"""One answer wherever a text must name one thing among several: that thing, or a refusal that shows the candidates."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from coachplan.base.errors import UsageError

_SHOWN = 8

T = TypeVar("T")


def the_one(
    query: str, found: Sequence[T], kind: str, several: str, *, shown: Callable[[T], str] = str, otherwise: str
) -> T:
    """Return the only thing found for `query`; refuses several, with the candidates, and none, with what to do.

    `kind` and `several` name the sort of thing, such as "plan" and "plans"; `otherwise` follows the refusal of none.
    """
    if not found:
        raise UsageError(unknown(query, kind, otherwise))
    refuse_several(query, found, several, shown=shown)
    return found[0]


def refuse_several(query: str, found: Sequence[T], several: str, *, shown: Callable[[T], str] = str) -> None:
    """Refuse a text that may mean more than one thing, with the candidates."""
    if len(found) > 1:
        raise UsageError(f"{query!r} may be any of {len(found)} {several}: {listed(map(shown, found))}")


def naming(query: str, things: Iterable[T], identity: Callable[[T], str] = str) -> list[T]:
    """Return the things whose person has `query` as their whole name, email or identity, or else as a part of it."""
    wanted = folded(query).removeprefix("<").removesuffix(">")
    identities = [(thing, identity(thing)) for thing in things]
    whole = [thing for thing, text in identities if wanted and wanted in whole_names(text)]
    return whole or [thing for thing, text in identities if wanted in folded(text)]


def whole_names(identity: str) -> tuple[str, ...]:
    """Return what names a person wholly, folded: the identity without its last bracket, the name, and the email."""
    whole = folded(identity).removesuffix(">")
    return whole, *(part.strip() for part in whole.split("<"))


def unknown(query: str, kind: str, otherwise: str) -> str:
    """Return the line that says that nothing has this name, and what to do."""
    return f"no {kind} is named {query!r}; {otherwise}"


def listed(names: Iterable[str], most: int = _SHOWN) -> str:
    """Return the first few names, and a sign where there are more."""
    first = [*names]
    return ", ".join([*first[:most], *(["…"] if len(first) > most else [])])


def folded(text: str) -> str:
    """Return a text without accents, capitals and superfluous space, to find names as people type them."""
    from unicodedata import combining, normalize

    letters = (letter for letter in normalize("NFKD", text.casefold()) if not combining(letter))
    return " ".join("".join(letters).split())
