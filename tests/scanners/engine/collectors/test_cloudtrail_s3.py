from __future__ import annotations

import json
from dataclasses import replace

import pytest

from scanners.engine.collectors import cloudtrail, s3
from scanners.engine.facts.cloudtrail import TrailFacts
from scanners.engine.facts.s3 import AclGrant
from scanners.engine.facts.unknown import Reason, Unknown
from tests.scanners.canned_aws import ACCOUNT, DENIED, CannedAws, Refusal, context_of, recorded_answers

ALL_ON = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)
CLOSED = {"PublicAccessBlockConfiguration": ALL_ON}
NO_BLOCK = Refusal("NoSuchPublicAccessBlockConfiguration", status=404)


def collect(module, *, facts=None, is_checked=True, **answers):
    table = {**recorded_answers(), **{name.replace("__", ":"): answer for name, answer in answers.items()}}
    aws = CannedAws(table, is_checked=is_checked)
    return module.collect(replace(context_of(aws), facts=facts or {})), aws


def trail(**changes):
    return {**recorded_answers()["cloudtrail:DescribeTrails"]["trailList"][0], **changes}


# --- CloudTrail --------------------------------------------------------------------------------------------------


def test_a_trail_is_judged_in_its_home_region():
    facts, aws = collect(cloudtrail)
    found = facts.trails[0]

    assert (found.name, found.owner_account_id, found.is_multi_region) == ("main", ACCOUNT, True)
    assert found.status.is_logging
    assert found.selectors.basic[0].excluded_sources == ("kms.amazonaws.com",)
    assert [field.operator for field in found.selectors.advanced[0].fields] == ["Equals", "NotEquals"]
    assert aws.regions("cloudtrail:GetTrailStatus") == ["eu-west-1"]
    assert aws.calls("cloudtrail:GetTrailStatus")[0]["Name"] == found.arn


def test_no_trail_needs_one_call():
    facts, aws = collect(cloudtrail, cloudtrail__ListTrails={"Trails": []})

    assert facts == TrailFacts(())
    assert len(aws.made) == 1


def test_default_selectors_are_not_asked_for():
    facts, aws = collect(cloudtrail, cloudtrail__DescribeTrails={"trailList": [trail(HasCustomEventSelectors=False)]})

    assert facts.trails[0].selectors is None
    assert aws.calls("cloudtrail:GetEventSelectors") == []


def test_a_trail_another_region_describes_is_asked_for_there():
    described = [{"trailList": []}, {"trailList": [trail()]}]

    facts, aws = collect(cloudtrail, cloudtrail__DescribeTrails=described)

    assert len(facts.trails) == 1
    assert aws.regions("cloudtrail:DescribeTrails") == ["us-east-1", "eu-west-1"]


def test_a_trail_nobody_describes_makes_the_list_unknown_and_not_shorter():
    facts, _ = collect(cloudtrail, cloudtrail__DescribeTrails={"trailList": []})

    assert isinstance(facts, Unknown)


def test_a_refused_status_leaves_the_trail():
    facts, _ = collect(cloudtrail, cloudtrail__GetTrailStatus=DENIED)

    assert facts.trails[0].status.action == "cloudtrail:GetTrailStatus"
    assert facts.trails[0].selectors.basic


def test_a_made_up_home_region_is_never_called():
    listed = {"Trails": [{"TrailARN": trail()["TrailARN"], "Name": "main", "HomeRegion": "evil.example.com"}]}
    described = {"trailList": [trail(HomeRegion="evil.example.com")]}

    facts, aws = collect(cloudtrail, cloudtrail__ListTrails=listed, cloudtrail__DescribeTrails=described)

    assert facts.trails[0].status.reason is Reason.MALFORMED
    assert facts.trails[0].selectors.reason is Reason.MALFORMED
    assert {region for _, region, _ in aws.made} == {"us-east-1"}


# --- S3 ----------------------------------------------------------------------------------------------------------


OWN = {"Grantee": {"Type": "CanonicalUser", "ID": "x"}, "Permission": "FULL_CONTROL"}
OTHER = {"Grantee": {"Type": "CanonicalUser", "ID": "79a5", "DisplayName": "sam"}, "Permission": "WRITE"}


def acl_of(*grants):
    return {"Owner": {"ID": "x"}, "Grants": list(grants)}


