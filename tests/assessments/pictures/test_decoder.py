"""Pictures from outside: hostile ones are refused with words, good ones come back as nothing but pixels."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zlib

import pydyf
import pytest
from PIL import Image, PngImagePlugin

from assessments.pictures.decoder import DIAGRAM, JPEG, LOGO, PDF, PNG, THUMBNAIL, ImageDecoder, NoPictureError, Size


@pytest.fixture(scope="module")
def decoder():
    with ImageDecoder() as opened:
        yield opened


def png(size=(400, 200), mode="RGB", colour="#336699", **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, "PNG", **options)
    return out.getvalue()


def opened(picture) -> Image.Image:
    return Image.open(io.BytesIO(picture.data))


def test_a_picture_is_made_anew_and_carries_nothing_along(decoder):
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "canary-51c0")
    source = png(pnginfo=notes) + b"<script>canary-51c0</script>"

    picture = decoder.decode(source, PNG, LOGO)

    assert (picture.width, picture.height, picture.content_type) == (400, 200, PNG)
    assert b"canary-51c0" not in picture.data
    assert opened(picture).getpixel((5, 5)) == (0x33, 0x66, 0x99)


def test_what_is_transparent_becomes_white(decoder):
    picture = decoder.decode(png(mode="RGBA", colour=(0, 0, 0, 0)), PNG, LOGO)

    assert opened(picture).mode == "RGB"
    assert opened(picture).getpixel((0, 0)) == (255, 255, 255)


def test_a_large_picture_is_made_smaller_and_keeps_its_shape(decoder):
    picture = decoder.decode(png((3000, 1500)), PNG, THUMBNAIL)

    assert (picture.width, picture.height, picture.content_type) == (240, 120, JPEG)
    assert len(picture.data) < 4_000


def test_a_jpeg_is_turned_as_the_camera_says(decoder):
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    Image.new("RGB", (300, 100), "red").save(out, "JPEG", exif=exif)

    picture = decoder.decode(out.getvalue(), JPEG, LOGO)

    assert (picture.width, picture.height) == (100, 300)


def test_the_first_page_of_a_pdf_becomes_a_picture(decoder):
    picture = decoder.decode(green_page(800, 400), PDF, DIAGRAM)

    assert (picture.width, picture.height) == (2600, 1300)
    assert opened(picture).getpixel((1300, 650)) == (0, 128, 0)


def green_page(width: int, height: int) -> bytes:
    """A PDF of one page, all of it in one green."""
    document, drawing, out = pydyf.PDF(), pydyf.Stream(), io.BytesIO()
    drawing.set_color_rgb(0, 0.5, 0)
    drawing.rectangle(0, 0, width, height)
    drawing.fill()
    document.add_object(drawing)
    box = pydyf.Array([0, 0, width, height])
    page = {"Type": "/Page", "Parent": document.pages.reference, "MediaBox": box, "Contents": drawing.reference}
    document.add_page(pydyf.Dictionary(page))
    document.write(out)
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is enormous."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    chunks = [struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in parts]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize(
    ("data", "content_type", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", PNG, "damaged"),
        (b"GIF89a" + b"\0" * 50, PNG, "damaged"),
        (png()[:200], PNG, "damaged"),
        (png(), JPEG, "damaged"),
        (b"", PNG, "damaged"),
        (bomb(60_000, 60_000), PNG, "million pixels"),
        (b"%PDF-1.7 nothing", PDF, "cannot be rendered"),
    ],
)
def test_what_cannot_be_a_picture_is_refused_with_words(decoder, data, content_type, words):
    with pytest.raises(NoPictureError, match=words):
        decoder.decode(data, content_type, LOGO)


def test_one_that_takes_too_long_is_given_up_and_the_next_one_comes():
    with ImageDecoder(seconds=0.01) as hasty:
        with pytest.raises(NoPictureError, match="time or memory"):
            hasty.decode(png((4000, 4000)), PNG, LOGO)
        hasty._seconds = 20

        assert hasty.decode(png(), PNG, LOGO).width == 400


def test_memory_is_limited(decoder):
    with pytest.raises(NoPictureError):
        decoder.decode(png((30_000, 30_000), "L", 0), PNG, Size(longest=100, most_pixels=10**10))


@pytest.mark.parametrize(
    "answer",
    [
        b"[]\n",
        b"{}\n",
        b'{"size": 0}\n',
        b'{"size": -1, "width": 1, "height": 1}\n',
        b'{"size": 99999999999, "width": 1, "height": 1}\n',
        b'{"size": 0, "width": "x", "height": 1}\n',
        b"x" * 100_000,
    ],
)
def test_a_child_that_was_taken_over_gets_nothing_into_the_portal(monkeypatch, answer):
    monkeypatch.setattr(ImageDecoder, "_started", lambda self: saying(answer))

    with ImageDecoder() as taken, pytest.raises(NoPictureError):
        taken.decode(png(), PNG, LOGO)


def test_what_a_picture_is_says_who_ordered_it_and_not_the_child(monkeypatch):
    answer = b'{"size": 3, "width": 1, "height": 1, "content_type": "text/html"}\n<b>'
    monkeypatch.setattr(ImageDecoder, "_started", lambda self: saying(answer))

    with ImageDecoder() as taken:
        assert taken.decode(png(), PNG, LOGO).content_type == PNG


def saying(answer: bytes) -> subprocess.Popen[bytes]:
    """A child that takes any order and gives this answer."""
    code = f"import sys; sys.stdin.buffer.readline(); sys.stdout.buffer.write({answer!r}); sys.stdout.flush()"
    return subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
