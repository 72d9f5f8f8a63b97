"""How something is measured: in a process of its own, by the processor's time, told as a row."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.pool import AsyncResult
from pathlib import Path
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

PATIENCE = 600.0  # seconds for one measurement
LOOSELY = 4.0  # times the bar, where numbers are too small to say more


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `held` is None where there is nothing to reach."""

    what: str
    bar: str
    measured: str
    held: bool | None


@dataclass(slots=True)
class Spent:
    """Seconds of the processor, user and system, of this process and of its ended children."""

    seconds: float = 0.0


@contextmanager
def spending() -> Iterator[Spent]:
    """Measure what the block costs; the value is true once it has ended."""
    spent = Spent()
    before = _processor()
    yield spent
    spent.seconds = _processor() - before


def _processor() -> float:
    every = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in every)


def forget_peak() -> int:
    """Begin a new peak of this process's memory; return what it holds now, in bytes.

    `ru_maxrss` cannot begin anew, and starts with that of whoever started the process.
    """
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # proc(5)
    return _memory("VmRSS")


def peak() -> int:
    """The most memory this process held since `forget_peak`, in bytes; its children's is theirs."""
    return _memory("VmHWM")


def resident(pid: int) -> int:
    """What another process holds now, in bytes."""
    return _memory("VmRSS", str(pid))


def _memory(name: str, pid: str = "self") -> int:
    told = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    [line] = [line for line in told if line.startswith(f"{name}:")]
    return int(line.split()[1]) * 1024


def alone(do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do it in a fresh process, which is ended when it takes more than ten minutes."""
    with beside(do, *args, **kwargs) as result:
        return result.get(PATIENCE)


@contextmanager
def beside(do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Iterator[AsyncResult[T]]:
    """Do it in a fresh process during the block, and end that process with it."""
    with get_context("spawn").Pool(1) as pool:
        yield pool.apply_async(do, args, kwargs)


def at_most(
    what: str, measured: float, most: float, unit: str, *, loosely: bool, note: str = ""
) -> Row:
    """A row that holds when `measured` is no more than `most`, or a few times that, loosely."""
    limit = most * LOOSELY if loosely else most
    told = f"{measured:.2f} {unit}{f' ({note})' if note else ''}"
    return Row(what, f"≤ {limit:.2f} {unit}", told, measured <= limit)


def at_least(what: str, measured: float, least: float, unit: str, *, loosely: bool) -> Row:
    """A row that holds when `measured` is no less than `least`, or a part of that, loosely."""
    limit = least / LOOSELY if loosely else least
    return Row(what, f"≥ {limit:,.0f} {unit}", f"{measured:,.0f} {unit}", measured >= limit)
