"""A person's whole way through the product, against everything that really runs: from signing up to the pack's text.

One test per step would need each step's data made behind the product's back; so it is one walk, in the order a person
takes it. Screenshots of every page land in FTR_SCREENSHOTS, if that names a folder.
"""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from assessments.catalog import current_edition
from tests.browser.conftest import Portal

pytestmark = pytest.mark.browser

EMAIL, PASSWORD = "nora@example.com", "a long enough passphrase"
ACCOUNT = "111122223333"
NAME = "Harbour <b>Ledger</b>"
HOSTILE = "Keys rotate every 60 days. <script>document.title='owned'</script> file:///etc/passwd"
PDF_FILE = b"\n".join(
    [
        b"%PDF-1.4",
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj",
        b"trailer<</Root 1 0 R>>",
        b"%%EOF",
    ]
)


def shoot(page: Page, name: str) -> None:
    folder = os.environ.get("FTR_SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        # Hiding the caret would add an inline style, which the content security policy rightly blocks.
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True, caret="initial")


def choose(page: Page, name: str, value: str) -> None:
    """Click a radio button as a person does: on its label."""
    button = page.locator(f"[name={name}][value={value}]")
    own_id = button.get_attribute("id")
    label = f"label[for={own_id}]" if own_id else f"label:has([name={name}][value={value}])"
    page.locator(label).click()
    expect(button).to_be_checked()


def test_the_whole_main_job(portal: Portal, open_browser, complaints):
    page = open_browser()
    sign_up(page, portal)
    create_organization(page)
    workload = create_workload(page)
    see_all_requirements(page, workload)
    answer_with_typed_fields(page, workload)
    two_people_edit_one_answer(page, open_browser, workload)
    attach_evidence(page, workload)
    connect_the_account(page, workload)
    scan_it(page)
    accept_what_the_scan_suggests(page, workload)
    see_a_disagreement(page, workload)
    download_the_pack(page, workload)
    look_at_other_widths_and_colours(page, open_browser, workload)
    assert complaints == []


