"""Decodes hostile images in a sandboxed child process: sizes, limits and errors."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import structlog

log = structlog.get_logger(__name__)
ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS = 20.0
MOST_WORDS, MOST_BYTES = 4_096, 64 * 1024 * 1024  # of an answer
PNG, JPEG, PDF = "image/png", "image/jpeg", "application/pdf"


@dataclass(frozen=True, slots=True)
class Size:
    """What is wanted: the longest side and, of what may come in, the most pixels."""

    longest: int
    most_pixels: int
    made_as: str = JPEG
    quality: int = 85


LOGO = Size(longest=1_000, most_pixels=16_000_000, made_as=PNG)
DIAGRAM = Size(longest=2_600, most_pixels=60_000_000, made_as=PNG)
THUMBNAIL = Size(longest=240, most_pixels=40_000_000, quality=74)


@dataclass(frozen=True, slots=True)
class Picture:
    data: bytes
    content_type: str
    width: int
    height: int


class NoPictureError(Exception):
    """No picture could be made; the text says why, to the person who uploaded the file."""


class ImageDecoder:
    """One child process for as many pictures as are asked of it; one that dies or is too slow is replaced."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._end()

    def decode(self, data: bytes, content_type: str, size: Size) -> Picture:
        """A picture of ours. Raises NoPictureError."""
        order = {
            "size": len(data),
            "content_type": content_type,
            "longest": size.longest,
            "as": size.made_as,
            "most_pixels": size.most_pixels,
            "quality": size.quality,
        }
        child = self._child = self._child or self._started()
        timer = threading.Timer(self._seconds, child.kill)
        timer.start()
        try:
            answer, picture = _asked(child, order, data)
            if "problem" not in answer:
                # What it is was ordered. The child has read what a stranger wrote, so it is not asked for it.
                return Picture(picture, size.made_as, int(answer["width"]), int(answer["height"]))
        except (OSError, ValueError, EOFError, KeyError, TypeError) as error:
            self._end()
            log.warning("picture_child_died", content_type=content_type, size=len(data))
            raise NoPictureError("This image takes more time or memory than allowed. Reduce its size.") from error
        finally:
            timer.cancel()
        raise NoPictureError(str(answer["problem"])[:200])

    def _started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "assessments.pictures.decoder_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONDONTWRITEBYTECODE": "1"},
            start_new_session=True,
        )

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.communicate()


def _asked(child: subprocess.Popen[bytes], order: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    to_child, from_child = child.stdin, child.stdout
    if to_child is None or from_child is None:
        raise EOFError
    to_child.write(json.dumps(order).encode() + b"\n" + data)
    to_child.flush()
    answer = json.loads(from_child.readline(MOST_WORDS) or b"null")
    if answer is None:
        raise EOFError
    wanted = int(answer["size"])
    if not 0 <= wanted <= MOST_BYTES:
        raise ValueError(f"a picture of {wanted} bytes")
    picture = from_child.read(wanted)
    if len(picture) != wanted:
        raise EOFError
    return answer, picture
