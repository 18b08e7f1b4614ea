"""Typesetting hostile documents: nothing is fetched, nothing runs for ever, the same input gives the same bytes."""

from __future__ import annotations

import io
import socket
import threading
from pathlib import Path

import pytest
from pypdf import PdfReader

from assessments.reports.pdf import rendering as pdf
from assessments.reports.render import html
from assessments.reports.render.printable import printable_text
from tests.assessments.reports.snapshots import requirement as requirement_data
from tests.assessments.reports.snapshots import snapshot

CANARY = "canary-7f3a91"


def text_of(document: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(document)).pages)


@pytest.fixture
def listener():
    """A TCP port that counts who connects."""
    connections: list[object] = []
    server = socket.create_server(("127.0.0.1", 0))

    def count() -> None:
        while True:
            try:
                connection, address = server.accept()
            except OSError:
                return
            connections.append(address)
            connection.close()

    thread = threading.Thread(target=count, daemon=True)
    thread.start()
    yield server.getsockname()[1], connections
    server.close()


@pytest.fixture
def canary_file(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text(CANARY)
    return path


def channels(port: int, secret: Path) -> str:
    """Every way we know to make a typesetter fetch something, in markup."""
    web, file = f"http://127.0.0.1:{port}/x", secret.as_uri()
    return f"""
      <link rel="stylesheet" href="{web}"><link rel="attachment" href="{file}"><link rel="attachment" href="{web}">
      <style>@import url({web}); @font-face {{ font-family: x; src: url({web}) }}
        .a {{ font-family: x; background: url({web}); list-style: url({web}); border-image: url({web}) 1 }}
        .a::before {{ content: url({web}) }}</style>
      <p class="a">text</p><img src="{web}"><img src="{file}"><img src="ftp://127.0.0.1:{port}/x">
      <a rel="attachment" href="{file}">a</a><object data="{web}"></object><embed src="{file}">
      <svg width="9" height="9"><image href="{web}" width="9" height="9"/></svg>
      <img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='{web}'/></svg>">
      <img src="asset:../pack.css"><img src="asset:fonts/../../pack.css">
      <img src="asset:/etc/passwd"><img src="//127.0.0.1:{port}/x"><iframe src="{web}"></iframe>"""


def test_no_markup_makes_the_typesetter_fetch_anything(listener, canary_file):
    port, connections = listener
    hostile = channels(port, canary_file)
    page = f"<html lang='en'><head><title>t</title></head><body><h1>before</h1>{hostile}<p>after</p></body></html>"

    document = pdf.render(page)

    assert "after" in text_of(document)
    assert connections == []
    assert CANARY.encode() not in document
    assert CANARY not in text_of(document)
    assert "/EmbeddedFiles" not in str(PdfReader(io.BytesIO(document)).trailer["/Root"])


def test_hostile_text_of_users_shows_as_text(listener, canary_file):
    port, connections = listener
    data = snapshot()
    data["workload"]["name"] = "<script>alert(1)</script></title>"
    first = data["sections"][0]["requirements"][0]
    first["response"] = channels(port, canary_file) + "<script>alert(2)</script> {{ settings.SECRET_KEY }} {% load x %}"
    data["sections"] = data["sections"][:1]

    document = pdf.render(html.render(data, sha256="0" * 64))

    text = text_of(document)
    assert "<script>alert(1)</script></title>" in text
    assert "<script>alert(2)</script>" in text
    assert "{{ settings.SECRET_KEY }}" in text
    assert connections == []
    assert CANARY.encode() not in document


def test_the_same_snapshot_gives_the_same_bytes():
    data = snapshot()
    data["sections"] = data["sections"][:2]
    page = html.render(data, sha256="0" * 64)

    assert pdf.render(page) == pdf.render(page)


def test_rendering_asks_nothing_of_the_database(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        html.render(snapshot(), sha256="0" * 64)


def test_a_document_over_its_cpu_time_is_ended_with_a_reason(monkeypatch):
    monkeypatch.setattr(pdf, "CPU_SECONDS", 3)
    bomb = "<html><body><table><tr><td colspan='100000'>x</td></tr></table>" * 3

    with pytest.raises(pdf.RenderFailedError) as failed:
        pdf.render(bomb)

    assert failed.value.reason == "report.too_large"


def test_a_document_over_its_memory_is_ended_with_a_reason(monkeypatch):
    monkeypatch.setattr(pdf, "MEMORY_BYTES", 60 * 1024**2)

    with pytest.raises(pdf.RenderFailedError) as failed:
        pdf.render("<html><body>x</body></html>")

    assert failed.value.reason in {"report.too_large", "report.not_typeset"}


def test_a_request_to_stop_ends_the_child():
    with pytest.raises(pdf.RenderCancelledError):
        pdf.render("<html><body>" + "<p>word word</p>" * 20_000, should_stop=lambda: True, poll_seconds=0.1)


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("a\x00b", "a[U+0000]b"),
        ("lone \ud800 surrogate", "lone [U+D800] surrogate"),
        ("gpj.\u202eexe", "gpj.[U+202E]exe"),
        ("a" + "\u0301" * 50, "a" + "\u0301" * 4),
        ("日本語 Ελληνικά", "日本語 Ελληνικά"),
    ],
)
def test_unprintable_characters_become_visible(hostile, shown):
    assert printable_text(hostile) == shown


def test_a_long_word_can_break_and_long_text_is_cut_with_a_note():
    assert "\u200b" in printable_text("x" * 200)
    assert printable_text("y " * 20_000).endswith("(20,000 more characters)")


def test_text_that_cannot_be_shown_does_not_grow_without_bound():
    assert len(printable_text("\x00" * 1_000_000)) < 41_000


def test_a_megabyte_without_spaces_is_ready_in_time():
    data = snapshot()
    data["sections"] = data["sections"][:1]
    data["sections"][0]["requirements"][0] = requirement_data_with_response("x" * 1_000_000)

    document = pdf.render(html.render(data, sha256="0" * 64))

    assert "more characters" in text_of(document).replace("\n", " ")


def requirement_data_with_response(response: str):
    from assessments.catalog.load import current_edition

    return requirement_data(current_edition().requirements[0], applies=True, response=response)
