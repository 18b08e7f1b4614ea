"""What packs look like, by the HTML: the vendor's colour and pictures, and hostile text that stays text."""

from __future__ import annotations

import re

import pytest

from assessments.reports.render import html
from assessments.reports.render.design import colours
from tests.assessments.reports.plates import ACCENT, full_snapshot
from tests.assessments.reports.snapshots import check, finding, snapshot
from tests.assessments.reports.snapshots import requirement as requirement_data

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>;}body{display:none'


def page_of(data, pictures=None) -> str:
    return html.render(data, sha256="ab" * 32, pictures=pictures or {})


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#ffffff", "#000000", 21.0),
        ("#ffffff", "#767676", 4.54),
        ("#ff0000", "#ffffff", 4.0),
        ("#777777", "#777777", 1),
    ],
)
def test_contrast_is_reckoned_as_wcag_does(one, other, ratio):
    assert colours.contrast(one, other) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize("light", ["#ffd400", "#ffffff", "#ff0000", "#00ffaa", "#777777"])
def test_a_light_colour_is_darkened_just_as_far_as_needed(light):
    shade = colours.darkened(light)

    assert not colours.is_readable(light)
    assert colours.is_readable(shade)
    assert colours.contrast(shade, colours.WHITE) < colours.READABLE + 0.3


@pytest.mark.parametrize("accent", ["#000000", "#7a1fa2", "#0a5c8f", "#767676", "#b00020", "#006400"])
def test_every_text_on_the_vendors_colour_can_be_read(accent):
    theme = colours.theme_of(accent)

    assert theme.field == accent
    for text in (colours.WHITE, theme.kicker, theme.soft):
        assert colours.contrast(text, theme.field) >= colours.READABLE


def test_the_portals_own_colours_can_be_read():
    theme = colours.DEFAULT

    assert min(colours.contrast(one, theme.field) for one in (colours.WHITE, theme.kicker, theme.soft)) >= 4.5
    assert colours.is_readable(theme.accent)


def test_the_vendors_colour_stands_where_the_portals_would():
    data, pictures = full_snapshot()

    page = page_of(data, pictures)

    assert page.count(ACCENT) >= 4
    assert colours.DEFAULT.field not in page
    assert "COLOUR-" not in page


@pytest.mark.parametrize("accent", [HOSTILE, "red", "#FFF", "#7a1fa2;}", "", "#ffd400", "#7a1fa2\n"])
def test_a_colour_that_is_none_never_reaches_the_style_sheet(accent):
    data = snapshot()
    data["look"] = {"accent": accent, "logo": None}

    page = page_of(data)

    assert colours.DEFAULT.field in page
    assert not accent or accent not in page.partition("</style>")[0]


def test_hostile_names_captions_and_reasons_stay_text():
    data, pictures = full_snapshot(name=HOSTILE, caption=HOSTILE)
    data["accepted"][0]["because"] = data["accepted"][0]["resource"] = HOSTILE
    data["changes"]["entries"][1]["file"] = data["changes"]["entries"][0]["by"] = HOSTILE
    data["sections"][2]["requirements"][0]["evidence"][-1]["name"] = HOSTILE
    data["organization"] = HOSTILE

    page = page_of(data, pictures)

    assert "<script" not in page
    assert "<img src=x" not in page
    assert set(re.findall(r'<img[^>]* src="([^"]*)"', page)) == set(pictures.values())


def test_every_picture_says_what_it_shows():
    data, pictures = full_snapshot()

    images = re.findall(r"<img[^>]*>", page_of(data, pictures))

    assert len(images) == 3
    assert all(re.search(r' alt="[^"]{5,}"', image) for image in images)


def test_pictures_whose_bytes_are_gone_are_left_out():
    data, _ = full_snapshot()

    page = page_of(data)

    assert "<img" not in page
    assert "Annex A: Scan scope" in page


def test_annexes_are_lettered_without_gaps_and_listed():
    data, pictures = full_snapshot()

    page = page_of(data, pictures)

    titles = re.findall(r"<h1>Annex ([A-E]): ([^<]+)</h1>", page)
    assert titles == [
        ("A", "Architecture"),
        ("B", "Scan scope"),
        ("C", "All findings"),
        ("D", "Change history"),
        ("E", "Evidence files"),
    ]
    assert re.findall(r'<td class="n">Annex ([A-E])</td>', page) == list("ABCDE")


def test_a_snapshot_of_before_has_no_look_and_still_prints():
    page = page_of(snapshot())

    assert "This is the first pack of this assessment" in page
    assert "Risk exceptions" in page.partition("By section")[0]


def test_a_rule_stands_beside_the_value_it_judges():
    data, pictures = full_snapshot()

    page = page_of(data, pictures)

    assert re.search(r"<td>60 days<br><span class=\"r-met\"><strong>OK.</strong> 60 days is within the 90", page)


def test_a_note_is_no_verdict():
    data, pictures = full_snapshot()
    rule = {"outcome": "met", "message": "Plan the next review.", "fields": [], "is_note": True}
    data["sections"][2]["requirements"][0]["rules"] = [rule]

    assert '<li class="r-note"><strong>Note.</strong> Plan the next review.</li>' in page_of(data, pictures)


def test_what_a_check_says_of_several_resources_stands_there_once_and_when_it_was_seen_once():
    data, pictures = full_snapshot()
    found = [finding(number, "pass", message="MFA is active.") for number in range(3)]
    found.append(finding(9, "pass", message="No user.", region=""))
    data["sections"][2]["requirements"][0]["checks"] = [check(found, title="Everybody has MFA")]

    one = page_of(data, pictures).partition("Everybody has MFA")[2].partition("</div>")[0]

    assert one.count("MFA is active.") == one.count("No user.") == 1
    assert all(f"build-agent-{number}<" in one for number in (0, 1, 2, 9))
    assert one.count("19 Nov 2026, 22:10 UTC") == 1


def test_findings_of_several_moments_say_each_when():
    data, pictures = full_snapshot()
    found = [finding(1), finding(2, observed_at="2026-11-18T09:00:00+00:00")]
    data["sections"][2]["requirements"][0]["checks"] = [check(found, title="Everybody has MFA")]

    one = page_of(data, pictures).partition("Everybody has MFA")[2].partition("</div>")[0]

    assert "eu-west-1, 19 Nov 2026, 22:10 UTC" in one
    assert "eu-west-1, 18 Nov 2026, 09:00 UTC" in one


def test_changes_say_from_which_status_to_which():
    data, pictures = full_snapshot()

    page = page_of(data, pictures)

    assert re.search(r"Not started <span[^>]*>→</span> <strong>Met</strong>", page)
    assert "Evidence attached: runbook.pdf" in page
    assert "Evidence taken off: old.pdf" in page


def test_text_from_right_to_left_stands_right():
    data = snapshot()
    source = type("Source", (), {"key": "X-001", "number": 1, "title": "T", "statement": "S"})
    response = "تحليل <b>\n\nPlain & simple\nsecond line"
    data["sections"][0]["requirements"] = [requirement_data(source, applies=True, response=response)]

    page = page_of(data)

    assert '<p class="rtl">تحليل &lt;b&gt;</p><p>Plain &amp; simple<br>second line</p>' in page


def test_nothing_is_printed_of_approvals_yet():
    data = snapshot()
    data["sections"][0]["requirements"][0]["approval"] = {"by": "canary-a1", "at": "", "note": "canary-a2"}

    assert "canary-a" not in page_of(data)
