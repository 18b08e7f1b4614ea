"""The badge: off until an owner switches it on, read by its address alone, and it tells nothing but a percentage."""

from __future__ import annotations

import pytest
from defusedxml import ElementTree
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from assessments.catalog.load import current_edition
from assessments.models import Answer, Assessment, Badge, Workload
from assessments.reports.render.badges import badge_picture
from ftrportal.audit.models import AuditEntry
from ftrportal.common.database.tenancy import enter_badge, organization_context

HOSTILE = "</text><script>alert(1)</script>\"'&\x07"
PAGES = {"get": ["badge_edit"], "post": ["badge_issue", "badge_switch_off"]}


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def assessment(world):
    with organization_context(world.acme.pk):
        workload = Workload.objects.create(organization=world.acme, name="Secret project", handles_phi=False)
        return Assessment.objects.create(organization=world.acme, workload=workload, edition=current_edition().id)


@pytest.fixture
def url(world, assessment):
    def address(name):
        return reverse(f"assessments:{name}", args=[world.acme.slug, assessment.workload_id])

    return address


@pytest.fixture
def issue(world, url):
    """Switch the badge on as its owner and return its address."""

    def switch_on(label="FTR"):
        world.client(world.ada).post(url("badge_issue"), {"label": label})
        with organization_context(world.acme.pk):
            return reverse("badge", args=[Badge.objects.get().token])

    return switch_on


def texts(answer) -> list[str]:
    return [one.text for one in ElementTree.fromstring(answer.content).iter("{http://www.w3.org/2000/svg}text")]


def test_it_is_off_until_an_owner_switches_it_on(world, url):
    page = world.client(world.ada).get(url("badge_edit")).content.decode()

    assert "Badge turned off" in page
    with organization_context(world.acme.pk):
        assert not Badge.objects.exists()


def test_whoever_has_the_address_sees_the_name_and_the_percentage_and_nothing_else(world, assessment, issue):
    with organization_context(world.acme.pk):
        Answer.objects.create(
            organization=world.acme, assessment=assessment, requirement_key="ARC-004", status="met", response="secret"
        )

    answer = Client().get(issue())

    assert answer["Content-Type"] == "image/svg+xml"
    assert texts(answer) == ["FTR", "2 %"]
    assert b"ecret" not in answer.content
    assert str(assessment.pk).encode() not in answer.content
    assert not answer.cookies


def test_its_headers_let_a_wiki_show_it_and_keep_it_a_picture(issue):
    answer = Client().get(issue())

    assert answer["Cache-Control"] == "public, max-age=300"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_an_unchanged_badge_is_not_sent_again(world, assessment, issue):
    address = issue()
    tag = Client().get(address)["ETag"]

    same = Client().get(address, headers={"If-None-Match": tag})
    with organization_context(world.acme.pk):
        Answer.objects.create(organization=world.acme, assessment=assessment, requirement_key="ARC-004", status="met")
    changed = Client().get(address, headers={"If-None-Match": tag})

    assert (same.status_code, same.content, same["ETag"]) == (304, b"", tag)
    assert changed.status_code == 200
    assert changed["ETag"] != tag


def test_a_hostile_name_is_text(issue):
    answer = Client().get(issue(HOSTILE))

    assert texts(answer)[0].startswith("</text><script>alert(1)</script>\"'&")
    assert b"<script" not in answer.content


@pytest.mark.parametrize("label", ["", " ", "x" * 41])
def test_a_name_that_does_not_fit_is_refused_and_kept_in_the_field(world, url, label):
    answer = world.client(world.ada).post(url("badge_issue"), {"label": label})

    assert answer.status_code == 422
    assert f'value="{label}"' in answer.content.decode() or not label.strip()


def test_a_new_address_replaces_the_old_one(issue):
    old, new = issue(), issue()

    assert old != new
    assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)


def test_switched_off_it_is_gone(world, url, issue):
    address = issue()

    world.client(world.ada).post(url("badge_switch_off"))

    assert Client().get(address).status_code == 404
    with organization_context(world.acme.pk):
        assert not Badge.objects.exists()
        noted = AuditEntry.objects.filter(action__startswith="badge.").values_list("action", flat=True)
        assert set(noted) == {"badge.switched_on", "badge.switched_off"}


def test_the_badge_of_an_archived_workload_is_gone(world, assessment, issue):
    address = issue()
    with organization_context(world.acme.pk):
        Workload.objects.filter(pk=assessment.workload_id).update(archived_at="2026-01-01T00:00Z")

    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("token", ["x", "' OR 1=1 --", "%00", "a" * 500])
def test_a_guessed_address_finds_nothing(world, assessment, issue, token):
    issue()

    assert Client().get(f"/badge/{token}.svg").status_code == 404


def test_the_token_is_long_and_random(world, issue):
    tokens = {issue().split("/")[-1] for _ in range(3)}

    assert len(tokens) == 3
    assert min(map(len, tokens)) >= 43


def test_one_address_asks_only_so_often_in_a_minute(issue, monkeypatch):
    monkeypatch.setattr("assessments.views.badges.PER_MINUTE", 2)
    address, browser = issue(), Client()

    codes = [browser.get(address).status_code for _ in range(3)]

    assert codes == [200, 200, 429]


def test_guessing_is_counted_too(monkeypatch, db):
    monkeypatch.setattr("assessments.views.badges.PER_MINUTE", 2)

    codes = [Client().get(f"/badge/guess-{number}.svg").status_code for number in range(3)]

    assert codes == [404, 404, 429]


@pytest.mark.django_db(transaction=True)
def test_a_token_opens_its_own_row_and_no_other(world, assessment, issue):
    issue()
    with organization_context(world.other.pk):
        workload = Workload.objects.create(organization=world.other, name="Other")
        other = Assessment.objects.create(organization=world.other, workload=workload, edition=current_edition().id)
        Badge.objects.create(organization=world.other, assessment=other, token="o" * 43, label="Other")

    with transaction.atomic():
        enter_badge("o" * 43)
        seen = list(Badge.objects.values_list("label", flat=True))
        workloads = Workload.objects.count()
        changed = Badge.objects.update(label="taken over")

    assert (seen, workloads, changed) == (["Other"], 0, 0)


@pytest.mark.parametrize("name", PAGES["post"])
@pytest.mark.parametrize("person", ["amy", "cai", "ben"])
def test_only_an_owner_decides(world, url, name, person):
    answer = world.client(getattr(world, person)).post(url(name), {"label": "FTR"})

    assert answer.status_code == 403
    with organization_context(world.acme.pk):
        assert not Badge.objects.exists()


@pytest.mark.parametrize(("label", "percent"), [("FTR", 0), ("進捗", 50), ("W" * 40, 100)])
def test_the_words_fit_into_their_boxes(label, percent):
    picture = badge_picture(label, percent)

    assert picture.width == picture.label_width + picture.value_width
    assert picture.label_width > 6 * len(label)