def sign_up(page: Page, portal: Portal) -> None:
    page.goto("/accounts/signup/")
    page.fill("[name=name]", "Nora Vance")
    page.fill("[name=email]", EMAIL)
    page.fill("[name=password1]", PASSWORD)
    page.fill("[name=password2]", PASSWORD)
    shoot(page, "01-sign-up")
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/confirm-email/**")
    shoot(page, "02-confirm")
    page.goto(portal.mail_link(r"http://localhost:\d+/accounts/confirm-email/[-:\w]+/", EMAIL))
    page.locator("main button[type=submit]").first.click()
    if "/login/" in page.url:
        page.fill("[name=login]", EMAIL)
        page.fill("[name=password]", PASSWORD)
        page.locator("main button[type=submit]").first.click()


def create_organization(page: Page) -> None:
    page.goto("/")
    page.fill("[name=name]", "Harbour Software")
    shoot(page, "03-organization")
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/workloads/")
    shoot(page, "04-no-workloads")


def create_workload(page: Page) -> str:
    page.get_by_role("link", name="Create workload").first.click()
    page.fill("[name=name]", NAME)
    page.fill("[name=description]", "Bookkeeping for small harbours.")
    page.locator("[name$=-account_id]").first.fill(ACCOUNT)
    choose(page, "handles_phi", "no")
    choose(page, "accesses_customer_accounts", "yes")
    choose(page, "stores_customer_credentials", "yes")
    shoot(page, "05-workload-form")
    page.get_by_role("button", name="Create workload").click()
    page.wait_for_url("**/w/*/")
    expect(page.locator("h1")).to_have_text(NAME)
    shoot(page, "06-workload")
    return re.sub(r"^https?://[^/]+", "", page.url)


def see_all_requirements(page: Page, workload: str) -> None:
    page.goto(f"{workload}questions/")
    shoot(page, "07-questions")
    text = page.locator("main").inner_text()
    missing = [one.key for one in current_edition().requirements if one.key not in text]
    assert missing == []


def saved(page: Page) -> None:
    expect(page.locator("#answer-form")).to_contain_text(re.compile(r"Saved (just now|at|by|\d)", re.I))


def answer_with_typed_fields(page: Page, workload: str) -> None:
    page.goto(f"{workload}q/RES-002/")
    choose(page, "status", "met")
    page.fill("[name=field-rto-value]", "30")
    page.select_option("[name=field-rto-unit]", "hours")
    page.fill("[name=field-approved_by]", "Ida Holm")
    page.fill("[name=field-approved_on]", "2026-01-15")
    expect(page.locator("main")).to_contain_text("24 hours")
    shoot(page, "08-rto-too-long")
    page.fill("[name=field-rto-value]", "4")
    page.fill("[name=response]", HOSTILE)
    page.locator("[name=response]").blur()
    saved(page)
    page.wait_for_timeout(1500)
    page.reload()
    expect(page.locator("[name=response]")).to_have_value(HOSTILE)
    expect(page.locator("[name=field-rto-value]")).to_have_value("4")
    assert page.title() != "owned"
    shoot(page, "09-rto-met")


def two_people_edit_one_answer(page: Page, open_browser, workload: str) -> None:
    other = page.context.new_page()
    other.goto(f"{workload}q/IAM-004/")
    page.goto(f"{workload}q/IAM-004/")
    page.fill("[name=response]", "Written in the first window.")
    saved(page)
    other.fill("[name=response]", "Written in the second window.")
    expect(other.locator("main")).to_contain_text("Written in the first window.")
    expect(other.locator("[name=response]")).to_have_value("Written in the second window.")
    shoot(other, "10-conflict")
    other.close()
    page.reload()
    expect(page.locator("[name=response]")).to_have_value("Written in the first window.")


def attach_evidence(page: Page, workload: str) -> None:
    page.goto(f"{workload}q/ARC-005/")
    disguised = {"name": "picture.png", "mimeType": "image/png", "buffer": b"<html><script>alert(1)</script></html>"}
    page.set_input_files("[name=files]", [disguised])
    expect(page.locator("#evidence-panel").get_by_role("alert")).to_contain_text("picture.png")
    shoot(page, "11-refused-file")
    page.set_input_files("[name=files]", [{"name": "runbook.pdf", "mimeType": "application/pdf", "buffer": PDF_FILE}])
    link = page.get_by_role("link", name=re.compile("runbook.pdf"))
    expect(link).to_be_visible()
    with page.expect_download() as download:
        link.click()
    assert Path(download.value.path()).read_bytes() == PDF_FILE
    shoot(page, "12-evidence")


def connect_the_account(page: Page, workload: str) -> None:
    page.goto(workload)
    page.get_by_role("link", name="Connect").first.click()
    expect(page.locator("[name=account_id]")).to_have_value(ACCOUNT)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/connections/[0-9a-f-]{36}/"))
    shoot(page, "13-onboarding")
    href = page.locator("a[href*='/console/cloudformation']").first.get_attribute("href")
    console = page.context.new_page()
    console.goto(href)
    console.locator("[name=acknowledge]").check()
    shoot(console, "14-console")
    console.locator("button.primary").click()
    expect(console.locator(".role-arn")).to_contain_text(f"arn:aws:iam::{ACCOUNT}:role/FtrPortal-")
    console.close()
    expect(page.get_by_role("button", name="Scan now").first).to_be_visible(timeout=60_000)
    shoot(page, "15-connected")


def scan_it(page: Page) -> None:
    page.get_by_role("button", name="Scan now").first.click()
    page.wait_for_url("**/scans/*/")
    shoot(page, "16-scanning")
    expect(page.get_by_role("link", name="All findings")).to_be_visible(timeout=90_000)
    shoot(page, "17-scanned")
    page.get_by_role("link", name="All findings").click()
    expect(page.locator("main")).to_contain_text("arn:aws:iam::")
    shoot(page, "18-findings")


def accept_what_the_scan_suggests(page: Page, workload: str) -> None:
    page.goto(f"{workload}q/ARC-004/")
    shoot(page, "19-suggestion")
    page.get_by_role("button", name="Use this answer").click()
    expect(page.locator("[name=status][value=not_met]")).to_be_checked()
    expect(page.locator("main")).to_contain_text(re.compile("Suggested answer used"))


def see_a_disagreement(page: Page, workload: str) -> None:
    page.goto(f"{workload}q/S3-002/")
    choose(page, "status", "met")
    saved(page)
    page.reload()
    expect(page.locator("main")).to_contain_text(
        re.compile(r"The answer is “met”, but the scan found \d+ failing resource")
    )
    shoot(page, "20-disagreement")


def download_the_pack(page: Page, workload: str) -> None:
    page.goto(f"{workload}packs/")
    page.get_by_role("button", name="Create evidence pack").first.click()
    link = page.get_by_role("link", name=re.compile("Download"))
    expect(link.first).to_be_visible(timeout=90_000)
    shoot(page, "21-pack")
    with page.expect_download() as download:
        link.first.click()
    content = Path(download.value.path()).read_bytes()
    text = "\n".join(one.extract_text() for one in PdfReader(io.BytesIO(content)).pages)
    flat = re.sub(r"\s+", " ", text)
    assert NAME in flat
    assert "<script>document.title='owned'</script>" in flat
    assert "runbook.pdf" in flat
    assert f"arn:aws:iam::{ACCOUNT}:role/FtrPortal-" in re.sub(r"\s+", "", text)
    assert re.search(r"The answer is “met”, but the scan found \d+ failing resource", flat)
    assert [
        one.key for one in current_edition().requirements if not one.key.startswith("BAABP") and one.key not in text
    ] == []


def look_at_other_widths_and_colours(page: Page, open_browser, workload: str) -> None:
    phone = open_browser(dark=True, phone=True)
    phone.goto("/accounts/login/")
    phone.fill("[name=login]", EMAIL)
    phone.fill("[name=password]", PASSWORD)
    phone.locator("main button[type=submit]").first.click()
    phone.wait_for_url("**/workloads/")
    for name, path in [
        ("workload", workload),
        ("requirement", f"{workload}q/IAM-002/"),
        ("packs", f"{workload}packs/"),
    ]:
        phone.goto(path)
        shoot(phone, f"22-phone-dark-{name}")
        wider = phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"{name} scrolls sideways on a phone"
