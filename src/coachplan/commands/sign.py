"""`coachplan sign`."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coachplan.base.errors import RefusedError, UsageError
from coachplan.commands import _arguments, _where
from coachplan.commands._arguments import Text, flag, option

if TYPE_CHECKING:
    from coachplan.store.git import Git
    from coachplan.store.repository import Repository
    from coachplan.store.signers import Signer, Signers
    from coachplan.store.signing import Setting


def sign(
    context: typer.Context,
    setup: Annotated[bool, flag("--setup", "Have git sign each of your commits: a key, and git's settings.")] = False,
    trust: Annotated[Text, option("--trust", "LINE|FILE", "Trust the key in the line that somebody gave you.")] = None,
    no_passphrase: Annotated[
        bool, flag("--no-passphrase", "Make a new key without asking for a passphrase: its file alone protects it.")
    ] = False,
    yes: Annotated[bool, flag("--yes", "Set it without asking, as where there is no terminal.")] = False,
) -> None:
    """Sign what you record, and know who signed.

    Shows your line for the others, and whose keys you trust. With --setup, git signs from then on; --trust takes the
    line of somebody else.
    """
    if setup and trust is not None:
        raise UsageError("--setup is about your own key, --trust about somebody else's: one at a time")
    if trust is not None:
        _trust(_where.repository(context), trust, is_given=yes)
        return
    repository = _where.repository_if_any(context)
    if setup:
        _set_up(context, repository, no_passphrase=no_passphrase, is_given=yes)
    else:
        _show(context, repository)


def _git(context: typer.Context, repository: "Repository | None") -> "Git":
    from coachplan.store.git import Git

    return repository.git if repository else Git(_where.start(context))


def _people(repository: "Repository | None") -> list[str]:
    """Return the people of the plans there, as those write them."""
    from coachplan.output.terminal.sharing import people_in
    from coachplan.views.plan_row import plan_rows

    return people_in(plan_rows(repository, repository.plans(), _arguments.day(None))) if repository else []


def _address(git: "Git", people: list[str]) -> str:
    """Return the address of the person who acts, as the plans have it or else git."""
    from coachplan.base.people import is_same_person, parted
    from coachplan.store.signers import is_plain

    name, known = git.mapped(*git.identity())
    of_plans = (parted(person)[1] for person in people if is_same_person(person, f"{name} <{known}>"))
    address = next(filter(None, of_plans), known)
    if not is_plain(address):
        raise UsageError(
            "your address, as git or the plans have it, is not a plain one such as ada@example.com: ssh-keygen would "
            "read it as a list or a pattern; `git config user.email` sets another one"
        )
    return address


# -- one's own key ----------------------------------------------------------------------------------------------------


def _set_up(context: typer.Context, repository: "Repository | None", *, no_passphrase: bool, is_given: bool) -> None:
    from coachplan.output.terminal import signing as words
    from coachplan.output.terminal.console import say
    from coachplan.store import signing
    from coachplan.store.signers import Signer, require_one_person

    git, people = _git(context, repository), _people(repository)
    address = _address(git, people)
    signing.require_ssh_keygen()
    signers, key = _own_list(git, repository), signing.own_key(git)
    place = None if key else signing.place_of_new_key()
    signer = Signer(address, key.public) if key else None
    changes = signing.settings_to_change(git, key.named if key else f"{place}.pub", signers)
    if signer and not changes and address in signers.holders(signer.key):
        say("Set up already")
    else:
        if place and not (no_passphrase or _arguments.is_interactive()):
            raise _arguments.missing("--no-passphrase")
        for text in words.wanted(changes, signer, new_key=str(place or "")):
            say(text)
        _require_yes("Set this up (y), or not (Enter)?", changes, is_given=is_given)
        key = key or signing.make_key(place or Path(), address, with_passphrase=not no_passphrase)
        signer = Signer(address, key.public)
        require_one_person(signers, signer)
        say("Git signs once, to see that it can")
        signing.require_signing(git, key, signers, signer)
        signers.add(signer)
        signing.set_up(git, changes)
        say(words.WHAT_IT_SHOWS)
    _show_own(git, repository, signer)


def _own_list(git: "Git", repository: "Repository | None") -> "Signers":
    from coachplan.store.signers import Signers

    signers = Signers.of(git)
    if repository:
        signers.require_outside(git)
    return signers


def _require_yes(question: str, changes: "list[Setting]", *, is_given: bool) -> None:
    """Go on where the person says so; --yes is a word for what is not set yet, never for other values."""
    from coachplan.commands._guided import ask_alone, yes
    from coachplan.output.terminal.console import line, say

    if is_given and (other := next((setting for setting in changes if setting.now is not None), None)):
        raise RefusedError(
            line(f"your settings of git say {other.name} = {other.now}, and --yes changes nothing that is set: ")
            + f" `git config --global --unset {other.name}` takes it out, or a terminal asks; nothing was set"
        )
    if is_given:
        return
    if not _arguments.is_interactive():
        raise _arguments.missing("--yes")
    if not ask_alone(question, yes):
        say("Nothing was set")
        raise typer.Exit(1)


def _show_own(git: "Git", repository: "Repository | None", signer: "Signer") -> None:
    """Show a person's own line, on standard output alone, and what may keep their signature from commits here."""
    from coachplan.output.terminal import signing as words
    from coachplan.output.terminal.console import out, say
    from coachplan.store.signing import stands_before

    say(words.ready(signer))
    for text in words.not_in_force(stands_before(git) if repository else {}):
        say(text)
    say(words.hand_over(signer))
    out(signer.line)


