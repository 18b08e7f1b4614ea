"""What is done with many connected accounts of a rollout at once."""

from __future__ import annotations

from html import unescape

import pytest

from ftrportal.common.database.tenancy import organization_context
from scanners.models import Connection
from tests.scanners.views.rollout_rows import connected


def text_of(response):
    return unescape(response.content.decode())


def stages(world):
    with organization_context(world.acme.pk):
        return dict(Connection.objects.filter(rollout__isnull=False).values_list("account_id", "stage"))


@pytest.fixture
def two_ready(world, rollout, add):
    return [connected(world, rollout, add(number), status="active") for number in (1, 2)]


def test_what_connected_accounts_are_for_is_said_of_many_at_once(amy, world, rollout, url, two_ready):
    first, second = two_ready
    address = url("rollout_describe", rollout.pk)

    amy.post(address, {"which": "ticked", "ready": [first.account_id], "stage": "production"})
    assert stages(world) == {first.account_id: "production", second.account_id: "unknown"}

    page = text_of(amy.post(address, {"which": "all", "stage": "non_production", "schedule": "weekly"}, follow=True))
    assert set(stages(world).values()) == {"non_production"}
    assert "Saved for 2 accounts." in page
    assert "Non-production" in page
    with organization_context(world.acme.pk):
        assert all(one.next_scan_at for one in Connection.objects.filter(rollout=rollout))
        assert Connection.objects.get(pk=first.pk).declared_at is not None


def test_a_word_for_no_account_is_refused_and_the_choice_stays(amy, world, rollout, url, two_ready):
    answer = amy.post(url("rollout_describe", rollout.pk), {"which": "ticked", "stage": "production"})

    assert answer.status_code == 422
    assert "Select at least one connected account." in text_of(answer)
    assert '<option value="production" selected>' in text_of(answer)
    assert set(stages(world).values()) == {"unknown"}


def test_nothing_to_say_keeps_the_ticks(amy, rollout, url, two_ready):
    ticked = two_ready[0].account_id

    answer = amy.post(url("rollout_describe", rollout.pk), {"which": "ticked", "ready": [ticked]})

    assert "Choose at least one change." in text_of(answer)
    assert f'value="{ticked}" aria-label="Team 1" checked' in text_of(answer)


def test_an_account_of_another_rollout_or_organization_is_not_described(amy, world, scans, rollout, url, two_ready):
    alone = scans.connection(world.acme, "720000000001")
    foreign = scans.connection(world.other, two_ready[0].account_id)

    amy.post(
        url("rollout_describe", rollout.pk),
        {"which": "ticked", "ready": [alone.account_id, foreign.account_id], "stage": "production"},
    )

    for one, wanted in ((alone, "unknown"), (foreign, "unknown"), (two_ready[0], "production")):
        with organization_context(one.organization_id):
            one.refresh_from_db()
        assert one.stage == wanted


def test_the_queries_do_not_grow_with_the_accounts(
    amy, world, rollout, add, url, two_ready, django_assert_max_num_queries
):
    for number in range(3, 20):
        connected(world, rollout, add(number), status="active")

    with django_assert_max_num_queries(20):
        amy.get(url("rollout_detail", rollout.pk))


def test_all_ready_accounts_are_scanned_with_one_press(world, rollout, url, two_ready):
    cai = world.client(world.cai)

    assert "Scan ready accounts" in text_of(cai.get(url("rollout_detail", rollout.pk)))
    page = text_of(cai.post(url("rollout_scan", rollout.pk), follow=True))

    assert "2 scans are queued." in page
    assert "No account to scan" in text_of(cai.post(url("rollout_scan", rollout.pk), follow=True))


def test_who_only_reads_is_offered_neither_scan_nor_words(world, rollout, url, two_ready):
    page = text_of(world.client(world.ben).get(url("rollout_detail", rollout.pk)))

    assert "Scan ready accounts" not in page
    assert 'name="ready"' not in page
