"""Long work in two processes, or waiting in threads, with the results in order and a tick for each."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from typing import Any, TypeVar

from coachplan.base.errors import UnreadableError

T = TypeVar("T")
R = TypeVar("R")
Tick = Callable[[int, int], None]
"""A function that is called with the number done and the total."""

_PROCESSES = 2
_PARTS = 8
# Small enough for a progress bar to move, and for Ctrl-C not to wait long.
_AT_ONCE = 25


def unwatched(done: int, total: int) -> None:
    """Do nothing: the tick for work that nobody waits for."""


def map_in_order(
    make: Callable[[T], R], items: Sequence[T], *, fork_from: int, loading: Iterable[str] = (), tick: Tick = unwatched
) -> Iterator[R]:
    """Yield `make(item)` for each item, in order; in two processes if there are `fork_from` items or more.

    The modules in `loading` are then loaded once for both. An error in `make` is raised here and ends the work.
    """
    made = map(make, items) if len(items) < fork_from else _shared_out(make, items, loading)
    return watched(made, len(items), tick)


def watched(results: Iterable[R], total: int, tick: Tick) -> Iterator[R]:
    """Yield the results, calling `tick` for each."""
    for done, result in enumerate(results, start=1):
        tick(done, total)
        yield result


def in_threads(make: Callable[[T], R], items: Sequence[T], at_once: int) -> Iterator[R]:
    """Yield `make(item)` for each item, in order; so many at once wait for other programs or machines."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(at_once) as pool:
        waiting = [pool.submit(make, item) for item in items]
        try:
            yield from (one.result() for one in waiting)
        finally:
            pool.shutdown(cancel_futures=True)


def _shared_out(make: Callable[[T], R], items: Sequence[T], loading: Iterable[str]) -> Iterator[R]:
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    for name in loading:
        import_module(name)
    size = min(-(-len(items) // (_PARTS * _PROCESSES)), _AT_ONCE)
    # A fork inherits `make`; sending it along with the items would take longer than the work itself.
    pool = ProcessPoolExecutor(_PROCESSES, mp_context=get_context("fork"), initializer=_begin, initargs=(make,))
    try:
        yield from pool.map(_do, items, chunksize=size)
    except BrokenProcessPool:
        raise UnreadableError("a worker process was killed, probably for lack of memory; try again") from None
    finally:
        pool.shutdown(cancel_futures=True)


_making: list[Callable[[Any], Any]] = []


def _begin(make: Callable[[Any], Any]) -> None:
    """Leave Ctrl-C to the parent, and end with it however it ends: a worker without a parent would wait for ever."""
    from signal import SIG_IGN, SIGINT, signal
    from threading import Thread

    _making.append(make)
    signal(SIGINT, SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _do(item: Any) -> Any:
    return _making[0](item)


def _end_with_parent() -> None:
    import os
    from multiprocessing import parent_process

    if parent := parent_process():
        parent.join()
        os._exit(1)
