"""Inviting by mail: what the link opens, for whom, how long, and what it never tells."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from ftrportal.audit.models import AuditEntry
from ftrportal.common.database.tenancy import organization_context
from ftrportal.organizations.models import Invitation, Membership, Organization
from tests.world import make_user


def invite(world, actor, email="dot@example.com", role="contributor"):
    address = reverse("organizations:invitation_create", args=[world.acme.slug])
    return world.client(actor).post(address, {"email": email, "role": role})


def link() -> str:
    """The path of the link in the newest mail."""
    return re.search(r"https://testserver(/invitations/\S+)", mail.outbox[-1].body).group(1)


def the_invitation(world) -> Invitation:
    with organization_context(world.acme.pk):
        return Invitation.objects.get()


def act(world, actor, name, invitation):
    return world.client(actor).post(reverse(f"organizations:{name}", args=[world.acme.slug, invitation.pk]))


def role_of(world, user) -> str | None:
    with organization_context(world.acme.pk):
        return Membership.objects.filter(user=user).values_list("role", flat=True).first()


def test_an_invited_person_joins_with_the_role_of_the_invitation(world):
    invite(world, world.amy)
    browser = world.client(world.dot)

    page = browser.get(link())
    joined = browser.post(link())

    assert "Join Acme" in page.text
    assert joined.url == reverse("assessments:workload_list", args=[world.acme.slug])
    assert role_of(world, world.dot) == "contributor"
    with organization_context(world.acme.pk):
        assert AuditEntry.objects.get(action="invitation.accepted").actor == world.dot


def test_only_the_hash_of_the_token_is_stored(world, owner_connection):
    invite(world, world.amy)
    token = link().split("/")[2]

    row = the_invitation(world)

    assert len(token) >= 43
    assert row.token_hash == hashlib.sha256(token.encode()).hexdigest()
    with organization_context(world.acme.pk):
        assert token not in str([entry.data for entry in AuditEntry.objects.all()])


def test_looking_at_the_link_joins_nobody(world):
    invite(world, world.amy)

    world.client(world.dot).get(link())

    assert role_of(world, world.dot) is None


def test_a_link_works_once(world):
    invite(world, world.amy)
    browser = world.client(world.dot)
    browser.post(link())
    with organization_context(world.acme.pk):
        Membership.objects.filter(user=world.dot).delete()

    assert browser.post(link()).status_code == 404
    assert role_of(world, world.dot) is None


def test_used_expired_revoked_and_guessed_links_look_the_same(world):
    pages = []
    for close in ({"accepted_at": timezone.now()}, {"expires_at": timezone.now()}, {"revoked_at": timezone.now()}):
        invite(world, world.amy)
        with organization_context(world.acme.pk):
            Invitation.objects.update(**close)
        pages.append(world.client(world.dot).get(link()))
        with organization_context(world.acme.pk):
            Invitation.objects.all().delete()
    pages.append(world.client(world.dot).get(reverse("organizations:invitation_accept", args=["x" * 43])))
    pages.append(world.client(world.dot).get(reverse("organizations:invitation_accept", args=["\x00é'--"])))

    assert {page.status_code for page in pages} == {404}
    assert len({re.sub(r"csrf|CSRF|[A-Za-z0-9]{32,}", "", page.text) for page in pages}) == 1
    assert "Acme" not in pages[0].text


def test_a_link_passed_on_does_not_let_another_person_in(world):
    invite(world, world.amy, email="erin@example.com")
    browser = world.client(world.dot)

    page, answer = browser.get(link()), browser.post(link())

    assert "another email address" in page.text
    assert answer.status_code == 403
    assert role_of(world, world.dot) is None
    assert the_invitation(world).is_open


def test_an_unconfirmed_address_does_not_count(world):
    invite(world, world.amy, email="erin@example.com")
    world.dot.emailaddress_set.create(email="erin@example.com", verified=False)

    assert world.client(world.dot).post(link()).status_code == 403
    assert role_of(world, world.dot) is None


def test_the_case_of_an_address_does_not_matter(world):
    invite(world, world.amy, email="DOT@Example.com")

    world.client(world.dot).post(link())

    assert role_of(world, world.dot) == "contributor"


@pytest.mark.parametrize(
    "address", ["ſara@example.com", "kai\u212a@example.com", "not an address", "", "a@b.c\nBcc: x@y.z"]
)
def test_look_alike_and_broken_addresses_are_refused(world, address):
    assert invite(world, world.amy, email=address).status_code == 422
    assert mail.outbox == []


def test_an_anonymous_visitor_is_sent_to_sign_up_and_comes_back(world, client):
    invite(world, world.amy)

    page = client.get(link())

    assert "Join Acme" in page.text
    assert f"{reverse('account_signup')}?next={link()}" in page.text
    client.force_login(world.dot)
    assert client.get("/").url == link()


def test_an_anonymous_visitor_cannot_join_by_post(world, client):
    invite(world, world.amy)

    client.post(link())

    assert the_invitation(world).accepted_at is None


def test_a_member_who_is_invited_again_keeps_their_role(world):
    invite(world, world.amy, role="reviewer")
    with organization_context(world.acme.pk):
        Membership.objects.create(organization=world.acme, user=world.dot, role="admin")

    world.client(world.dot).post(link())

    assert role_of(world, world.dot) == "admin"


def test_sending_again_makes_a_new_link_and_closes_the_old(world):
    invite(world, world.amy)
    old = link()
    with organization_context(world.acme.pk):
        Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))

    act(world, world.amy, "invitation_resend", the_invitation(world))

    browser = world.client(world.dot)
    assert browser.get(old).status_code == 404
    assert browser.get(link()).status_code == 200


def test_a_revoked_invitation_stays_closed(world):
    invite(world, world.amy)
    act(world, world.amy, "invitation_revoke", the_invitation(world))

    page = act(world, world.amy, "invitation_resend", the_invitation(world))

    assert page.status_code == 302
    assert len(mail.outbox) == 1
    assert world.client(world.dot).post(link()).status_code == 404


@pytest.mark.parametrize("name", ["invitation_resend", "invitation_revoke"])
@pytest.mark.parametrize(("person", "status"), [("ada", 302), ("cai", 403), ("ben", 403), ("cleo", 404)])
def test_invitations_are_managed_by_admins(world, name, person, status):
    invite(world, world.amy)

    assert act(world, getattr(world, person), name, the_invitation(world)).status_code == status


@pytest.mark.parametrize(("person", "status"), [("ada", 302), ("amy", 302), ("cai", 403), ("ben", 403), ("cleo", 404)])
def test_inviting_is_for_admins(world, person, status):
    assert invite(world, getattr(world, person)).status_code == status
    assert len(mail.outbox) == (status == 302)


def test_an_admin_cannot_invite_an_owner_and_an_owner_can(world):
    assert invite(world, world.amy, role="owner").status_code == 422
    assert invite(world, world.ada, role="owner").status_code == 302


def test_an_admin_cannot_revoke_an_owners_invitation_of_an_owner(world):
    invite(world, world.ada, role="owner")

    act(world, world.amy, "invitation_revoke", the_invitation(world))

    assert the_invitation(world).is_open


def test_members_and_already_invited_people_are_not_invited_twice(world):
    invite(world, world.amy)

    assert "open invitation" in invite(world, world.amy).text
    assert "already a member" in invite(world, world.amy, email="BEN@example.com").text
    assert len(mail.outbox) == 1


def test_whether_an_address_has_an_account_elsewhere_is_not_told(world):
    known, unknown = (
        invite(world, world.amy, email="cleo@example.com"),
        invite(world, world.amy, email="new@example.com"),
    )

    assert (known.status_code, unknown.status_code) == (302, 302)


def test_an_expired_invitation_does_not_block_a_new_one(world):
    invite(world, world.amy)
    with organization_context(world.acme.pk):
        Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))

    page = invite(world, world.amy)

    assert page.status_code == 422
    assert "Resend it" in page.text


def test_removing_the_inviter_closes_their_invitations(world):
    invite(world, world.amy)

    world.client(world.ada).post(reverse("organizations:member_remove", args=[world.acme.slug, world.amy.pk]))

    assert world.client(world.dot).post(link()).status_code == 404
    assert role_of(world, world.dot) is None


def test_demoting_the_inviter_closes_what_they_may_no_longer_invite_to(world):
    invite(world, world.amy)

    address = reverse("organizations:member_role", args=[world.acme.slug, world.amy.pk])
    world.client(world.ada).post(address, {"role": "contributor"})

    assert not the_invitation(world).is_open


def test_names_cannot_add_headers_to_the_mail(world):
    with organization_context(world.acme.pk):
        Organization.objects.update(name="Acme\r\nBcc: eve@example.com")
    erin = make_user("Erin")
    erin.name = "Erin\nX-Evil: yes"
    erin.save()
    with organization_context(world.acme.pk):
        Membership.objects.create(organization=world.acme, user=erin, role="admin")

    assert (
        world.client(erin)
        .post(
            reverse("organizations:invitation_create", args=[world.acme.slug]),
            {"email": "new@example.com", "role": "reviewer"},
        )
        .status_code
        == 302
    )
    assert mail.outbox[0].recipients() == ["new@example.com"]
    assert "\n" not in mail.outbox[0].subject
    assert "X-Evil" not in mail.outbox[0].message()


def test_a_mail_server_that_is_down_leaves_no_invitation(world, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    page = invite(world, world.amy)

    assert page.status_code == 422
    assert "could not be sent" in page.text
    with organization_context(world.acme.pk):
        assert not Invitation.objects.exists()
