"""Repairs documents of which a part cannot be rendered: the part is replaced by a notice.

Built on what the templates promise: a requirement is an `<article>` with an id, no article stands in another, and text
of people is escaped, so it holds no markup.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

INEXACT = "Some characters could not be printed and are shown as code points, or cannot be copied."
LEFT_OUT = "Could not be printed."
_ARTICLE = re.compile(r'<article id="(?P<id>[^"]*)"[^>]*>.*?</article>', re.DOTALL)
_SECTION = re.compile(r"<section(?P<attributes>[^>]*)>.*?</section>", re.DOTALL)
_ID = re.compile(r' id="([^"]*)"')
_WHERE = "It is complete in the portal, and in answers.xlsx of the ZIP pack."


def answers_in(html: str) -> list[str]:
    """The ids of the requirements that a document shows, in order."""
    return [found["id"] for found in _ARTICLE.finditer(html)]


def names_in(html: str) -> list[str]:
    """Every id in a document's sections; a section without any, the cover, counts as ""."""
    return [name for section in _SECTION.finditer(html) for name in _ID.findall(section.group()) or [""]]


def only(html: str, name: str) -> str:
    """The document with one requirement and nothing else."""
    head, _, _ = html.partition("<body")
    found = next(one.group() for one in _ARTICLE.finditer(html) if one["id"] == name)
    return f"{head}<body><section>{found}</section></body></html>"


def without(html: str, names: set[str]) -> str:
    """The document in which these requirements say that they could not be printed; links to them still lead there."""
    return _ARTICLE.sub(lambda found: _notice(found["id"]) if found["id"] in names else found.group(), html)


def without_sections(html: str, names: set[str]) -> str:
    """The document in which every section with one of these ids says that it could not be printed."""

    def kept(found: re.Match[str]) -> str:
        inside = _ID.findall(found.group()) or [""]
        if not names & set(inside):
            return found.group()
        notices = "".join(_notice(name) for name in inside if name) or f"<p>{LEFT_OUT}</p>"
        return f'<section class="annex">{notices}</section>'

    return _SECTION.sub(kept, html)


def with_note(html: str, noted: Mapping[str, str]) -> str:
    """The document with a section at its end that names what was not printed as it is, and why."""
    before, end, after = html.rpartition("</body>")
    if not noted or not end:
        return html
    rows = "".join(f"<tr><td>{escape(name or 'Cover')}</td><td>{escape(why)}</td></tr>" for name, why in noted.items())
    section = (
        '<section class="annex" id="print-notes"><h1>Print notes</h1>'
        f'<p class="lead">These parts could not be printed as entered. {_WHERE.replace("It is", "They are")}</p>'
        '<table><thead><tr><th scope="col">Part</th><th scope="col">What happened</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></section>"
    )
    return before + section + end + after


def _notice(name: str) -> str:
    return (
        f'<article id="{name}" data-of=", {name}" class="requirement">'
        f'<h2>{name}</h2><p class="note">{name} could not be printed. {_WHERE}</p></article>'
    )
