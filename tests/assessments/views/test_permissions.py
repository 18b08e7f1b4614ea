"""Every address of the questionnaire for everybody: the role decides, and another organization's ids lead nowhere."""

from __future__ import annotations

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.models import Evidence, EvidenceLink
from assessments.services.evidence import upload_evidence
from ftrportal.common.database.tenancy import organization_context

KEY = "ARC-004"
# name, method, further arguments, whether a reviewer may
PAGES = [
    ("workload_detail", "get", (), True),
    ("workload_edit", "get", (), False),
    ("workload_edit", "post", (), False),
    ("questionnaire", "get", (), True),
    ("section_detail", "get", ("root-account",), True),
    ("section_overrule", "post", ("root-account",), False),
    ("section_restore", "post", ("root-account",), False),
    ("requirement_detail", "get", (KEY,), True),
    ("answer_save", "post", (KEY,), False),
    ("answer_history", "get", (KEY,), True),
    ("suggestion_accept", "post", (KEY,), False),
    ("evidence_upload", "post", (KEY,), False),
    ("evidence_attach", "post", (KEY,), False),
    ("evidence_remove", "post", (KEY, "link"), False),
    ("evidence_download", "get", ("evidence",), True),
]
names = pytest.mark.parametrize(("name", "method", "rest", "reviewer"), PAGES, ids=[f"{p[0]}-{p[1]}" for p in PAGES])


@pytest.fixture
def ids(world, case):
    """Ids of a file on Acme's answer."""
    with organization_context(world.acme.pk):
        upload_evidence(
            assessment=case.assessment,
            requirement_key=KEY,
            actor=world.cai.user,
            uploads=[SimpleUploadedFile("a.txt", b"text")],
        )
        return {"link": EvidenceLink.objects.get().pk, "evidence": Evidence.objects.get().pk}


@pytest.fixture
def address(case, ids):
    def _address(name, rest, *, slug=None):
        slug = slug or case.workload.organization.slug
        return reverse(f"assessments:{name}", args=[slug, case.workload.pk, *(ids.get(one, one) for one in rest)])

    return _address


@names
def test_a_contributor_gets_an_answer(world, address, name, method, rest, reviewer):
    response = getattr(world.client(world.cai), method)(address(name, rest))

    assert response.status_code in (200, 302, 409, 422)


@names
def test_a_reviewer_reads_and_changes_nothing(world, address, name, method, rest, reviewer):
    response = getattr(world.client(world.ben), method)(address(name, rest))

    assert response.status_code == (200 if reviewer else 403)


@names
def test_another_organization_finds_nothing(world, address, name, method, rest, reviewer):
    browser = world.client(world.cleo)

    assert getattr(browser, method)(address(name, rest)).status_code == 404
    assert getattr(browser, method)(address(name, rest, slug=world.other.slug)).status_code == 404


@names
def test_strangers_are_sent_to_sign_in(client, address, name, method, rest, reviewer):
    response = getattr(client, method)(address(name, rest))

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


@names
def test_what_writes_takes_no_get_and_what_reads_no_post(world, address, name, method, rest, reviewer):
    if name == "workload_edit":
        assert world.client(world.cai).delete(address(name, rest)).status_code == 405
        return
    other = "get" if method == "post" else "post"

    assert getattr(world.client(world.cai), other)(address(name, rest)).status_code == 405


@pytest.mark.parametrize("name", ["requirement_detail", "answer_history"])
@pytest.mark.parametrize("key", ["NOPE-001", "ARC-004%00", "..", "arc-004"])
def test_a_requirement_that_does_not_exist_is_not_found(world, case, name, key):
    url = case.url(name, "XXXX").replace("XXXX", key)

    assert world.client(world.cai).get(url).status_code == 404


def test_ids_of_another_workload_lead_nowhere(world, case, ids):
    base = case.url("workload_detail")
    browser = world.client(world.cai)

    assert browser.get(f"{base}evidence/{uuid.uuid4()}/").status_code == 404
    assert browser.post(case.url("evidence_remove", "ARC-003", ids["link"])).status_code == 404
    assert browser.get(base.replace(str(case.workload.pk), str(uuid.uuid4()))).status_code == 404


def test_every_address_is_in_this_table():
    from assessments.urls import requirement_urls, workload_urls

    listed = {page[0] for page in PAGES}
    ours = {one.name for one in [*requirement_urls, *workload_urls] if getattr(one, "name", None)}
    assert ours - listed == set()
