"""What an organization declares about its company: who may, what is taken, what the audit trail keeps."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ftrportal.audit.models import AuditEntry
from ftrportal.common.database.tenancy import organization_context
from ftrportal.organizations.company_domains import DomainRefused, company_domain


def post(browser, world, **data):
    return browser.post(reverse("organizations:company", args=[world.acme.slug]), data)


def stored(world):
    with organization_context(world.acme.pk):
        world.acme.refresh_from_db()
        return world.acme


def test_an_admin_declares_the_company_and_it_is_audited(world):
    response = post(
        world.client(world.amy),
        world,
        company_name="Acme GmbH",
        company_domains="Acme.example\n@mail.acme.co.uk, acme.example",
        is_contact_phone_attested="on",
    )

    assert response.status_code == 302
    acme = stored(world)
    assert (acme.company_name, acme.is_contact_phone_attested) == ("Acme GmbH", True)
    assert acme.company_domains == ["acme.example", "mail.acme.co.uk"]
    with organization_context(world.acme.pk):
        entry = AuditEntry.objects.get(action="organization.declared")
    assert entry.actor == world.amy.user
    assert entry.data["company_domains"] == {"before": [], "now": ["acme.example", "mail.acme.co.uk"]}


def test_saving_the_same_again_leaves_no_trace(world):
    post(world.client(world.amy), world, company_domains="acme.example")

    post(world.client(world.amy), world, company_domains="acme.example")

    with organization_context(world.acme.pk):
        assert AuditEntry.objects.filter(action="organization.declared").count() == 1


def test_settings_show_what_is_declared(world):
    post(world.client(world.amy), world, company_name="Acme & Sons", company_domains="acme.example")

    page = world.client(world.amy).get(reverse("organizations:settings", args=[world.acme.slug]))

    assert "Acme &amp; Sons" in page.text
    assert "acme.example" in page.text


@pytest.mark.parametrize("person", ["cai", "ben"])
def test_smaller_roles_are_refused(world, person):
    assert post(world.client(getattr(world, person)), world, company_name="X").status_code == 403
    assert stored(world).company_name == ""


def test_other_organizations_find_nothing(world):
    assert post(world.client(world.cleo), world, company_name="X").status_code == 404
    assert stored(world).company_name == ""


@pytest.mark.parametrize(
    "text",
    [
        "gmail.com",
        "team.gmail.com",
        "acme",
        "co.uk",
        "com.au",
        "10.0.0.1",
        "acme..example",
        "-acme.example",
        "acme.example/path",
        "<script>alert(1)</script>.example",
        "аcme.example",
        "a" * 64 + ".example",
        "a." * 130 + "example",
        "acme.example\x00",
    ],
)
def test_what_is_no_domain_of_a_company_is_refused(world, text):
    response = post(world.client(world.amy), world, company_domains=text)

    assert response.status_code == 422
    assert "<script>alert" not in response.text
    assert stored(world).company_domains == []


def test_too_many_domains_are_refused(world):
    text = " ".join(f"a{number}.example" for number in range(21))

    assert post(world.client(world.amy), world, company_domains=text).status_code == 422


def test_an_invisible_sign_in_the_name_is_refused(world):
    assert post(world.client(world.amy), world, company_name="Ac\u202eme").status_code == 422


def test_a_domain_is_kept_in_its_plain_form():
    assert company_domain(" @Acme.Example. ") == "acme.example"
    with pytest.raises(DomainRefused):
        company_domain("gmail.com")