def test_a_closed_account_needs_three_calls_per_bucket():
    facts, aws = collect(s3, s3control__GetPublicAccessBlock=CLOSED, s3__GetBucketAcl=acl_of(OWN))

    assert facts.account_block.is_complete
    assert (facts.buckets[0].acl, facts.buckets[0].ownership) == ((), Unknown(Reason.NOT_COLLECTED, ""))
    assert facts.access_points == Unknown(Reason.NOT_COLLECTED, "")
    per_bucket = [name for name, _, parameters in aws.made if "Bucket" in parameters]
    assert sorted(set(per_bucket)) == ["s3:GetBucketAcl", "s3:GetBucketPolicy", "s3:GetBucketVersioning"]
    assert len(per_bucket) == 6


def test_a_grant_to_another_account_is_kept_although_public_acls_are_ignored():
    facts, _ = collect(s3, s3control__GetPublicAccessBlock=CLOSED, s3__GetBucketAcl=acl_of(OWN, OTHER))

    assert facts.buckets[0].acl == (AclGrant("", "WRITE", "79a5"),)
    assert facts.buckets[0].ownership == "ObjectWriter"


@pytest.mark.parametrize(
    ("grantee", "kept"),
    [
        ({"Type": "Group", "URI": "http://acs.amazonaws.com/groups/global/AllUsers"}, ("AllUsers", "")),
        (
            {"Type": "Group", "URI": "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"},
            ("AuthenticatedUsers", ""),
        ),
        ({"Type": "Group", "URI": "http://acs.amazonaws.com/groups/s3/LogDelivery"}, ("LogDelivery", "")),
        ({"Type": "AmazonCustomerByEmail", "EmailAddress": "sam@example.com"}, ("", "without an ID")),
    ],
)
def test_every_kind_of_grantee_is_kept_without_names_or_addresses(grantee, kept):
    facts, _ = collect(s3, s3__GetBucketAcl=acl_of(OWN, {"Grantee": grantee, "Permission": "READ"}))

    assert [(one.group, one.grantee) for one in facts.buckets[0].acl] == [kept]


def test_an_open_account_is_asked_down_to_the_acl():
    facts, _ = collect(s3, s3control__GetPublicAccessBlock=NO_BLOCK, s3__GetPublicAccessBlock=NO_BLOCK)
    bucket = facts.buckets[0]

    assert facts.account_block is None
    assert (bucket.block, bucket.ownership, bucket.policy_is_public) == (None, "ObjectWriter", False)
    assert [(grant.group, grant.is_public) for grant in bucket.acl] == [("AllUsers", True)]
    assert bucket.policy.statements[0].effect == "Deny"
    assert bucket.versioning.status == "Enabled"


def test_every_bucket_is_asked_in_its_region_and_as_its_owner():
    _, aws = collect(s3)

    asked = [(region, call) for name, region, call in aws.made if call.get("Bucket") == "orchard-data"]
    assert {region for region, _ in asked} == {"eu-west-1"}
    assert {call["ExpectedBucketOwner"] for _, call in asked} == {ACCOUNT}
    assert aws.calls("s3:ListBuckets")[0] == {"MaxBuckets": 1000}


def test_a_bucket_without_acls_is_not_asked_for_one():
    enforced = {"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}}

    facts, aws = collect(s3, s3__GetBucketOwnershipControls=enforced)

    assert facts.buckets[0].ownership == "BucketOwnerEnforced"
    assert aws.calls("s3:GetBucketAcl") == []


def test_no_policy_is_not_public_without_another_call():
    facts, aws = collect(s3, s3__GetBucketPolicy=Refusal("NoSuchBucketPolicy", status=404))

    assert (facts.buckets[0].policy, facts.buckets[0].policy_is_public) == (None, None)
    assert aws.calls("s3:GetBucketPolicyStatus") == []


@pytest.mark.parametrize("answer", [DENIED, Refusal("SlowDown", status=503)])
def test_an_unreadable_account_block_closes_nothing(answer):
    facts, aws = collect(s3, s3control__GetPublicAccessBlock=answer)

    assert isinstance(facts.account_block, Unknown)
    assert aws.calls("s3:GetBucketAcl")


def test_an_unreadable_bucket_block_closes_nothing():
    facts, _ = collect(s3, s3__GetPublicAccessBlock=DENIED)

    assert facts.buckets[0].block.action == "s3:GetBucketPublicAccessBlock"
    assert facts.buckets[0].acl


def test_only_log_buckets_are_asked_for_lock_and_lifecycle():
    trails, _ = collect(cloudtrail)

    facts, aws = collect(s3, facts={TrailFacts: trails})
    data, logs = facts.buckets

    assert data.object_lock == Unknown(Reason.NOT_COLLECTED, "")
    assert (logs.object_lock.mode, logs.object_lock.days) == ("COMPLIANCE", 365)
    assert (logs.lifecycle[0].expires_after_days, logs.lifecycle[0].noncurrent_after_days) == (400, 30)
    assert [call["Bucket"] for call in aws.calls("s3:GetObjectLockConfiguration")] == ["orchard-logs"]


def test_a_bucket_cloudtrail_may_write_to_is_a_log_bucket_though_no_trail_is_seen():
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "cloudtrail.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": "arn:aws:s3:::orchard-logs/*",
    }
    policy = {"Policy": json.dumps({"Version": "2012-10-17", "Statement": [statement]})}

    def policies(parameters):
        return policy if parameters["Bucket"] == "orchard-logs" else Refusal("NoSuchBucketPolicy", status=404)

    facts, aws = collect(s3, facts={TrailFacts: TrailFacts(())}, s3__GetBucketPolicy=policies)

    assert facts.buckets[1].object_lock.days == 365
    assert [call["Bucket"] for call in aws.calls("s3:GetObjectLockConfiguration")] == ["orchard-logs"]


