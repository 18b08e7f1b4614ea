"""Who may change whom. The same rules are asked through the pages and, for races, through two connections."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.urls import reverse

from ftrportal.audit.models import AuditEntry
from ftrportal.common.database.tenancy import organization_context
from ftrportal.organizations.errors import Refused
from ftrportal.organizations.models import Membership, Role
from ftrportal.organizations.services.members import change_role
from tests.world import add_member, make_user, make_world


def member_list(world) -> str:
    return reverse("organizations:member_list", args=[world.acme.slug])


def set_role(world, actor, member, role) -> object:
    address = reverse("organizations:member_role", args=[world.acme.slug, member.pk])
    return world.client(actor).post(address, {"role": role})


def remove(world, actor, member) -> object:
    return world.client(actor).post(reverse("organizations:member_remove", args=[world.acme.slug, member.pk]))


def role_of(world, member) -> str | None:
    with organization_context(world.acme.pk):
        return Membership.objects.filter(pk=member.pk).values_list("role", flat=True).first()


def test_everybody_sees_the_members_of_their_own_organization(world, django_assert_max_num_queries):
    for number in range(30):
        add_member(world.acme, make_user(f"Person{number}"), Role.REVIEWER)
    browser = world.client(world.ben)

    with django_assert_max_num_queries(15):
        page = browser.get(member_list(world))

    assert "ada@example.com" in page.text
    assert "cleo@example.com" not in page.text


def test_the_admins_list_needs_few_queries(world, django_assert_max_num_queries):
    browser = world.client(world.amy)
    with django_assert_max_num_queries(15):
        browser.get(member_list(world))


def test_a_reviewer_is_offered_nothing_to_change(world):
    page = world.client(world.ben).get(member_list(world)).text

    assert "Send invitation" not in page
    assert "Role of" not in page


def test_other_organization_gets_404(world):
    assert world.client(world.cleo).get(member_list(world)).status_code == 404
    assert set_role(world, world.cleo, world.ben, "admin").status_code == 404
    assert remove(world, world.cleo, world.ben).status_code == 404


def test_a_member_of_another_organization_is_not_found_under_ones_own(world):
    assert set_role(world, world.ada, world.cleo, "reviewer").status_code == 404
    assert remove(world, world.ada, world.cleo).status_code == 404


def test_admin_changes_a_role_and_it_is_audited(world):
    response = set_role(world, world.amy, world.ben, "contributor")

    assert response.url == member_list(world)
    assert role_of(world, world.ben) == "contributor"
    with organization_context(world.acme.pk):
        entry = AuditEntry.objects.get(action="member.role_changed")
    assert (entry.actor, entry.data["before"], entry.data["now"]) == (world.amy.user, "reviewer", "contributor")


@pytest.mark.parametrize("person", ["cai", "ben"])
def test_smaller_roles_change_nobody(world, person):
    assert set_role(world, getattr(world, person), world.ben, "admin").status_code == 403
    assert remove(world, getattr(world, person), world.amy).status_code == 403
    assert role_of(world, world.amy) == "admin"


@pytest.mark.parametrize("role", ["owner", "king", "", "OWNER"])
def test_an_admin_cannot_give_a_role_above_their_own_or_one_that_is_none(world, role):
    assert set_role(world, world.amy, world.amy, role).status_code == 422
    assert role_of(world, world.amy) == "admin"


def test_an_admin_cannot_touch_an_owner(world):
    assert set_role(world, world.amy, world.ada, "reviewer").status_code == 409
    assert remove(world, world.amy, world.ada).status_code == 409
    assert role_of(world, world.ada) == "owner"


def test_an_owner_makes_another_owner_and_steps_down(world):
    set_role(world, world.ada, world.amy, "owner")

    assert set_role(world, world.ada, world.ada, "reviewer").status_code == 302
    assert (role_of(world, world.ada), role_of(world, world.amy)) == ("reviewer", "owner")


def test_the_last_owner_can_neither_step_down_nor_leave(world):
    demoted = set_role(world, world.ada, world.ada, "admin")
    left = remove(world, world.ada, world.ada)

    assert (demoted.status_code, left.status_code) == (409, 409)
    assert "at least one owner" in left.text
    assert role_of(world, world.ada) == "owner"


def test_a_removed_member_has_no_access_with_their_next_request(world):
    browser = world.client(world.ben)
    assert browser.get(member_list(world)).status_code == 200

    remove(world, world.amy, world.ben)

    assert browser.get(member_list(world)).status_code == 404


def test_a_reviewer_may_leave(world):
    response = remove(world, world.ben, world.ben)

    assert response.url == "/"
    assert role_of(world, world.ben) is None


def test_removal_asks_first_when_there_are_no_scripts(world):
    page = world.client(world.amy).get(reverse("organizations:member_remove", args=[world.acme.slug, world.ben.pk]))

    assert "Remove Ben?" in page.text
    assert role_of(world, world.ben) == "reviewer"


def test_changing_a_role_needs_post(world):
    address = reverse("organizations:member_role", args=[world.acme.slug, world.ben.pk])

    assert world.client(world.ada).get(address).status_code == 405


def test_an_actor_demoted_meanwhile_is_refused(in_acme):
    stale = Membership.objects.select_related("organization", "user").get(pk=in_acme.amy.pk)
    Membership.objects.filter(pk=stale.pk).update(role=Role.REVIEWER)

    with pytest.raises(Refused, match="not_allowed"):
        change_role(member=in_acme.cai, role=Role.REVIEWER, actor=stale)


@pytest.mark.django_db(transaction=True)
def test_two_owners_demoting_each_other_leave_one():
    world = make_world()
    with organization_context(world.acme.pk):
        Membership.objects.filter(pk=world.amy.pk).update(role=Role.OWNER)
    start, outcomes = threading.Barrier(2), []

    def demote(actor_id, member_id):
        try:
            with organization_context(world.acme.pk):
                rows = Membership.objects.select_related("organization", "user").in_bulk([actor_id, member_id])
                start.wait(10)
                change_role(member=rows[member_id], role=Role.REVIEWER, actor=rows[actor_id])
            outcomes.append("done")
        except Refused as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    pairs = [(world.ada.pk, world.amy.pk), (world.amy.pk, world.ada.pk)]
    threads = [threading.Thread(target=demote, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    with organization_context(world.acme.pk):
        owners = Membership.objects.filter(role=Role.OWNER).count()
    assert owners == 1
    assert sorted(outcomes) == ["done", "not_allowed"]
