"""The command that makes sample packs, and the picture of one for the README."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

ROOT = Path(__file__).resolve().parents[3]

pytestmark = pytest.mark.django_db(transaction=True)


def sample(world, folder, *options) -> str:
    said = io.StringIO()
    call_command("sample_pack", *options, person=world.ada.user.email, into=folder, stdout=said)
    return said.getvalue()


def test_it_makes_both_packs_and_draws_pages_side_by_side(world, assessment, failing_scan, tmp_path):
    said = sample(world, tmp_path, "--picture", str(tmp_path / "pack.png"), "--pages", "1", "3", "8")

    assert (tmp_path / "sample-pack.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "sample-pack.zip").read_bytes().startswith(b"PK")
    picture = Image.open(tmp_path / "pack.png")
    assert picture.width > 2 * picture.height
    assert (tmp_path / "pack.png").stat().st_size < 90_000
    assert re.search(r"pack\.png: pages 1, 3, 8, [\d,]+ bytes", said)
    # A failed finding is red, and red is rare.
    assert any(red > 180 and max(green, blue) < 90 for red, green, blue in colours_of(picture))


def colours_of(picture: Image.Image) -> list[tuple[int, int, int]]:
    return [colour for _, colour in picture.convert("RGB").getcolors(10_000) or []]


def test_a_page_that_is_not_there_is_refused_with_words(world, assessment, tmp_path):
    with pytest.raises(CommandError, match=r"Name other --pages: the document has \d+ pages"):
        sample(world, tmp_path, "--picture", str(tmp_path / "pack.png"), "--pages", "1", "999")

    assert not (tmp_path / "pack.png").exists()


def test_one_picture_is_kept_and_it_is_small():
    (picture,) = (ROOT / "docs" / "img").iterdir()

    assert picture.stat().st_size < 90_000
    assert f"](docs/img/{picture.name})" in (ROOT / "README.md").read_text()
