from __future__ import annotations

import pytest

from scanners.engine.collectors import iam, iam_details, iam_report
from scanners.engine.facts.unknown import Reason
from tests.scanners.canned_aws import ACCOUNT, CannedAws, Refusal, context_of, recorded_answers

REPORT = recorded_answers()["iam:GetCredentialReport"]


def collect(function, **answers):
    table = {**recorded_answers(), **{name.replace("__", ":"): answer for name, answer in answers.items()}}
    aws = CannedAws(table)
    return function(context_of(aws)), aws


def report_with(old: str, new: str):
    return {**REPORT, "Content": REPORT["Content"].decode().replace(old, new).encode()}


def test_counts_that_aws_leaves_out_are_none_and_not_zero():
    facts, _ = collect(iam.collect_summary, iam__GetAccountSummary={"SummaryMap": {"AccountMFAEnabled": 1}})

    assert (facts.root_mfa_enabled, facts.root_access_keys) == (1, None)


def test_no_password_policy_is_a_fact():
    facts, _ = collect(iam.collect_password_policy, iam__GetAccountPasswordPolicy=Refusal("NoSuchEntity", status=404))

    assert facts.policy is None
    assert collect(iam.collect_password_policy)[0].policy.minimum_length == 14


def test_service_credentials_of_all_users_come_in_one_listing():
    page = recorded_answers()["iam:ListServiceSpecificCredentials"]
    pages = [{**page, "IsTruncated": True, "Marker": "m"}, page]

    facts, aws = collect(iam.collect_service_credentials, iam__ListServiceSpecificCredentials=pages)

    assert len(facts.credentials) == 2
    assert [call["AllUsers"] for call in aws.calls("iam:ListServiceSpecificCredentials")] == [True, True]


def test_one_refused_list_leaves_the_other_readable():
    facts, _ = collect(iam.collect_providers, iam__ListSAMLProviders=Refusal("AccessDenied", status=403))

    assert facts.saml.action == "iam:ListSAMLProviders"
    assert facts.oidc_arns[0].endswith("token.actions.githubusercontent.com")


def test_virtual_devices_are_owners_only():
    assert collect(iam.collect_virtual_mfa)[0].user_arns == (f"arn:aws:iam::{ACCOUNT}:root",)


# --- credential report -------------------------------------------------------------------------------------------


def test_the_report_tells_root_from_users_and_nothing_from_times():
    facts, _ = collect(iam_report.collect)
    maria = facts.users[0]

    assert facts.root.password_enabled is None
    assert facts.root.mfa_active
    assert facts.root.password_last_used_at.year == 2026
    assert (maria.password_enabled, maria.mfa_active, maria.active_certificates) == (True, False, 1)
    assert maria.password_last_used_at is None
    assert [key.is_active for key in maria.keys] == [True, False]
    assert maria.keys[0].last_used_service == "s3"
    assert maria.keys[1].last_used_at is None


def test_columns_are_found_by_their_heading():
    lines = [line.split(",") for line in REPORT["Content"].decode().splitlines()]
    turned = "\n".join(",".join(reversed(line)) for line in lines)

    shuffled, _ = collect(iam_report.collect, iam__GetCredentialReport={**REPORT, "Content": turned.encode()})

    assert shuffled == collect(iam_report.collect)[0]


def test_quoted_newlines_and_formulas_are_text():
    facts, _ = collect(iam_report.collect, iam__GetCredentialReport=report_with("\nmaria,", '\n"=cmd|\n""x""",'))

    assert facts.users[0].name == '=cmd|\n"x"'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("mfa_active", "something_else"),
        (",true,false,N/A", ",perhaps,false,N/A"),
        ("2026-11-01T10:00:00+00:00", "yesterday"),
        ("2026-11-01T10:00:00+00:00", "99999-01-01T00:00:00Z"),
        ("\nmaria,", "\nmaria,extra,"),
        (",false,N/A", ""),
        ("user,arn", "\x00"),
    ],
)
def test_a_report_that_cannot_be_understood_is_malformed(old, new):
    facts, _ = collect(iam_report.collect, iam__GetCredentialReport=report_with(old, new))

    assert facts.reason is Reason.MALFORMED


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"user,arn\n", b'"unclosed'])
def test_odd_files_are_malformed(content):
    facts, _ = collect(iam_report.collect, iam__GetCredentialReport={**REPORT, "Content": content})

    assert facts.reason is Reason.MALFORMED


