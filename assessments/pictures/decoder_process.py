"""The child process that decodes pictures and PDF pages from outside.

Run as `python -m assessments.pictures.decoder_process`.

It knows nothing of us: no environment and, where the kernel can refuse them, no network, no process of its own and no
file but Python's libraries and fonts (see `ftrportal.common.sandbox`). For each order it reads a line of JSON and then
bytes, and answers with a line of JSON and then the bytes of a new picture, or with what is wrong with the old one.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import warnings
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from ftrportal.common import sandbox

FORMATS = {"image/png": ("PNG",), "image/jpeg": ("JPEG",)}


class UnreadableError(Exception):
    """Its text is shown to the person who uploaded the file."""


def developed(data: bytes, order: dict[str, Any]) -> tuple[bytes, dict[str, Any]]:
    """A new picture of the first page or frame, on white, with nothing in it but pixels, and what it is."""
    image = _page(data, order) if order["content_type"] == "application/pdf" else _image(data, order)
    image.thumbnail((order["longest"], order["longest"]), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    if order["as"] == "image/png":
        image.save(out, "PNG", optimize=True)
    else:
        image.save(out, "JPEG", quality=order.get("quality", 85), optimize=True)
    return out.getvalue(), {"width": image.width, "height": image.height}


def _image(data: bytes, order: dict[str, Any]) -> Image.Image:
    with Image.open(io.BytesIO(data), formats=FORMATS[order["content_type"]]) as image:
        if image.width * image.height > order["most_pixels"]:
            raise UnreadableError(f"This image has more than {order['most_pixels'] // 1_000_000} million pixels.")
        image.draft("RGB", (order["longest"] * 2, order["longest"] * 2))  # JPEG decodes to less where less is wanted
        upright = ImageOps.exif_transpose(image)
        if upright.mode in ("RGB", "L"):
            return upright.convert("RGB")
        seen = upright.convert("RGBA")
        ground = Image.new("RGB", seen.size, "white")
        ground.paste(seen, mask=seen.getchannel("A"))
        return ground


def _page(data: bytes, order: dict[str, Any]) -> Image.Image:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        page = document[0]
        width, height = page.get_size()
        if not (1 <= width <= 20_000 and 1 <= height <= 20_000):
            raise UnreadableError("The first page of this PDF has no valid size. Export it as PNG.")
        bitmap = page.render(scale=order["longest"] / max(width, height), may_draw_forms=False)
        image: Image.Image = bitmap.to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise UnreadableError("The first page of this PDF cannot be rendered. Export it as PNG.") from error
    return image


def _answered(data: bytes, order: dict[str, Any]) -> tuple[bytes, dict[str, Any]]:
    try:
        return developed(data, order)
    except UnreadableError as error:
        return b"", {"problem": str(error)}
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError, EOFError):
        return b"", {"problem": "This image is damaged, or its content does not match its file name."}


def _limit(*, cpu_seconds: int, memory_bytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    except (ValueError, OSError):
        sys.stderr.write("this system does not limit memory\n")


def isolate() -> None:
    """From here on this process has limits, and reads nothing but its libraries, fonts and what it is sent."""
    _limit(cpu_seconds=60, memory_bytes=1024**3)
    sandbox.apply(readable=(*sandbox.python_folders(), *sandbox.font_folders()))


def main() -> None:
    isolate()
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None  # the order says how many, and is asked before a pixel is decoded
    while line := sys.stdin.buffer.readline():
        order = json.loads(line)
        picture, answer = _answered(sys.stdin.buffer.read(order["size"]), order)
        sys.stdout.buffer.write(json.dumps(answer | {"size": len(picture)}).encode() + b"\n" + picture)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
