"""An account in which a scan meets trouble: refusals of every kind, throttling, nonsense, a region that is shut."""

from __future__ import annotations

from devstack.simulated_aws.demo.buckets import create_bucket, policy
from devstack.simulated_aws.running import SimulatedAws
from tests.scanners.golden.naming import file_systems
from tests.scanners.golden.seeds.story import HOME, LONG_AGO, Golden

ACCOUNT = "262626262626"
SHUT = "eu-west-1"
_BUCKET = "trouble-data"


def seed(aws: SimulatedAws) -> None:
    """A plain file system, a table, a bucket, root with a key and without MFA; and then the trouble."""
    aws.set_account(ACCOUNT, name="Trouble", root={"mfa_enabled": False, "keys": [{"created_at": LONG_AGO}]})
    aws.root("efs", ACCOUNT, region=HOME).create_file_system(CreationToken="shared", Encrypted=False)
    s3 = aws.root("s3", ACCOUNT, region=HOME)
    create_bucket(s3, _BUCKET, region=HOME)
    bucket = f"arn:aws:s3:::{_BUCKET}"
    closed = {"Effect": "Deny", "Principal": "*", "Action": "s3:GetBucketVersioning", "Resource": bucket}
    s3.put_bucket_policy(Bucket=_BUCKET, Policy=policy(closed))
    _deny(aws, "iam:GetAccountSummary", code="AccessDenied")
    _deny(aws, "account:GetAlternateContact", code="AccessDeniedException")
    _deny(aws, "guardduty:ListDetectors", code="AccessDeniedException")
    nobody = {"Effect": "Deny", "Action": "iam:GetAccountAuthorizationDetails", "Resource": "*"}
    everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    guardrail = {"Version": "2012-10-17", "Statement": [everything, nobody]}
    aws.set_account(ACCOUNT, control_policy=guardrail)
    aws.add_fault(kind="throttle", call="backup:ListProtectedResources", account_id=ACCOUNT)
    aws.add_fault(kind="throttle", call="support:DescribeSeverityLevels", account_id=ACCOUNT)
    aws.add_fault(kind="error", call="cloudtrail:ListTrails", account_id=ACCOUNT)
    for call, body in (
        ("dynamodb:ListTables", "<html>Bad gateway</html>"),
        ("kafka:ListClustersV2", '{"clusterInfoList": 7}'),
    ):
        aws.add_fault(kind="garbled", call=call, account_id=ACCOUNT, region=HOME, body=body)
    invalid = "The security token included in the request is invalid."
    aws.add_fault(
        kind="error",
        call="*:*",
        account_id=ACCOUNT,
        region=SHUT,
        code="UnrecognizedClientException",
        status=400,
        message=invalid,
    )


def _deny(aws: SimulatedAws, call: str, *, code: str) -> None:
    who = f"arn:aws:sts::{ACCOUNT}:assumed-role/FtrPortal-golden/golden"
    message = f"User: {who} is not authorized to perform: {call} because no identity-based policy allows the action"
    aws.add_fault(kind="error", call=call, account_id=ACCOUNT, code=code, message=message, status=403)


TROUBLE = Golden("trouble", ACCOUNT, seed, named=lambda aws: file_systems(aws, ACCOUNT, HOME), regions=(HOME, SHUT))
