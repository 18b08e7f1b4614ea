"""What selectors record, by every field and operator of advanced selectors, and what all checks make of it."""

from __future__ import annotations

from itertools import product

import botocore.session
import pytest

from scanners.engine.checks.logging._selectors import HARMLESS, management_events
from scanners.engine.facts.cloudtrail import AdvancedSelector, EventSelector, FieldSelector, Trail, TrailSelectors
from scanners.engine.facts.unknown import Reason, Unknown
from tests.scanners.fact_builders import (
    HERE,
    MEMBER,
    SIBLING,
    account_facts,
    judge,
    outcomes,
    s3_facts,
    scope,
    trail,
    trail_status,
    trails,
)

MODEL = botocore.session.get_session().get_service_model("cloudtrail")
OPERATORS = [one for one in MODEL.shape_for("AdvancedFieldSelector").members if one != "Field"]
# Every field that AWS names for management, data and network events and for event data stores.
FIELDS = (
    "eventName",
    "eventSource",
    "eventType",
    "resources.ARN",
    "resources.type",
    "errorCode",
    "vpcEndpointId",
    "sessionCredentialFromConsole",
    "userIdentity.arn",
)
MANAGEMENT = FieldSelector("eventCategory", "Equals", ("Management",))
CHECKS = ("cloudtrail_validation_on", "cloudtrail_delivery_healthy", "cloudtrail_bucket_other_account")


def advanced(*fields: FieldSelector) -> TrailSelectors:
    return TrailSelectors(advanced=(AdvancedSelector((MANAGEMENT, *fields)),))


def excluding(operator: str, *values: str) -> TrailSelectors:
    return advanced(FieldSelector("eventSource", operator, values))


def basic(*sources: str) -> TrailSelectors:
    return TrailSelectors((EventSelector("All", True, sources, ()),))


def said(check_id: str, one: Trail, **declared: object) -> str:
    facts = (trails(one), account_facts(), s3_facts(), MEMBER)
    return outcomes(check_id, *facts[: 4 if "bucket" not in check_id else 3], scope=scope(**declared))


@pytest.mark.parametrize(("field", "operator"), list(product(FIELDS, OPERATORS)))
def test_only_leaving_out_a_harmless_source_by_name_keeps_a_trail_nearly_whole(field: str, operator: str) -> None:
    for value in ("kms.amazonaws.com", "iam.amazonaws.com"):
        found = management_events(advanced(FieldSelector(field, operator, (value,))))

        is_harmless = (field, operator, value) == ("eventSource", "NotEquals", "kms.amazonaws.com")
        assert (found.read and found.write and found.is_nearly_whole) is is_harmless


def test_operators_of_aws_are_all_known() -> None:
    assert sorted(OPERATORS) == ["EndsWith", "Equals", "NotEndsWith", "NotEquals", "NotStartsWith", "StartsWith"]


@pytest.mark.parametrize("source", sorted(HARMLESS))
@pytest.mark.parametrize("make", [lambda one: excluding("NotEquals", one), basic])
def test_sources_aws_offers_to_leave_out_are_reported_once_and_break_nothing(make: object, source: str) -> None:
    one = trail(selectors=make(source))  # type: ignore[operator]

    assert said("cloudtrail_all_regions_logging", one) == "review"
    assert said("cloudtrail_every_account_covered", one) == "pass review"
    assert [said(check_id, one) for check_id in CHECKS] == ["pass", "pass", "pass"]


@pytest.mark.parametrize(
    "selectors",
    [
        excluding("NotEndsWith", "amazonaws.com"),
        excluding("NotStartsWith", "i"),
        excluding("NotEquals", "kms.amazonaws.com", "iam.amazonaws.com"),
        advanced(FieldSelector("eventName", "NotStartsWith", ("Create",))),
        advanced(FieldSelector("userIdentity.arn", "NotEndsWith", ("admin",))),
        advanced(FieldSelector("eventSource", "", ())),
        basic("iam.amazonaws.com"),
    ],
)
def test_a_trail_that_may_leave_out_nearly_everything_passes_nothing(selectors: TrailSelectors) -> None:
    one = trail(selectors=selectors)

    assert said("cloudtrail_all_regions_logging", one) == "review"
    assert said("cloudtrail_every_account_covered", one) == "review review"
    assert [said(check_id, one) for check_id in CHECKS] == ["review", "review", "review"]
    assert said("cloudtrail_validation_on", trail(selectors=selectors, validates_files=False)) == "fail"


def test_a_selector_that_leaves_nothing_out_completes_another() -> None:
    both = TrailSelectors(advanced=(*excluding("NotEndsWith", "amazonaws.com").advanced, *advanced().advanced))

    assert management_events(both).excluded == ()


def test_a_condition_that_every_source_meets_narrows_nothing() -> None:
    assert management_events(excluding("EndsWith", ".amazonaws.com")).is_nearly_whole
    assert not management_events(excluding("EndsWith", "m.amazonaws.com")).read


# --- a trail of the organization, seen by a member that may not read its selectors

UNREAD = trail(
    owner=SIBLING, is_organization=True, selectors=Unknown(Reason.DENIED, "cloudtrail:GetEventSelectors", "no")
)
SENTENCE = "Connect management account 222222222222: only it can read the event selectors of organization trail main."


def test_what_needs_no_selectors_is_judged_from_a_member() -> None:
    assert [said(check_id, UNREAD) for check_id in CHECKS] == ["pass", "pass", "pass"]


@pytest.mark.parametrize("check_id", ["cloudtrail_all_regions_logging", "cloudtrail_every_account_covered"])
def test_what_needs_them_names_the_account_to_connect(check_id: str) -> None:
    found = judge(check_id, trails(UNREAD), account_facts(), MEMBER)

    assert [one.message for one in found if one.outcome == "unknown"] == [SENTENCE]


def test_a_scan_of_the_owner_settles_it() -> None:
    told = {"complete_trails": (UNREAD.arn,)}

    assert said("cloudtrail_all_regions_logging", UNREAD, **told) == "pass"
    assert said("cloudtrail_every_account_covered", UNREAD, **told) == "pass review"


def test_an_own_trail_whose_selectors_were_refused_stays_unread() -> None:
    own = trail(is_organization=True, owner=HERE, selectors=UNREAD.selectors)

    assert [said(check_id, own, complete_trails=(own.arn,)) for check_id in CHECKS] == ["unknown"] * 3


def test_an_organization_trail_that_stands_still_carries_nothing() -> None:
    still = trail(
        owner=SIBLING, is_organization=True, selectors=UNREAD.selectors, status=trail_status(is_logging=False)
    )

    assert "pass" not in [said(check_id, still) for check_id in CHECKS]
