"""What is kept as evidence, told by the bytes. Case numbers are those of the list of hostile uploads."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
import zlib

import openpyxl
import pytest
from PIL import Image

from ftrportal.common.files import Refused, display_name, inspect
from ftrportal.common.files.office import CONTENT_TYPES, MAX_ENTRIES

OFFICE = "application/vnd.openxmlformats-officedocument."
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def picture(kind="PNG", size=(4, 4)):
    out = io.BytesIO()
    Image.new("RGB", size).save(out, kind)
    return out.getvalue()


def archive(entries, *, content_types=f'<Types><Override ContentType="{WORD}"/></Types>'):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        if content_types is not None:
            file.writestr(CONTENT_TYPES, content_types)
        for name, content in entries:
            file.writestr(name, content)
    return out.getvalue()


def workbook():
    out = io.BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = "hello"
    book.save(out)
    return out.getvalue()


def huge_png(width, height):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
GOOD = [
    ("report.pdf", PDF, "application/pdf"),
    ("shot.png", picture(), "image/png"),
    ("shot.JPG", picture("JPEG"), "image/jpeg"),
    ("shot.jpeg", picture("JPEG"), "image/jpeg"),
    ("list.csv", "a,b\n1,é\n".encode(), "text/csv; charset=utf-8"),
    ("list.csv", b"\xef\xbb\xbfa,b\r\n", "text/csv; charset=utf-8"),
    ("notes.txt", b"plain", "text/plain; charset=utf-8"),
    ("notes.md", b"# Title\n\n<b>bold</b>", "text/markdown; charset=utf-8"),
    ("log.json", b'{"Records": []}', "application/json"),
    ("book.xlsx", workbook(), OFFICE + "spreadsheetml.sheet"),
    ("text.docx", archive([("word/document.xml", "<w/>")]), OFFICE + "wordprocessingml.document"),
]
BAD = [
    ("page.html", b"<!doctype html><p>x", "extension"),
    ("drawing.svg", b"<svg/>", "extension"),
    ("all.zip", archive([]), "extension"),
    ("noextension", b"text", "extension"),
    (".png", picture(), "extension"),
    ("trailing.pdf.", PDF, "extension"),
    ("page.png", b"<!doctype html><script>alert(1)</script>", "content"),
    ("drawing.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "content"),
    ("jpeg.png", picture("JPEG"), "content"),
    ("gif.png", picture("GIF"), "content"),
    ("png.jpg", picture(), "content"),
    ("page.jpeg", b"<!doctype html><script>alert(1)</script>", "content"),
    ("cut.png", picture()[:30], "content"),
    ("huge.png", huge_png(65_500, 65_500), "pixels"),
    ("page.pdf", b"<html><body>x", "content"),
    ("late.pdf", b"<html>" + PDF, "content"),
    ("page.txt", b"  <HTML><script>", "page"),
    ("page.txt", b"\xef\xbb\xbf<!DOCTYPE html>", "page"),
    ("drawing.md", b"<svg onload=alert(1)>", "page"),
    ("xml.csv", b"<?xml version='1.0'?>", "page"),
    ("binary.txt", b"MZ\x00\x01", "binary"),
    ("latin.csv", "Größe".encode("latin-1"), "encoding"),
    ("utf16.txt", "hello".encode("utf-16"), "binary"),
    ("cut.txt", "é".encode()[:1], "encoding"),
    ("not.json", b"{'a': 1}", "json"),
    ("deep.json", b"[" * 200_000, "json"),
    ("macro.docx", archive([("word/vbaProject.bin", b"x")]), "macros"),
    ("macro.docx", archive([], content_types="application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
    ("book.docx", workbook(), "content"),
    ("text.docx", archive([], content_types=None), "content"),
    ("text.docx", b"PK\x03\x04 nothing more", "content"),
    ("text.docx", b"not a zip", "content"),
    ("climb.docx", archive([("../../etc/passwd", "x")]), "content"),
    ("bomb.xlsx", archive([("xl/sheet.xml", b"0" * 40_000_000)]), "bomb"),
    ("many.docx", archive([(f"word/{n}.xml", "") for n in range(MAX_ENTRIES)]), "bomb"),
]


@pytest.mark.parametrize(
    ("name", "data", "content_type"), GOOD, ids=lambda value: value if isinstance(value, str) else ""
)
def test_kept(name, data, content_type):
    file = io.BytesIO(data)

    assert inspect(file, name).content_type == content_type
    assert file.tell() == 0


@pytest.mark.parametrize(("name", "data", "code"), BAD, ids=lambda value: value if isinstance(value, str) else "")
def test_refused_with_a_reason(name, data, code):
    with pytest.raises(Refused) as refusal:
        inspect(io.BytesIO(data), name)

    assert refusal.value.code == code
    assert refusal.value.message.endswith(".")


def test_a_character_split_between_two_reads_is_text():
    file = io.BytesIO(b"a" * (1024 * 1024 - 1) + "é and more".encode())

    assert inspect(file, "long.txt").name == "Text"


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\plan.docx", "plan.docx"),
        ("gpj.\u202eexe.png", "gpj.exe.png"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie x.pdf"),
        ('quo"te.pdf', "quote.pdf"),
        ("nul\0l.pdf", "null.pdf"),
        ("CON.txt", "_CON.txt"),
        (" .. ", "file"),
        ("", "file"),
        ("--rf.pdf", "rf.pdf"),
        ("trailing.pdf. ", "trailing.pdf"),
        ("naïve 文書.pdf", "naïve 文書.pdf"),
    ],
)
def test_names_are_cleaned_for_showing(raw, shown):
    assert display_name(raw) == shown


def test_long_names_keep_their_extension():
    name = display_name("😀" * 255 + ".pdf")

    assert len(name) == 150
    assert name.endswith(".pdf")


def test_a_document_that_lies_about_its_number_of_parts_costs_no_memory():
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 3, 20, *[0] * 15)
    first, names = b"PK\x03\x04", entry * 300_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(names), len(first), 0)
    hostile = io.BytesIO(first + names + end)
    tracemalloc.start()

    with pytest.raises(Refused) as refused:
        inspect(hostile, "lies.docx")

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refused.value.code == "bomb"
    assert peak < 16 * 1024 * 1024
