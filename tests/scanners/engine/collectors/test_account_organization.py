from __future__ import annotations

import pytest

from scanners.engine.collectors import account, identity, organization, sso, support
from scanners.engine.facts.mailbox import Shape
from scanners.engine.facts.organization import Membership
from scanners.engine.facts.unknown import Reason, Unknown
from tests.scanners.canned_aws import ACCOUNT, DENIED, CannedAws, Refusal, context_of, recorded_answers

PLAIN_REFUSAL = Refusal("AccessDeniedException", "You don't have permissions to access this resource.")


def collect(module, **answers):
    table = {**recorded_answers(), **{name.replace("__", ":"): answer for name, answer in answers.items()}}
    aws = CannedAws(table)
    return module.collect(context_of(aws)), aws


def test_identity_is_read_from_the_session():
    facts, _ = collect(identity)

    assert (facts.account_id, facts.partition) == (ACCOUNT, "aws")


def test_an_odd_identity_is_malformed():
    odd = {"Account": ACCOUNT, "Arn": "arn:aws:sts:not an arn at all", "UserId": "u"}

    assert collect(identity, sts__GetCallerIdentity=odd)[0].reason is Reason.MALFORMED


def test_the_account_keeps_no_address_and_no_number():
    facts, aws = collect(account)

    assert (facts.name, facts.state) == ("Orchard", "ACTIVE")
    assert [region.name for region in facts.enabled_regions] == ["us-east-1"]
    assert facts.primary_contact.website == "www.orchard.example"
    assert facts.primary_contact.verification == "VERIFIED"
    assert facts.security_contact.mailbox.shape is Shape.ROLE
    assert not any(text in repr(facts) for text in ("security@", "Maria", "Street", "555", "24103"))
    assert "AccountId" not in repr(aws.made), "the account is asked about itself"


def test_a_contact_that_is_not_set_is_none_and_a_refused_one_unknown():
    def alternate(parameters):
        kind = parameters["AlternateContactType"]
        return Refusal("ResourceNotFoundException", status=404) if kind == "BILLING" else DENIED

    facts, _ = collect(account, account__GetAlternateContact=alternate)

    assert facts.billing_contact is None
    assert facts.security_contact.reason is Reason.DENIED


@pytest.mark.parametrize("url", ["http://[bad", "", "javascript:alert(1)", "x" * 900])
def test_odd_websites_become_a_short_host_or_nothing(url):
    contact = {"ContactInformation": {**recorded_answers()["account:GetContactInformation"]["ContactInformation"]}}
    contact["ContactInformation"]["WebsiteUrl"] = url
    aws = CannedAws({**recorded_answers(), "account:GetContactInformation": contact}, is_checked=False)

    assert len(account.collect(context_of(aws)).primary_contact.website) <= 253


def test_a_standalone_account_is_a_fact_and_asks_nothing_more():
    facts, aws = collect(organization, organizations__DescribeOrganization=Refusal("AWSOrganizationsNotInUseException"))

    assert facts.membership is Membership.STANDALONE
    assert [name for name, _, _ in aws.made] == ["organizations:DescribeOrganization"]


def test_a_member_that_may_list_is_a_delegate():
    facts, _ = collect(organization)

    assert facts.membership is Membership.DELEGATED
    assert facts.account(ACCOUNT).state == "ACTIVE"
    assert facts.root_features == ("RootCredentialsManagement",)
    assert "aws-root@" not in repr(facts)


def test_a_plain_member_may_not_list_and_that_is_no_gap():
    not_entitled = Refusal("AccountNotManagementOrDelegatedAdministratorException")
    facts, _ = collect(
        organization, organizations__ListAccounts=PLAIN_REFUSAL, iam__ListOrganizationsFeatures=not_entitled
    )

    assert (facts.membership, facts.accounts, facts.root_features) == (Membership.MEMBER, None, None)


def test_a_missing_permission_is_a_gap_and_not_plain_membership():
    facts, _ = collect(organization, organizations__ListAccounts=DENIED)

    assert facts.membership is Membership.MEMBER
    assert facts.accounts.action == "organizations:ListAccounts"


def test_the_management_account_knows_itself_and_pages_through_its_accounts():
    described = recorded_answers()["organizations:DescribeOrganization"]
    described["Organization"]["MasterAccountId"] = ACCOUNT
    page = recorded_answers()["organizations:ListAccounts"]
    facts, _ = collect(
        organization,
        organizations__DescribeOrganization=described,
        organizations__ListAccounts=[{**page, "NextToken": "t"}, page],
    )

    assert facts.membership is Membership.MANAGEMENT
    assert len(facts.accounts) == 2


def test_features_that_are_switched_off_are_an_empty_list():
    facts, _ = collect(organization, iam__ListOrganizationsFeatures=Refusal("ServiceAccessNotEnabledException"))

    assert facts.root_features == ()


def test_identity_center_instances_of_all_regions():
    facts, aws = collect(sso)

    assert facts.instances[0].owner_account_id == ACCOUNT
    assert aws.calls("sso-admin:ListInstances") == [{"RegionScope": "ALL_REGIONS"}]


def test_no_instance_is_an_empty_fact():
    assert collect(sso, **{"sso-admin__ListInstances": {"Instances": []}})[0].instances == ()


def test_support_answers_where_its_api_lives():
    facts, aws = collect(support)

    assert (facts.is_subscribed, facts.severity_codes) == (True, ("low", "urgent"))
    assert aws.regions("support:DescribeSeverityLevels") == ["us-east-1"]


def test_no_subscription_is_a_fact_and_a_refusal_is_not():
    refused, _ = collect(support, support__DescribeSeverityLevels=Refusal("SubscriptionRequiredException"))
    denied, _ = collect(support, support__DescribeSeverityLevels=DENIED)

    assert refused.is_subscribed is False
    assert isinstance(denied, Unknown)
