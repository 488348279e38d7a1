"""What the commands that record share: refuse what is not in order, and keep what a person typed."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from coachplan.errors import RefusedError

if TYPE_CHECKING:
    from coachplan.findings import Finding
    from coachplan.repository import Repository

_NAMED = 3


@contextmanager
def keep_on_failure(repository: "Repository", typed: Mapping[str, Any], name: str) -> Iterator[None]:
    """Keep what was typed so far when the block fails or is stopped, in a form that --from takes."""
    from coachplan.document import to_yaml
    from coachplan.reports.terminal import say

    def as_yaml() -> str:
        return "".join(f"{key}:{to_yaml(value, 2)}\n" for key, value in typed.items())

    try:
        with repository.keeping(as_yaml, name):
            yield
    except (KeyboardInterrupt, EOFError, typer.Abort):
        if typed and (kept := repository.keep(as_yaml(), name)):
            say(f"\ncoachplan: stopped; what you typed is kept, go on with --from {kept}")
            raise typer.Exit(130) from None
        raise


def refuse(findings: "Iterable[Finding]", *, besides: tuple[str, ...] = ()) -> None:
    """Refuse what has findings, naming the first few; hints and the codes in `besides` do not count."""
    from coachplan.findings import Severity

    found = [f for f in findings if f.severity is not Severity.HINT and f.code not in besides]
    if found:
        named = "; ".join(f"{f.code} {f.message} ({f.advice})" for f in found[:_NAMED])
        rest = f"; and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
        raise RefusedError(f"{named}{rest}; nothing was written")
