"""One set of words for why something could not be read."""

from __future__ import annotations

import pytest

from assessments.templatetags.reports import gap_word
from scanners.engine.facts.unknown import Reason
from scanners.public import why_unread


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_words_that_fit_into_a_sentence(reason):
    words = why_unread(reason.value)

    assert words != reason.value
    assert not words.endswith(".")
    assert gap_word(reason.value) == words[0].upper() + words[1:]


@pytest.mark.parametrize("reason", ["", "of_a_later_version"])
def test_an_unknown_reason_is_shown_as_it_is(reason):
    assert why_unread(reason) == reason
