"""The page on which a whole AWS organization is connected."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from ftrportal.common.database.tenancy import organization_context
from scanners.models import Rollout, RolloutAccount
from scanners.onboarding import installation
from tests.scanners.views.rollout_rows import MANAGER, connected

HTMX = {"HX-Request": "true"}


def text_of(response):
    return unescape(response.content.decode())


def test_listing_starts_from_a_connected_account(amy, world, scans, url):
    source = scans.connection(world.acme, MANAGER)

    page = amy.post(url("rollout_start", source.pk), follow=True)

    assert "Listing the accounts" in text_of(page)
    assert 'hx-trigger="every 5s"' in text_of(page)
    again = amy.post(url("rollout_start", source.pk))
    with organization_context(world.acme.pk):
        assert again["Location"] == url("rollout_detail", Rollout.objects.get().pk)


def test_starting_from_an_account_that_is_not_verified_is_explained(amy, world, scans, url):
    source = scans.connection(world.acme, MANAGER, status="degraded")

    page = text_of(amy.post(url("rollout_start", source.pk), follow=True))

    assert "This connection is not verified" in page


def test_each_account_says_what_it_is_and_why(amy, world, url, rollout, add):
    ready, refused = add(1, next_probe_at=None), add(2, next_probe_at=None)
    connected(world, rollout, ready, status="active", verified_at=timezone.now())
    connected(
        world,
        rollout,
        refused,
        status="refused",
        reason="connection.permissions_extra",
        probes=[
            {
                "probe": "permissions",
                "outcome": "problem",
                "code": "connection.permissions_extra",
                "detail": "s3:GetObject on *",
            }
        ],
    )
    add(3, probed_at=timezone.now(), reason="connection.role_not_assumable")
    add(4, aws_state="SUSPENDED", next_probe_at=None)
    add(5, is_included=False, next_probe_at=None)
    add(6, left_at=timezone.now(), next_probe_at=None)

    page = text_of(amy.get(url("rollout_detail", rollout.pk)))

    assert "1 of 6 ready, 1 waiting, 1 refused, 3 excluded" in page
    assert "The role grants more permissions than the template: s3:GetObject on *" in page
    for said in ("Role not found yet", "Suspended in AWS", "Excluded", "No longer in this AWS"):
        assert said in page


def test_the_page_shows_the_base_as_text_and_every_way_to_the_role(amy, url, rollout, settings):
    settings.ROLE_TEMPLATE_BUCKET = "portal-templates"

    page = text_of(amy.get(url("rollout_detail", rollout.pk)))

    assert f'<code id="external-id-base">{rollout.external_id_base}</code>' in page
    assert "console.aws.amazon.com/cloudformation/home?region=us-east-1#/stacks/quickcreate?" in page
    assert installation.organization_template_now().file_name in page
    assert "create-stack-set" in page
    assert 'resource "aws_cloudformation_stack_set"' in page
    assert "do not deploy to the management account" in page
    inputs = [part.split(">")[0] for part in page.split("<input")[1:]]
    assert not any(str(rollout.external_id_base) in one or rollout.role_name in one for one in inputs)


@pytest.mark.parametrize("form", ["organization", "cloudformation", "cli", "terraform"])
def test_every_form_is_a_download_with_the_text_of_the_page(amy, url, rollout, form):
    page = text_of(amy.get(url("rollout_detail", rollout.pk)))

    response = amy.get(url("rollout_template", rollout.pk, form))

    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert unescape(response.content.decode()).strip()[:200] in page
    assert amy.get(url("rollout_template", rollout.pk, "other")).status_code == 404


def test_a_published_template_holds_no_base(client, db, rollout):
    for template in (installation.organization_template_now(), installation.member_template_now()):
        text = client.get(f"/role-template/{template.file_name}").content.decode()

        assert text == template.text
        assert str(rollout.external_id_base) not in text


def test_five_hundred_accounts_come_in_pages_with_as_few_queries_as_five(
    amy, world, url, rollout, add, django_assert_max_num_queries
):
    with organization_context(world.acme.pk):
        RolloutAccount.objects.bulk_create(
            RolloutAccount(
                organization=world.acme,
                rollout=rollout,
                account_id=f"72{number:010}",
                aws_state="ACTIVE",
                next_probe_at=timezone.now(),
            )
            for number in range(500)
        )
    amy.get(url("connection_list"))  # the session's first request notes the device

    with django_assert_max_num_queries(15):
        first = text_of(amy.get(url("rollout_detail", rollout.pk)))
    with django_assert_max_num_queries(15):
        last = text_of(amy.get(url("rollout_detail", rollout.pk) + "?page=10&state=waiting"))

    assert "0 of 500 ready, 500 waiting" in first
    assert first.count('name="accounts"') == last.count('name="accounts"') == 50
    assert "Page 10 of 10" in last
    assert "720000000499" in last


@pytest.mark.parametrize("odd", ["?page=x", "?page=0", "?page=99999999999999999999", "?state=<script>", "?page=-1"])
def test_an_odd_address_shows_a_page(amy, url, rollout, add, odd):
    add(1)

    response = amy.get(url("rollout_detail", rollout.pk) + odd)

    assert response.status_code == 200
    assert "<script>" not in response.content.decode().replace("<script src", "")


def seen_in(response):
    return response.content.decode().split("?seen=")[1].split("&amp;")[0]


def test_the_page_asks_only_while_something_is_pending(amy, world, url, rollout, add):
    row = add(1)
    assert "every 5s" in text_of(amy.get(url("rollout_detail", rollout.pk)))

    with organization_context(world.acme.pk):
        Rollout.objects.update(watched_from=timezone.now() - timedelta(hours=2))
    assert "every 30s" in text_of(amy.get(url("rollout_detail", rollout.pk)))

    with organization_context(world.acme.pk):
        Rollout.objects.update(watched_from=timezone.now() - timedelta(hours=25))
    assert "hx-trigger" not in text_of(amy.get(url("rollout_detail", rollout.pk)))

    with organization_context(world.acme.pk):
        Rollout.objects.update(watched_from=timezone.now() - timedelta(minutes=2))
    connected(world, rollout, row, status="active", verified_at=timezone.now())
    assert "hx-trigger" not in text_of(amy.get(url("rollout_detail", rollout.pk)))


def test_the_waiting_page_is_told_only_what_changed_and_keeps_ticks(amy, world, url, rollout, add):
    one, two = add(1), add(2)
    seen = seen_in(amy.get(url("rollout_detail", rollout.pk)))
    address = f"{url('rollout_accounts', rollout.pk)}?seen={seen}&state=&page=1&accounts={two.account_id}"
    assert amy.get(address, headers=HTMX).status_code == 204
    connected(world, rollout, one, status="active", verified_at=timezone.now())

    changed = amy.get(address, headers=HTMX).content.decode()

    assert "1 of 2 ready" in changed
    assert f'id="account-{two.account_id}" checked' in changed
    assert changed.count(" checked>") == 1


def test_asking_changes_nothing_and_starts_no_probe(amy, url, rollout, add, fresh):
    row = add(1)
    before = (row.next_probe_at, row.probed_at)

    amy.get(url("rollout_accounts", rollout.pk), headers=HTMX)
    amy.get(url("rollout_detail", rollout.pk))

    assert (fresh(row).next_probe_at, row.probed_at) == before


def test_ticked_accounts_are_left_out_and_included_again(amy, url, rollout, add, fresh):
    one, two = add(1), add(2)

    page = amy.post(url("rollout_choose", rollout.pk), {"act": "leave_out", "accounts": [one.account_id]}, follow=True)
    assert "1 account is excluded." in text_of(page)
    assert (fresh(one).is_included, one.next_probe_at, fresh(two).is_included) == (False, None, True)

    amy.post(url("rollout_choose", rollout.pk), {"act": "include", "accounts": [one.account_id]})
    assert fresh(one).next_probe_at is not None


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"act": "leave_out"}, "Select accounts first."),
        ({"act": "leave_out", "accounts": ["1 OR 1"]}, "Select accounts from the list."),
        ({"act": "leave_out", "accounts": ["710000000001"] * 300}, "Select accounts from the list."),
        ({"act": "delete", "accounts": ["710000000001"]}, "This option is not available"),
    ],
)
def test_an_odd_choice_is_explained_and_changes_nothing(amy, url, rollout, add, fresh, sent, said):
    row = add(1)

    page = amy.post(url("rollout_choose", rollout.pk), sent, follow=True)

    assert said in text_of(page)
    assert fresh(row).is_included


def test_names_of_an_account_are_inert(amy, url, rollout, add):
    add(1, name="<img src=x onerror=alert(1)>")

    html = amy.get(url("rollout_detail", rollout.pk)).content.decode()

    assert "<img src=x" not in html
    assert "&lt;img src=x" in html


def test_the_list_of_connections_names_the_rollout_and_comes_in_pages(
    amy, world, scans, url, rollout, add, django_assert_max_num_queries
):
    add(1)
    for number in range(120):
        scans.connection(world.acme, f"73{number:010}", role_name=f"R{number}")
    amy.get(url("connection_list"))

    with django_assert_max_num_queries(15):
        page = text_of(amy.get(url("connection_list")))

    assert "0 ready, 1 waiting, 0 refused, 0 excluded" in page
    assert "Page 1 of 3" in page


def test_ending_asks_first(amy, url, rollout, add, fresh):
    row = add(1)
    assert amy.get(url("rollout_end", rollout.pk)).status_code == 200
    assert fresh(rollout).ended_at is None

    amy.post(url("rollout_end", rollout.pk))

    assert fresh(rollout).ended_at is not None
    assert fresh(row).next_probe_at is None


def test_a_reviewer_sees_the_accounts_and_can_change_nothing(world, url, rollout, add):
    add(1)

    page = text_of(world.client(world.ben).get(url("rollout_detail", rollout.pk)))

    assert "Team 1" in page
    assert 'name="accounts"' not in page
    assert "Look again" not in page
    assert "End rollout" not in page


def test_an_account_that_may_not_list_the_others_leads_to_the_one_that_may(amy, world, scans, url):
    manager = "722222222222"
    source = scans.connection(world.acme, MANAGER)
    with organization_context(world.acme.pk):
        rollout = Rollout.objects.create(
            organization=world.acme,
            source=source,
            role_name="FtrPortal-2",
            created_by=world.amy.user,
            reason="rollout.plain_member",
            reason_detail=manager,
        )

    page = text_of(amy.get(url("rollout_detail", rollout.pk)))
    listed = text_of(amy.get(url("connection_list")))

    assert f'<a href="{url("connection_create")}?account={manager}">Connect {manager}</a>' in page
    assert "This account cannot list the accounts of its organization." in listed
    assert "0 waiting" not in listed
    connection = scans.connection(world.acme, manager)
    page = text_of(amy.get(url("rollout_detail", rollout.pk)))
    assert f'href="{url("connection_detail", connection.pk)}">Open ' in page


def test_the_page_calls_its_own_button_by_its_name_and_says_where_a_missing_role_shows(amy, url, rollout, add):
    add(1, probed_at=timezone.now(), reason="connection.role_not_assumable")

    page = text_of(amy.get(url("rollout_detail", rollout.pk)))

    assert "“Check again” checks immediately" in page
    assert "Check now" not in page
    assert "open the StackSet <code>FtrPortal-2</code>" in page


def test_after_looking_again_the_page_follows_for_a_while_and_shows_a_new_alarm(amy, url, rollout):
    with organization_context(rollout.organization_id):
        Rollout.objects.filter(pk=rollout.pk).update(watched_from=timezone.now() - timedelta(hours=2))
    assert "every 5s" not in text_of(amy.get(url("rollout_detail", rollout.pk)))

    page = text_of(amy.post(url("rollout_again", rollout.pk), follow=True))
    with organization_context(rollout.organization_id):
        Rollout.objects.filter(pk=rollout.pk).update(reason="rollout.listing_denied", reason_detail="a call")
    news = amy.get(url("rollout_accounts", rollout.pk), {"seen": "", "reason": ""}, headers=HTMX)

    assert "every 5s" in page
    assert news["HX-Refresh"] == "true"
    assert "a permissions boundary denies the call" in text_of(amy.get(url("rollout_detail", rollout.pk)))