def test_extreme_years_are_times():
    facts, _ = collect(
        iam_report.collect,
        iam__GetCredentialReport=report_with("2022-01-01T00:00:00+00:00", "0001-01-01T00:00:00+00:00"),
    )

    assert facts.users[0].created_at.year == 1


def test_a_report_that_is_being_written_is_waited_for(monkeypatch):
    monkeypatch.setattr(iam_report, "POLL_PAUSES", (0.0, 0.0, 0.0))
    states = [{"State": "STARTED"}, {"State": "INPROGRESS"}, {"State": "COMPLETE"}]

    facts, aws = collect(iam_report.collect, iam__GenerateCredentialReport=states)

    assert facts.users
    assert len(aws.calls("iam:GenerateCredentialReport")) == 3


def test_a_report_that_never_comes_is_pending(monkeypatch):
    monkeypatch.setattr(iam_report, "POLL_PAUSES", (0.0, 0.0))

    facts, _ = collect(iam_report.collect, iam__GenerateCredentialReport={"State": "STARTED"})

    assert facts.reason is Reason.REPORT_PENDING


def test_somebody_elses_request_for_a_report_serves_us_as_well():
    facts, _ = collect(iam_report.collect, iam__GenerateCredentialReport=Refusal("LimitExceededException", status=409))

    assert facts.users


# --- authorization details ---------------------------------------------------------------------------------------


def test_details_hold_parsed_policies_and_only_used_ones():
    facts, aws = collect(iam_details.collect)
    role = facts.roles[0]

    assert role.trust.statements[0].principals[0].value == "ec2.amazonaws.com"
    assert (role.boundary_arn.endswith("edge"), role.last_used_at.day) == (True, 20)
    assert facts.users[0].inline[0].document.statements[0].actions == ("s3:GetObject",)
    assert [policy.name for policy in facts.policies] == ["app"]
    assert facts.policies[0].document.is_readable, "the default version counts"
    assert len(aws.made) == 1


def test_all_pages_belong_together():
    page = recorded_answers()["iam:GetAccountAuthorizationDetails"]
    pages = [{**page, "IsTruncated": True, "Marker": "m"}, page]

    facts, aws = collect(iam_details.collect, iam__GetAccountAuthorizationDetails=pages)

    assert len(facts.roles) == 2
    assert aws.calls("iam:GetAccountAuthorizationDetails")[1]["Marker"] == "m"


def test_a_page_that_is_refused_makes_the_whole_unknown():
    page = {**recorded_answers()["iam:GetAccountAuthorizationDetails"], "IsTruncated": True, "Marker": "m"}

    facts, _ = collect(
        iam_details.collect, iam__GetAccountAuthorizationDetails=[page, Refusal("Throttling", status=400)]
    )

    assert facts.reason is Reason.THROTTLED


def test_an_empty_account_has_empty_lists():
    facts, _ = collect(iam_details.collect, iam__GetAccountAuthorizationDetails={"IsTruncated": False})

    assert (facts.users, facts.groups, facts.roles, facts.policies) == ((), (), (), ())


def test_a_policy_without_a_name_hides_nothing_else():
    page = recorded_answers()["iam:GetAccountAuthorizationDetails"]
    document = page["UserDetailList"][0]["UserPolicyList"][0]["PolicyDocument"]
    page["UserDetailList"][0]["UserPolicyList"] = [{"PolicyDocument": document}]
    page["RoleDetailList"][0]["AttachedManagedPolicies"] = [{"PolicyName": "lost"}]
    for policy in page["Policies"]:
        del policy["PolicyName"]

    facts, _ = collect(iam_details.collect, iam__GetAccountAuthorizationDetails=page)

    (inline,) = facts.users[0].inline
    assert (inline.name, inline.document.is_readable) == ("without a name", True)
    assert (facts.roles[0].attached[0].arn, facts.roles[0].attached[0].name) == ("", "lost")
    assert [one.name for one in facts.policies] == ["app"], "the ARN ends in it"


def test_hostile_policy_texts_are_kept_as_unreadable_policies():
    page = recorded_answers()["iam:GetAccountAuthorizationDetails"]
    page["RoleDetailList"][0]["AssumeRolePolicyDocument"] = "{" * 20_000

    facts, _ = collect(iam_details.collect, iam__GetAccountAuthorizationDetails=page)

    assert not facts.roles[0].trust.is_readable
