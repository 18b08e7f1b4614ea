"""The start page, creating, renaming, choosing an organization, and its audit trail."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ftrportal.audit.models import AuditEntry
from ftrportal.audit.record import record
from ftrportal.common.database.tenancy import organization_context
from ftrportal.organizations.models import Membership, Organization, Role
from tests.world import add_member


def own(name: str, world, *args) -> str:
    return reverse(f"organizations:{name}", args=[world.acme.slug, *args])


def test_start_page_of_a_person_without_organization_is_creating_one(world):
    assert world.client(world.dot).get("/").url == reverse("organizations:create")


def test_start_page_of_a_member_is_the_workload_list(world):
    assert world.client(world.ben).get("/").url == reverse("assessments:workload_list", args=[world.acme.slug])


def test_start_page_of_a_member_of_several_is_the_chooser(world):
    add_member(world.other, world.ben.user, Role.OWNER)
    browser = world.client(world.ben)

    response = browser.get("/", follow=True)

    assert response.redirect_chain[0][0] == reverse("organizations:chooser")
    assert "Acme" in response.text
    assert "Other" in response.text


def test_chooser_shows_own_organizations_only(world, django_assert_max_num_queries):
    browser = world.client(world.ada)

    with django_assert_max_num_queries(12):
        page = browser.get(reverse("organizations:chooser"))

    assert "Acme" in page.text
    assert "Other" not in page.text


def test_created_organization_belongs_to_its_maker_as_owner(world):
    response = world.client(world.dot).post(reverse("organizations:create"), {"name": "  Dot & Sons  "})

    slug = response.url.split("/")[2]
    assert response.url == reverse("assessments:workload_list", args=[slug])
    page = world.client(world.dot).get(reverse("organizations:settings", args=[slug]))
    assert "Dot &amp; Sons" in page.text


def test_creating_is_audited_inside_the_new_organization(world, owner_connection, django_capture_on_commit_callbacks):
    response = world.client(world.dot).post(reverse("organizations:create"), {"name": "Dots"})

    page = world.client(world.dot).get(reverse("organizations:audit_trail", args=[response.url.split("/")[2]]))
    assert "Organization created" in page.text


@pytest.mark.parametrize("name", ["", "   ", "x" * 151, "two\nlines", "bell\x07", "turned\u202e", "nul\x00"])
def test_unusable_names_are_refused(world, name):
    response = world.client(world.dot).post(reverse("organizations:create"), {"name": name})

    assert response.status_code == 422
    assert world.client(world.dot).get("/").url == reverse("organizations:create")


def test_a_name_with_markup_is_shown_as_text(world):
    response = world.client(world.dot).post(reverse("organizations:create"), {"name": "<script>alert(1)</script>"})

    page = world.client(world.dot).get(reverse("organizations:settings", args=[response.url.split("/")[2]]))
    assert "<script>alert(1)" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text


def test_fields_nobody_asked_for_are_ignored(world):
    world.client(world.dot).post(
        reverse("organizations:create"), {"name": "Dots", "slug": world.acme.slug, "id": str(world.acme.pk)}
    )

    with organization_context(world.acme.pk):
        assert Organization.objects.get(pk=world.acme.pk).name == "Acme"


def test_admin_renames_and_the_address_stays(world):
    response = world.client(world.amy).post(own("settings", world), {"name": "Acme Cloud"})

    assert response.url == own("settings", world)
    with organization_context(world.acme.pk):
        assert Organization.objects.get().name == "Acme Cloud"
        entry = AuditEntry.objects.get(action="organization.renamed")
    assert entry.data == {"before": "Acme", "now": "Acme Cloud"}


@pytest.mark.parametrize("page", ["settings", "audit_trail"])
@pytest.mark.parametrize(
    ("person", "status"), [("ada", 200), ("amy", 200), ("cai", 403), ("ben", 403), ("cleo", 404), ("dot", 404)]
)
def test_settings_and_audit_trail_are_for_admins(world, page, person, status):
    assert world.client(getattr(world, person)).get(own(page, world)).status_code == status


@pytest.mark.parametrize("page", ["settings", "audit_trail", "member_list"])
def test_anonymous_is_sent_to_sign_in(world, client, page):
    response = client.get(own(page, world))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_contributor_cannot_rename(world):
    assert world.client(world.cai).post(own("settings", world), {"name": "Mine"}).status_code == 403
    with organization_context(world.acme.pk):
        assert Organization.objects.get().name == "Acme"


def test_audit_trail_has_pages_and_few_queries(world, django_assert_max_num_queries):
    with organization_context(world.acme.pk):
        for number in range(120):
            record("test.done", organization=world.acme, actor=world.ada.user, target=world.acme, number=number)
    browser = world.client(world.ada)

    with django_assert_max_num_queries(15):
        first = browser.get(own("audit_trail", world))

    assert first.text.count("Test done") == 50
    assert "Page 1 of 3" in first.text
    assert browser.get(own("audit_trail", world), {"page": "999999999999"}).text.count("Test done") == 20
    assert browser.get(own("audit_trail", world), {"page": "<x>"}).status_code == 200


def test_audit_trail_shows_no_other_organizations_entries(world):
    with organization_context(world.other.pk):
        record("secret.thing", organization=world.other, actor=world.cleo.user, target=world.other)

    assert "Secret thing" not in world.client(world.ada).get(own("audit_trail", world)).text


def test_audit_trail_cannot_be_posted_to(world):
    assert world.client(world.ada).post(own("audit_trail", world)).status_code == 405


def test_role_of_one_organization_does_not_count_in_another(world):
    add_member(world.other, world.ben.user, Role.OWNER)

    assert world.client(world.ben).get(own("settings", world)).status_code == 403


def test_nothing_of_another_organization_is_visible_outside_its_pages(world):
    assert Membership.objects.count() == 0
