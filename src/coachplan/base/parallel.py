"""Long work shared out: in two processes where there is much of it, in order, and told as it goes on."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from typing import Any, TypeVar

from coachplan.base.errors import UnreadableError

T = TypeVar("T")
R = TypeVar("R")
Tick = Callable[[int, int], None]
"""Is told how many are done, of how many."""

_PROCESSES = 2
_PARTS = 8
# Small enough for whoever watches to see it move, and for Ctrl-C not to wait long.
_AT_ONCE = 25


def unwatched(done: int, total: int) -> None:
    """The tick for work that nobody waits for."""


def map_in_order(
    make: Callable[[T], R], items: Sequence[T], *, fork_from: int, loading: Iterable[str] = (), tick: Tick = unwatched
) -> Iterator[R]:
    """What `make` makes of each item, in order; in two processes where there are `fork_from` items or more.

    The modules in `loading` are then loaded once for both. What `make` raises is raised here, and ends the work.
    """
    made = map(make, items) if len(items) < fork_from else _shared_out(make, items, loading)
    return watched(made, len(items), tick)


def watched(results: Iterable[R], total: int, tick: Tick) -> Iterator[R]:
    """The results, of which `tick` is told as they come."""
    for done, result in enumerate(results, start=1):
        tick(done, total)
        yield result


def _shared_out(make: Callable[[T], R], items: Sequence[T], loading: Iterable[str]) -> Iterator[R]:
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    for name in loading:
        import_module(name)
    size = min(-(-len(items) // (_PARTS * _PROCESSES)), _AT_ONCE)
    # A fork takes over what is to be done as it is; to send it along with the items would take longer than to do it.
    pool = ProcessPoolExecutor(_PROCESSES, mp_context=get_context("fork"), initializer=_begin, initargs=(make,))
    try:
        yield from pool.map(_do, items, chunksize=size)
    except BrokenProcessPool:
        raise UnreadableError(
            "a process that did a part of this was ended from outside; try again, with more memory"
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


_making: list[Callable[[Any], Any]] = []


def _begin(make: Callable[[Any], Any]) -> None:
    _making.append(make)
    _depend_on_parent()


def _do(item: Any) -> Any:
    return _making[0](item)


def _depend_on_parent() -> None:
    """Leave Ctrl-C to the parent, and end with it however it ends: whoever waits for work would wait for ever."""
    from signal import SIG_IGN, SIGINT, signal
    from threading import Thread

    signal(SIGINT, SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    import os
    from multiprocessing import parent_process

    if parent := parent_process():
        parent.join()
        os._exit(1)
