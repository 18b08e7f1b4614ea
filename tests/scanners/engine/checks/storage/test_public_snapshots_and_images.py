from __future__ import annotations

import pytest

from scanners.engine.facts.public_copies import PublicCopy, PublicCopyFacts
from scanners.engine.facts.unknown import Reason, Unknown
from tests.scanners.fact_builders import DENIED, assert_case, case, judge
from tests.scanners.store_builders import NOT_ASKED, arn, half, here

CHECK = "public_snapshots_and_images"
TOO_MANY = Unknown(Reason.NOT_COLLECTED, "rds:DescribeDBSnapshotAttributes", "7 more were not read.")


def copy(kind):
    return PublicCopy(arn("ec2", f"copy/{kind}"), kind, "old")


def facts(snapshots=(), images=(), databases=(), clusters=(), sharing=NOT_ASKED):
    return PublicCopyFacts(snapshots, sharing, images, databases, clusters)


DISK, IMAGE, DATABASE, CLUSTER = map(copy, ("EBS snapshot", "AMI", "DB snapshot", "DB cluster snapshot"))
CASES = {
    "nothing public": case("pass", here(facts())),
    "a public disk": case("fail", here(facts((DISK,), sharing="unblocked"))),
    "new sharing is blocked, the old one is not": case("fail", here(facts((DISK,), sharing="block-new-sharing"))),
    "all sharing is blocked": case("pass", here(facts((DISK,), sharing="block-all-sharing"))),
    "whether it is blocked was refused": case("unknown", here(facts((DISK,), sharing=DENIED))),
    "a block of snapshots is none of images": case("fail", here(facts((), (IMAGE,), sharing="block-all-sharing"))),
    "databases": case("fail fail", here(facts(databases=(DATABASE,), clusters=(CLUSTER,)))),
    "some were too many to read": case("unknown", here(facts(databases=(TOO_MANY,)))),
    "a list was refused": case("fail unknown", here(facts(DENIED, (IMAGE,)))),
    "a region was refused": case("unknown", half(facts())),
    "nothing was read": case("unknown", PublicCopyFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one):
    assert_case(CHECK, one)


def test_the_copy_is_named():
    (verdict,) = judge(CHECK, here(facts(images=(IMAGE,))))

    assert verdict.resource == IMAGE.arn
    assert verdict.message == "AMI old is public."
