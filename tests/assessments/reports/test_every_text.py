"""Whatever people type is typeset, line by line, without an error and without a line that had to be drawn otherwise.

`PACK_TEXTS=1000` makes the generated part as long as that many packs; by default it takes a few seconds.
"""

from __future__ import annotations

import os
import random
import re
import unicodedata
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.reports.pdf import fonts, text_layer, typesetter
from assessments.reports.render.printable import LONGEST_WORD, UNSPACED, data_text, printable_text
from ftrportal.build import static_files

TEXTS = int(os.environ.get("PACK_TEXTS", "4"))
SEQUENCES = (
    "\u26a0\ufe0f",
    "\u2714\ufe0f",
    "\u2764\ufe0f",
    "1\ufe0f\u20e3",
    "#\ufe0f\u20e3",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
    "\U0001f469\U0001f3fd\u200d\U0001f4bb",
    "\U0001f3f3\ufe0f\u200d\U0001f308",
    "\U0001f1e9\U0001f1ea",
    "\U0001f1ef\U0001f1f5",
    "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "\U0001f44d\U0001f3ff",
    "\u260e\ufe0e",
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "\u06a9\u062a\u0627\u0628\u200c\u0647\u0627",
    "\u0634\u0631\u0643\u0629",
    "\u200eR&D\u200e",
    "\u05e9\u05b8\u05c1\u05dc\u05d5\u05b9\u05dd",
    "\u0915\u094d\u200d\u0937",
    "\u0915\u094d\u0937\u093f",
    "\u0930\u094d\u200d\u0915",
    "\u0e19\u0e49\u0e33\u0e17\u0e33\u0e07\u0e32\u0e19",
    "\u0e01\u0e32\u0e23\u0e27\u0e34\u0e40\u0e04\u0e23\u0e32\u0e30\u0e2b\u0e4c",
    "\u845b\U000e0100",
    "\u304c",
    "\u3071\u0301",
    "Z\xfcrich",
    "e\u0301\u0323",
    "a\xadb",
    "a\u034fb",
    "\u061c\u062a\u062d",
    "x\u2060y",
    "\ufeffz",
    "\ufdfa",
    "\ufb01",
    "\u01c4",
)
CONTEXTS = ("a{}b", "ا{}ب", "ש{}ל", "ก{}ข", "क{}ष", "東{}京", "⚠{}❤", "{}", "x {} y", "{}{}{}")
CODE_POINTS = [*range(0x20, 0xD800), *range(0xE000, 0x30000), *range(0xE0000, 0xE0200)]


@pytest.fixture(autouse=True, scope="module")
def bundled_fonts():
    static_files.fetch()
    fonts.font_files.cache_clear()
    fonts.file_for.cache_clear()


def typeset(text: str) -> typesetter.Typeset:
    """A document of these lines, as a pack prints them."""
    shown = printable_text(text)
    rules, plain, _ = fonts.styles_for(shown)
    lines = "".join(f"<p>{escape(line)}</p>" for line in shown.split("\n"))
    style = f"{rules} html{{font:8.8pt/1.5 {plain};hyphens:none;overflow-wrap:break-word}} p{{width:150mm}}"
    page = f"<html lang='en'><head><title>t</title><style>{style}</style></head><body>{lines}</body></html>"
    typesetter.unpack_fonts(page)
    return typesetter.typeset(page, {"identifier": "0" * 32})


def generated(source: random.Random) -> str:
    """A text of mixed scripts, directions, sequences, lone marks and long words."""
    parts = []
    for _ in range(source.randrange(4, 40)):
        kind = source.randrange(7)
        start = source.choice(CODE_POINTS)
        if kind == 0:
            parts.append("".join(chr(min(start + source.randrange(60), 0x10FFFF)) for _ in range(12)))
        elif kind == 1:
            parts.append(source.choice(SEQUENCES) * source.choice((1, 2, 60)))
        elif kind == 2:
            parts.append(source.choice(CONTEXTS).replace("{}", source.choice(sorted(fonts.INVISIBLE))))
        elif kind == 3:
            parts.append("".join(source.choice(SEQUENCES) for _ in range(20)))
        elif kind == 4:
            parts.append(source.choice("\u202e\u2066\u2069\t\n\u2028\u0000\ud800\u200b"))
        else:
            parts.append("".join(source.choice("abc شدم ก้ำ שלום 東京") for _ in range(source.randrange(30))))
    return source.choice(("", " ")).join(parts)


def test_every_invisible_character_is_typeset_in_every_script():
    text = "\n".join(one.replace("{}", mark) for mark in sorted(fonts.INVISIBLE)[::4] for one in CONTEXTS)

    assert typeset(text[:19_000]).marred == {}


def test_characters_of_every_block_are_typeset():
    source = random.Random(20261201)
    samples = [chr(source.choice(CODE_POINTS[at : at + 128])) for at in range(0, len(CODE_POINTS), 128)]
    rows = ["".join(f"{one}{source.choice(SEQUENCES)}" for one in samples[at : at + 30]) for at in range(0, 1500, 30)]

    assert typeset("\n".join(rows)[:9_000]).marred == {}


@pytest.mark.parametrize("number", range(TEXTS))
def test_generated_texts_are_typeset(number):
    assert typeset(generated(random.Random(number))).marred == {}


@pytest.mark.parametrize("letter", ["x", "ا", "ก", "東", "क्षि", "⚠️", "e\u0301", "a\u200d"])
def test_a_word_of_ten_thousand_characters_is_typeset(letter):
    assert typeset(letter * (10_000 // len(letter))).marred == {}


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400) | WORDS.map(lambda one: "".join(one.split()) * 9))
def test_printable_text_holds_no_word_without_places_to_break(text):
    words = re.split(rf"[\s\u200b{UNSPACED}]", printable_text(text))
    longest = max(map(len, words))

    assert longest <= 2 * LONGEST_WORD or all(fonts.is_covered(one) for one in text)


@settings(max_examples=200, deadline=None)
@given(WORDS)
def test_files_of_data_hold_the_text_itself(text):
    kept = "".join(one for one in text if unicodedata.category(one) != "Cc" and one not in "\ufffe\uffff")

    assert data_text(kept) == kept


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=4), st.integers(0, 5)), max_size=12), st.booleans())
def test_a_line_means_its_text_once_and_each_glyph_something(groups, backwards):
    meant = text_layer.carried(groups)
    parts = [
        text_layer.shared_out(text, glyphs, backwards=backwards)
        for text, (_, glyphs) in zip(meant, groups, strict=True)
    ]

    assert [len(one) for one in parts] == [glyphs for _, glyphs in groups]
    if any(glyphs for _, glyphs in groups):
        assert "".join(meant) == "".join(text for text, _ in groups).translate(text_layer.UNSAID)
