"""Well-Architected reviews, good and unfinished, and what is agreed and used where health data may be."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from devstack.simulated_aws.running import SimulatedAws
from scanners.engine.checks.organization._eligible import LIST_AT
from scanners.engine.scope import Declarations
from tests.scanners.golden.seeds.story import HOME, OTHER, Golden, ago, arn

ACCOUNT = "232323232323"
HEALTH_ACCOUNT = "242424242424"
_OWN, _FTR = "arn:aws:wellarchitected::aws:lens/wellarchitected", "arn:aws:wellarchitected::aws:lens/ftr"
_IDS = {"shop": f"{1:032x}", "intranet": f"{2:032x}"}
_PILLARS = ("security", "operationalExcellence", "reliability")


def seed(aws: SimulatedAws) -> None:
    """A finished review of the product in one region, an unfinished one of something else in the other."""
    aws.set_account(ACCOUNT, name="Reviews")
    _workload(aws, HOME, "shop", _lens("FTR", "AWS Foundational Technical Review", _FTR, open_questions=0), risks=0)
    _workload(aws, OTHER, "intranet", _lens("wellarchitected", "AWS Well-Architected Framework", _OWN, 12), risks=3)
    milestone = {"MilestoneNumber": 1, "MilestoneName": "spring", "RecordedAt": ago(days=30)}
    about = {"WorkloadId": _IDS["shop"]}
    recorded = {**about, "MilestoneSummaries": [milestone]}
    aws.give_answer(ACCOUNT, "wellarchitected:ListMilestones", recorded, region=HOME, given=about)
    _agreement(aws, ACCOUNT, kind="CUSTOM", since=ago(days=700))
    game = arn(ACCOUNT, "gamelift", "fleet/fleet-1")
    tagged = {"ResourceTagMappingList": [{"ResourceARN": game, "Tags": [{"Key": "team", "Value": "play"}]}]}
    aws.give_answer(ACCOUNT, "resourcegroupstaggingapi:GetResources", tagged, region=HOME)


def seed_health(aws: SimulatedAws) -> None:
    """Recorded whole in both regions, nothing in use but what AWS names as eligible."""
    aws.set_account(HEALTH_ACCOUNT, name="Health")
    _agreement(aws, HEALTH_ACCOUNT, kind="DEFAULT", since=LIST_AT - timedelta(days=200))
    recorder = {"name": "default", "recordingGroup": {"allSupported": True, "includeGlobalResourceTypes": True}}
    status = {"name": "default", "recording": True}
    counts = [{"resourceType": "AWS::EC2::Instance", "count": 4}, {"resourceType": "AWS::S3::Bucket", "count": 9}]
    for call, result in (
        ("DescribeConfigurationRecorders", {"ConfigurationRecorders": [recorder]}),
        ("DescribeConfigurationRecorderStatus", {"ConfigurationRecordersStatus": [status]}),
        ("GetDiscoveredResourceCounts", {"totalDiscoveredResources": 13, "resourceCounts": counts}),
    ):
        aws.give_answer(HEALTH_ACCOUNT, f"config:{call}", result)


def _workload(aws: SimulatedAws, region: str, name: str, lens: dict[str, Any], *, risks: int) -> None:
    workload = {
        "WorkloadId": _IDS[name],
        "WorkloadArn": arn(ACCOUNT, "wellarchitected", f"workload/{name}", region=region),
        "WorkloadName": name,
        "UpdatedAt": ago(days=5),
        "Lenses": [_OWN, lens["LensArn"]],
    }
    about = {"WorkloadId": workload["WorkloadId"]}
    pillars = [{"PillarId": one, "RiskCounts": {"HIGH": risks if one == "security" else 0}} for one in _PILLARS]
    for call, result, given in (
        ("ListWorkloads", {"WorkloadSummaries": [workload]}, {}),
        ("ListLensReviews", {**about, "LensReviewSummaries": [lens]}, about),
        ("ListMilestones", {**about, "MilestoneSummaries": []}, about),
        ("GetLensReview", {**about, "LensReview": {"PillarReviewSummaries": pillars}}, about),
    ):
        aws.give_answer(ACCOUNT, f"wellarchitected:{call}", result, region=region, given=given)


def _lens(alias: str, name: str, whole: str, open_questions: int) -> dict[str, Any]:
    counts = {"RiskCounts": {"UNANSWERED": open_questions}} if open_questions else {"RiskCounts": {"NONE": 50}}
    head = {"LensAlias": alias, "LensArn": whole, "LensName": name, "LensStatus": "CURRENT"}
    return {**head, "UpdatedAt": ago(days=5), **counts}


def _agreement(aws: SimulatedAws, account_id: str, *, kind: str, since: Any) -> None:
    agreement = {
        "name": "AWS Business Associate Addendum",
        "arn": f"arn:aws:artifact::{account_id}:customer-agreement/agreement-0a01",
        "id": "customer-agreement-0a01",
        "agreementArn": "arn:aws:artifact:::agreement/agreement-baa",
        "awsAccountId": account_id,
        "effectiveStart": since,
        "state": "ACTIVE",
        "type": kind,
    }
    aws.give_answer(account_id, "artifact:ListCustomerAgreements", {"customerAgreements": [agreement]})


REVIEWS = Golden("reviews", ACCOUNT, seed, Declarations(handles_phi=True, reviewed_workloads=("shop",)))
# The list of eligible services that comes with the product counts for 90 days: this scan is made while it does.
HEALTH = Golden("health", HEALTH_ACCOUNT, seed_health, Declarations(handles_phi=True), now=LIST_AT + timedelta(days=30))
