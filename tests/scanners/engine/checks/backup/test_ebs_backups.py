"""AWS Backup, lifecycle policies, snapshots, and disks nobody needs to keep."""

from __future__ import annotations

import pytest

from scanners.engine.facts.ebs import Tag
from tests.scanners.fact_builders import DENIED, Case, ago, assert_case, case
from tests.scanners.store_builders import NO_BACKUP, arn, copied, declared, disks, half, lifecycle, snapshots, volume

CHECK = "ebs_backups"
TAGS = (Tag("Backup", "daily"),)
MARKS = ("aws:autoscaling:groupName",)

CASES = {
    "copied": case("pass", disks(volume()), copied(volume().arn)),
    "machine copied": case("pass", disks(volume()), copied(arn("ec2", "instance/i-1"))),
    "in a lifecycle policy": case(
        "pass", disks(volume(tags=TAGS), policies=(lifecycle(),), snapshots=snapshots(automatic=20)), NO_BACKUP
    ),
    "in a lifecycle policy, snapshots refused": case(
        "unknown", disks(volume(tags=TAGS), policies=(lifecycle(),), snapshots=DENIED), NO_BACKUP
    ),
    "in a lifecycle policy, young, snapshots refused": case(
        "pass", disks(volume(tags=TAGS, created_at=ago(9)), policies=(lifecycle(),), snapshots=DENIED), NO_BACKUP
    ),
    "in a lifecycle policy, and young": case(
        "pass", disks(volume(tags=TAGS, created_at=ago(9)), policies=(lifecycle(),)), NO_BACKUP
    ),
    "in a lifecycle policy that does nothing": case(
        "review", disks(volume(tags=TAGS), policies=(lifecycle(),)), NO_BACKUP
    ),
    "in a lifecycle policy that stopped": case(
        "review", disks(volume(tags=TAGS), policies=(lifecycle(),), snapshots=snapshots(automatic=50)), NO_BACKUP
    ),
    "default policy": case(
        "pass", disks(volume(created_at=ago(2)), policies=(lifecycle(is_default=True, target_tags=()),)), NO_BACKUP
    ),
    "another tag": case("fail", disks(volume(tags=(Tag("Backup", "no"),)), policies=(lifecycle(),)), NO_BACKUP),
    "policy with exclusions": case(
        "review", disks(volume(), policies=(lifecycle(is_default=True, has_exclusions=True),)), NO_BACKUP
    ),
    "policy of machines": case("review", disks(volume(), policies=(lifecycle(resource_type="INSTANCE"),)), NO_BACKUP),
    "event policy": case("fail", disks(volume(tags=TAGS), policies=(lifecycle(type="EVENT_BASED_POLICY"),)), NO_BACKUP),
    "automatic snapshot": case("pass", disks(volume(), snapshots=snapshots(automatic=2)), NO_BACKUP),
    "old automatic, fresh manual": case("review", disks(volume(), snapshots=snapshots(automatic=40)), NO_BACKUP),
    "manual snapshot": case("review", disks(volume(), snapshots=snapshots()), NO_BACKUP),
    "old snapshot": case("fail", disks(volume(), snapshots=snapshots(days=30, automatic=30)), NO_BACKUP),
    "nothing": case("fail", disks(volume()), NO_BACKUP),
    "nothing, and no tags": case("review", disks(volume(has_own_tags=False)), NO_BACKUP),
    "nothing, no tags, but primary": case(
        "fail", disks(volume(has_own_tags=False)), NO_BACKUP, scope=declared(volume().arn, role="primary")
    ),
    "declared a cache": case("not_applicable", disks(volume()), NO_BACKUP, scope=declared(volume().arn, role="cache")),
    "of a group's machine": case("not_applicable", disks(volume(node_marks=MARKS)), NO_BACKUP),
    "outlives its machine": case("fail", disks(volume(node_marks=MARKS, is_deleted_with_instance=False)), NO_BACKUP),
    "a container's claim": case("fail", disks(volume(node_marks=MARKS, is_container_claim=True)), NO_BACKUP),
    "of a group, but primary": case(
        "fail", disks(volume(node_marks=MARKS)), NO_BACKUP, scope=declared(volume().arn, role="primary")
    ),
    "managed by a service": case("not_applicable", disks(volume(is_managed=True)), NO_BACKUP),
    "made today": case("not_applicable", disks(volume(created_at=ago(0.2))), NO_BACKUP),
    "unattached": case("not_applicable", disks(volume(state="available")), NO_BACKUP),
    "AWS Backup refused": case("unknown", disks(volume()), BackupFacts=DENIED),
    "AWS Backup refused, automatic snapshot": case(
        "pass", disks(volume(), snapshots=snapshots(automatic=1)), BackupFacts=DENIED
    ),
    "policies refused": case("unknown", disks(volume(), policies=DENIED), NO_BACKUP),
    "one policy refused": case("unknown", disks(volume(), policies=(DENIED,)), NO_BACKUP),
    "snapshots refused": case("unknown", disks(volume(), snapshots=DENIED), NO_BACKUP),
    "one of each": case(
        "fail pass review", disks(volume(), volume("b"), volume("c", has_own_tags=False)), copied(volume().arn)
    ),
    "none": case("not_applicable", disks(), NO_BACKUP),
    "refused": case("unknown", EbsFacts=DENIED),
    "one region refused": case("unknown", half(disks().by_region["eu-west-1"]), NO_BACKUP),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
