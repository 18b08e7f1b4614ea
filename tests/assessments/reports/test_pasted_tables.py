"""A table pasted from a spreadsheet into an answer is a table in the pack."""

from __future__ import annotations

import pytest

from assessments.templatetags.reports import paragraphs

TABLE = "Key\tAge\tOwner\nbuild\t213\tAda\ndeploy\t\t<b>Cai</b>"


def test_tabs_are_columns_and_lines_are_rows():
    html = paragraphs(f"Our keys:\n{TABLE}\nAll of them.")

    assert html.startswith("<p>Our keys:</p><table")
    assert html.endswith("</table><p>All of them.</p>")
    assert [html.count(tag) for tag in ("<th ", "<tr>", "<td>")] == [3, 3, 6]
    assert "<td>deploy</td><td></td><td>&lt;b&gt;Cai&lt;/b&gt;</td>" in html


def test_a_row_that_is_short_or_ends_in_empty_cells_keeps_the_columns():
    html = paragraphs("a\tb\tc\nTotal\t\t\n\tonly the second")

    assert html.count("<td>") == 6
    assert "<td></td><td>only the second</td><td></td>" in html


def test_tabs_that_only_indent_are_no_table():
    assert paragraphs("\tif x:\n\t\tgo()") == f"<p>{chr(160) * 4}if x:<br>{chr(160) * 8}go()</p>"


def test_more_columns_than_a_page_holds_stay_lines():
    html = paragraphs("\n".join("\t".join("abcdefghijklmnop") for _ in range(3)))

    assert "<table" not in html
    assert html.count("<br>") == 2


@pytest.mark.parametrize("text", ["", "\n\n", " \n \n", "one\n\ntwo", "one\ntwo"])
def test_text_without_tabs_is_as_before(text):
    assert paragraphs(text) == {"one\n\ntwo": "<p>one</p><p>two</p>", "one\ntwo": "<p>one<br>two</p>"}.get(text, "")