def _show(context: typer.Context, repository: "Repository | None") -> None:
    from coachplan.output.terminal import signing as words
    from coachplan.output.terminal.console import say
    from coachplan.store import signing
    from coachplan.store.signers import Signer

    git, people = _git(context, repository), _people(repository)
    signers, key = _own_list(git, repository), signing.own_key(git)
    for text in words.keys(people, signers):
        say(text)
    if other := signing.other_format(git):
        say(words.signed_otherwise(other))
        return
    if not key or signing.settings_to_change(git, key.named, signers):
        say("Your commits are not signed: `coachplan sign --setup` sets that up")
        raise typer.Exit(1)
    _show_own(git, repository, Signer(_address(git, people), key.public))


# -- somebody else's --------------------------------------------------------------------------------------------------


def _trust(repository: "Repository", given: str, *, is_given: bool) -> None:
    from coachplan.output.terminal import signing as words
    from coachplan.output.terminal.console import out, say
    from coachplan.store import signing
    from coachplan.store.signers import Signer, require_one_person

    signer = Signer.read(_given(given))
    git, people = repository.git, _people(repository)
    person = _person_of(signer, people)
    signers = _own_list(git, repository)
    changes = signing.list_to_name(git, signers)
    known = [key for key in signers.keys_of(signer.address) if key != signer.key.fingerprint]
    if signer.address not in signers.holders(signer.key) or changes:
        require_one_person(signers, signer)
        own = signer.address.casefold() == _address(git, people).casefold()
        for text in words.question(person, signer, known, own=own):
            say(text)
        if is_given and (known or own):
            raise RefusedError("--yes takes the first key of somebody else alone; run this at a terminal")
        _require_yes("Do you trust this key (y), or not (Enter)?", changes, is_given=is_given)
        signers.add(signer)
        signing.set_up(git, changes)
    out(words.trusted(person, signer))


def _given(text: str) -> str:
    """Return the line that a person handed over: itself, or what a file of that name holds."""
    from coachplan.store.signers import EXAMPLE

    if text == "-" or os.path.isfile(text):
        return _arguments.read_input(text).decode("utf-8", "replace")
    if text and " " not in text:
        raise UsageError(f"{text!r} is neither a file that can be read nor a line such as {EXAMPLE}")
    return text


def _person_of(signer: "Signer", people: list[str]) -> str:
    """Return the person of the plans whose address a line has; refuses a line of anybody else."""
    from coachplan.base.candidates import listed
    from coachplan.base.people import parted

    for person in people:
        if parted(person)[1].casefold() == signer.address.casefold():
            return person
    named = f"they name {listed(people)}" if people else "there is not a plan here that can be read"
    raise RefusedError(f"{signer.address} is not an address of anybody in the plans; {named}")
