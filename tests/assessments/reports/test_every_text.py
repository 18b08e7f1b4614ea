"""Whatever people type is typeset, line by line, without an error and without a line that had to be drawn otherwise.

`PACK_TEXTS=1000` makes the generated part as long as that many packs; by default it takes a few seconds.
"""

from __future__ import annotations

import os
import random
import unicodedata
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.reports.pdf import fonts, text_layer, typesetter
from assessments.reports.render.printable import LONGEST_WORD, data_text, printable_text
from ftrportal.build import static_files

TEXTS = int(os.environ.get("PACK_TEXTS", "4"))
SEQUENCES = [
    "⚠️",
    "✔️",
    "❤️",
    "1️⃣",
    "#️⃣",
    "👨\u200d👩\u200d👧\u200d👦",
    "👩🏽\u200d💻",
    "🏳️\u200d🌈",
    "🇩🇪",
    "🇯🇵",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "👍🏿",
    "☎︎",
    "می\u200cخواهم",
    "کتاب\u200cها",
    "شركة",
    "\u200eR&D\u200e",
    "שָׁלוֹם",
    "क्\u200dष",
    "क्षि",
    "र्\u200dक",
    "น้ำทำงาน",
    "การวิเคราะห์",
    "葛󠄀",
    "が",
    "ぱ́",
    "Zürich",
    "ẹ́",
    "a\xadb",
    "a͏b",
    "\u061cتح",
    "x\u2060y",
    "\ufeffz",
    "ﷺ",
    "ﬁ",
    "Ǆ",
]
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
    longest = max((len(one) for one in printable_text(text).replace("\u200b", " ").split()), default=0)

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
