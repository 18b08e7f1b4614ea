"""Where a process with many threads spends its time: stacks looked at a hundred times a second, waiting ones left out.

cProfile sees one thread only, and the calls of a scan happen in sixteen.
"""

from __future__ import annotations

import sys
import threading
from collections import Counter
from types import FrameType, TracebackType
from typing import Self

_INTERVAL = 0.01
_SHOWN = 60
# A thread whose innermost Python frame is one of these waits for somebody else.
_WAITING = {
    ("threading.py", "wait"),
    ("threading.py", "_wait_for_tstate_lock"),
    ("threading.py", "acquire"),
    ("selectors.py", "select"),
    ("socket.py", "readinto"),
    ("connection.py", "wait"),
    ("connection.py", "create_connection"),
    ("thread.py", "_worker"),
    ("sampling.py", "_look"),
}


class Sampler:
    """`with Sampler() as sampler:`; afterwards `sampler.rows()`."""

    def __init__(self) -> None:
        self._total = 0
        self._inside: Counter[str] = Counter()
        self._self: Counter[str] = Counter()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()

    def rows(self) -> list[str]:
        """Functions by the share of busy samples they were in, and were innermost in."""
        total = max(self._total, 1)
        return [
            f"{100 * times / total:5.1f} % {100 * self._self[name] / total:5.1f} %  {name}"
            for name, times in self._inside.most_common(_SHOWN)
        ]

    def _look(self) -> None:
        while not self._over.wait(_INTERVAL):
            for frame in sys._current_frames().values():  # the documented name has the underscore
                self._count(frame)

    def _count(self, frame: FrameType) -> None:
        if _place(frame) in _WAITING:
            return
        self._total += 1
        self._self[_name(frame)] += 1
        names = set()
        walked: FrameType | None = frame
        while walked is not None:
            names.add(_name(walked))
            walked = walked.f_back
        self._inside.update(names)


def _place(frame: FrameType) -> tuple[str, str]:
    return frame.f_code.co_filename.rsplit("/", 1)[-1], frame.f_code.co_name


def _name(frame: FrameType) -> str:
    code = frame.f_code
    return f"{'/'.join(code.co_filename.rsplit('/', 2)[-2:])}:{code.co_qualname}"
