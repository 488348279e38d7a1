"""Signing in words: what is set, what a signature shows and what it does not, whose keys are trusted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from shlex import quote

from coachplan.base.people import parted
from coachplan.output.terminal.console import line
from coachplan.store.signers import Signer, Signers
from coachplan.store.signing import Setting

WHAT_IT_SHOWS = (
    "A signature shows that whoever holds this key made the commit, and that nothing in it has changed since.\n"
    "It does not show who sat at your keyboard, nor when: git's day can be set. And it counts only for people who\n"
    "have your line from yourself, as face to face or by phone: one that came with the plans may be anybody's."
)
"""The level of assurance."""


def wanted(settings: Sequence[Setting], signer: Signer | None, *, new_key: str) -> Iterator[str]:
    """Yield what a setup would make and set."""
    if new_key:
        yield line(f"This makes a key for signing, {new_key}, which ssh offers to no server.")
    if signer:
        yield f"This signs with your key {signer.key.fingerprint}, as {signer.address}."
    if settings:
        yield "It sets, in git's settings for all your repositories:"
    for setting in settings:
        now = "" if setting.now is None else f" (now {setting.now})"
        yield f"  {line(f'{setting.name} = {setting.wanted}{now}')}"


def ready(signer: Signer) -> str:
    """Return a sentence for a person whose commits are signed."""
    return f"Your commits are signed, as {signer.address}, with the key {signer.key.fingerprint}"


def signed_otherwise(format_: str) -> str:
    """Return a sentence for a person whose commits git signs with a key that is not one of SSH."""
    return line(f"Your commits are signed, in the format {format_}; this command knows keys of SSH alone")


def hand_over(signer: Signer) -> str:
    """Return what the others do with a person's line, which is shown after it."""
    return f"Give this line to the others yourself; each of them runs: coachplan sign --trust {quote(signer.line)}"


def not_in_force(settings: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for each setting of the repository that goes before the person's own."""
    for name, value in settings.items():
        said = f"This repository says {name} = {value}, which goes before your settings"
        yield line(f"{said}: `git config --unset {name}` takes that out")


def question(person: str, signer: Signer, known: Sequence[str], *, own: bool) -> Iterator[str]:
    """Yield what a person knows before they trust a key: whose it would be, and how to be sure."""
    yield line(f"The key {signer.key.fingerprint} would sign for {person}.")
    if own:
        yield "That is you: whoever has this key could then speak for you."
    elif known:
        yield line(
            f"You trust another key of theirs already: {', '.join(known)}. A new machine has a new key, and so has"
        )
        yield "somebody who pretends to be them."
    name = parted(line(person))[0]
    yield f"Ask {name} for the fingerprint, face to face or by phone: `coachplan sign` shows it there."


def trusted(person: str, signer: Signer) -> str:
    """Return a sentence for a key that is trusted from then on."""
    return line(f"Trusted: {person} signs with the key {signer.key.fingerprint}")


def keys(people: Iterable[str], signers: Signers) -> Iterator[str]:
    """Yield a line for each of some people: the keys of theirs that are trusted here."""
    for person in people:
        address = parted(person)[1]
        known = signers.keys_of(address) if address else []
        yield line(
            f"{'✓' if known else '?'} {person}: {', '.join(known) or 'not a key yet (`coachplan sign --trust`)'}"
        )
