"""Articles before words that are known only at run time."""

from __future__ import annotations


def with_article(word: str) -> str:
    """The word in lower case after its indefinite article: "an admin", "a reviewer"."""
    return f"{'an' if word[:1].lower() in ('a', 'e', 'i', 'o', 'u') else 'a'} {word.lower()}"
