"""Telling what a file is from its bytes, and refusing what is not plainly one of the few kinds we keep."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

import puremagic
from PIL import Image, UnidentifiedImageError

from ftrportal.common.files import office
from ftrportal.common.files.names import extension
from ftrportal.common.files.refused import Refused

__all__ = ["KINDS", "Kind", "Refused", "inspect"]

MAX_PIXELS = 80_000_000
MAX_PARSED_JSON = 5 * 1024 * 1024
CHUNK = 1024 * 1024
# How a browser that guesses would recognise a page or a picture that can run script.
PAGE = re.compile(
    rb"<(!doctype|\?xml|html|head|body|script|iframe|svg|style|object|embed|link|meta|title|table|frameset|base)\b",
    re.I,
)
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file: its extensions, the type it is served as, and the check of its bytes (raises Refused)."""

    name: str
    extensions: tuple[str, ...]
    content_type: str
    check: Callable[[IO[bytes]], None]


def inspect(file: IO[bytes], name: str) -> Kind:
    """The kind that both the name and the bytes say. Raises Refused. Leaves the file at its beginning."""
    ending = extension(name)
    kind = next((kind for kind in KINDS if ending in kind.extensions), None)
    if kind is None:
        allowed = ", ".join(ending for kind in KINDS for ending in kind.extensions)
        raise Refused("extension", f"This file type is not accepted. Accepted types: {allowed}.")
    file.seek(0)
    try:
        kind.check(file)
    finally:
        file.seek(0)
    return kind


def _pdf(file: IO[bytes]) -> None:
    head = file.read(1024)
    if not head.startswith(b"%PDF-") or ".pdf" not in _guesses(head):
        raise _disguised("a PDF document")


def _image(*formats: str) -> Callable[[IO[bytes]], None]:
    def check(file: IO[bytes]) -> None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", Image.DecompressionBombWarning)
                with Image.open(file, formats=formats) as image:
                    width, height = image.size
                    if width * height <= MAX_PIXELS:
                        image.verify()  # reads the structure, decodes no pixels
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise _too_many_pixels() from error
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
            raise _disguised(f"a {formats[0]} picture") from error
        if width * height > MAX_PIXELS:
            raise _too_many_pixels()

    return check


def _text(file: IO[bytes]) -> None:
    head = file.read(1024).removeprefix(b"\xef\xbb\xbf").lstrip()
    if PAGE.match(head):
        raise Refused("page", "This file contains a web page or an SVG image. Save it as PDF and upload the PDF.")
    file.seek(0)
    rest = b""
    while chunk := file.read(CHUNK):
        if CONTROL.search(chunk):
            raise Refused("binary", "This is not a text file: it contains binary data. Upload it in its own format.")
        rest = _decoded(rest + chunk)
    if rest:
        raise _not_utf8()


def _decoded(data: bytes) -> bytes:
    """Check UTF-8 and return the bytes of a character that the next chunk completes."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason != "unexpected end of data" or len(data) - error.start > 3:
            raise _not_utf8() from error
        return data[error.start :]
    return b""


def _json(file: IO[bytes]) -> None:
    _text(file)
    file.seek(0)
    data = file.read(MAX_PARSED_JSON + 1)
    problem = Refused("json", "This file is not valid JSON. Correct it, or upload it as .txt.")
    if len(data) > MAX_PARSED_JSON:  # too large to parse for a look; it is text and begins like JSON
        if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] not in (b"{", b"["):
            raise problem
        return
    try:
        json.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        raise problem from error


def _guesses(head: bytes) -> set[str]:
    return {guess.extension for guess in puremagic.magic_string(head)}


def _disguised(what: str) -> Refused:
    return Refused(
        "content", f"This file is named as {what}, but its content is different or damaged. Export it again."
    )


def _not_utf8() -> Refused:
    return Refused("encoding", "This text file is not UTF-8. Save it as UTF-8 and upload it again.")


def _too_many_pixels() -> Refused:
    return Refused("pixels", f"This image has more than {MAX_PIXELS // 1_000_000} million pixels. Reduce its size.")


KINDS = (
    Kind("PDF", ("pdf",), "application/pdf", _pdf),
    Kind("PNG", ("png",), "image/png", _image("PNG")),
    Kind("JPEG", ("jpg", "jpeg"), "image/jpeg", _image("JPEG")),
    Kind("CSV", ("csv",), "text/csv; charset=utf-8", _text),
    Kind("Text", ("txt",), "text/plain; charset=utf-8", _text),
    Kind("YAML", ("yaml", "yml", "template"), "text/plain; charset=utf-8", _text),
    Kind("Terraform", ("tf",), "text/plain; charset=utf-8", _text),
    Kind("Markdown", ("md",), "text/markdown; charset=utf-8", _text),
    Kind("JSON", ("json",), "application/json", _json),
    *(Kind(one.name, (one.ending,), one.content_type, one.check) for one in office.DOCUMENTS),
)