def test_a_bucket_deleted_meanwhile_is_dropped():
    def versioning(parameters):
        gone = parameters["Bucket"] == "orchard-data"
        return Refusal("NoSuchBucket", status=404) if gone else {"Status": "Enabled"}

    facts, _ = collect(s3, s3__GetBucketVersioning=versioning)

    assert [bucket.name for bucket in facts.buckets] == ["orchard-logs"]


def test_a_made_up_bucket_region_is_never_called():
    listed = {"Buckets": [{"Name": "b", "BucketRegion": "evil.example.com"}]}

    facts, aws = collect(s3, s3__ListBuckets=listed)

    assert facts.buckets[0].versioning.reason is Reason.MALFORMED
    assert "evil.example.com" not in {region for _, region, _ in aws.made}


def test_pages_of_buckets_and_an_account_without_any():
    page = recorded_answers()["s3:ListBuckets"]

    assert len(collect(s3, s3__ListBuckets=[{**page, "ContinuationToken": "t"}, page])[0].buckets) == 4
    assert collect(s3, s3__ListBuckets={"Buckets": []})[0].buckets == ()
    assert collect(s3, s3__ListBuckets=DENIED)[0].buckets.action == "s3:ListAllMyBuckets"


def test_access_points_are_asked_only_where_they_can_be_open():
    private = {"AccessPointList": [{"Name": "inside", "NetworkOrigin": "VPC", "Bucket": "orchard-data"}]}

    facts, _ = collect(s3)
    inside, aws = collect(s3, s3control__ListAccessPoints=private)
    shut, calls = collect(s3, s3control__GetAccessPoint={"PublicAccessBlockConfiguration": ALL_ON})

    assert facts.access_points[0].policy_is_public is True
    assert inside.access_points[0].arn == f"arn:aws:s3:eu-west-1:{ACCOUNT}:accesspoint/inside"
    assert aws.calls("s3control:GetAccessPoint") == []
    assert shut.access_points[0].policy_is_public == Unknown(Reason.NOT_COLLECTED, "")
    assert calls.calls("s3control:GetAccessPointPolicyStatus") == []


def test_a_region_that_refuses_the_list_is_one_gap_among_them():
    facts, _ = collect(s3, s3control__ListAccessPoints=DENIED)

    assert [(point.region, point.gap.reason) for point in facts.access_points] == [
        ("eu-west-1", Reason.DENIED),  # where a bucket lies
        ("us-east-1", Reason.DENIED),
    ]


def test_access_points_are_listed_wherever_buckets_lie():
    """Buckets are judged in every region, whatever regions the scan was narrowed to."""
    far = {"Buckets": [{"Name": "orchard-data", "BucketRegion": "eu-west-3"}]}

    _, aws = collect(s3, s3__ListBuckets=far)

    assert sorted(aws.regions("s3control:ListAccessPoints")) == ["eu-west-3", "us-east-1"]


def test_multi_region_access_points_live_in_one_region():
    facts, aws = collect(s3)

    assert facts.multi_region_access_points[0].buckets == ("orchard-data",)
    assert facts.multi_region_access_points[0].policy_is_public is False
    assert aws.regions("s3control:ListMultiRegionAccessPoints") == ["us-west-2"]
