"""Facts of a sound account; a test changes the one thing it is about.

`judge` runs a check as the engine does, and `outcomes` reduces its verdicts to sorted words.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from scanners.engine.checks.registry import all_checks
from scanners.engine.checks.verdicts import Verdict
from scanners.engine.facts import account, cloudtrail, iam, organization, s3
from scanners.engine.facts.mailbox import Mailbox, Shape
from scanners.engine.facts.policies import Policy, parse_policy
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.serverless_stores import ServerlessStoreFacts
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HERE, VENDOR, SIBLING, LOGS = "111111111111", "999999999999", "222222222222", "333333333333"
ROOT = f"arn:aws:iam::{HERE}:root"
DENIED = Unknown(Reason.DENIED, "svc:Action", "Not allowed.")
SCOPE = Scope(HERE, "aws", NOW, ("eu-west-1", "us-east-1"))
BLOCKED = s3.PublicAccessBlock(True, True, True, True)
OPEN = s3.PublicAccessBlock(False, False, False, False)


# What an account without such resources has; a test that is about them gives its own.
QUIET: dict[type, object] = {
    ServerlessStoreFacts: Regional({"eu-west-1": ServerlessStoreFacts((), (), (), ())}),
    iam.SshKeyFacts: iam.SshKeyFacts(()),
}


def judge(check_id: str, *facts: object, scope: Scope = SCOPE, **by_name: Unknown) -> tuple[Verdict, ...]:
    """The verdicts of one check over the given facts; a fact class may be given as `Class=Unknown`."""
    check = all_checks()[check_id]
    known = {kind.__name__: kind for kind in (*check.needs, *check.also)}
    quiet = {kind: fact for kind, fact in QUIET.items() if kind in check.also}
    given: dict[type, object] = {**quiet, **{_kind(fact): fact for fact in facts}}
    given |= {known[name]: gap for name, gap in by_name.items()}
    return check.run(scope, given)


def _kind(fact: object) -> type:
    """What a check asks for; a regional fact is asked for by what its regions hold."""
    return next(type(one) for _, one in fact.known()) if isinstance(fact, Regional) else type(fact)


def outcomes(check_id: str, *facts: object, scope: Scope = SCOPE, **by_name: Unknown) -> str:
    """The outcomes of one check, sorted, as words."""
    return " ".join(sorted(verdict.outcome.value for verdict in judge(check_id, *facts, scope=scope, **by_name)))


def scope(**changes: Any) -> Scope:
    """The usual scope with declarations."""
    return replace(SCOPE, **changes)


def ago(days: float) -> datetime:
    """That many days before the scan."""
    return NOW - timedelta(days=days)


def policy(*statements: dict[str, Any]) -> Policy:
    """A parsed policy of these statements."""
    return parse_policy({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action: Any = "*", resource: Any = "*", **more: Any) -> dict[str, Any]:
    """An identity policy's Allow."""
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def trusts(principal: Any, action: Any = "sts:AssumeRole", **more: Any) -> Policy:
    """A trust policy of one statement."""
    return policy({"Effect": "Allow", "Principal": principal, "Action": action, **more})


BROKEN = parse_policy("{not json")


# --- account and organization


def mailbox(domain: str = "acme.example", shape: Shape = Shape.ROLE, digest: str = "d0") -> Mailbox:
    return Mailbox(domain, "x***", shape, digest)


def contact(digest: str = "d1", **mail: Any) -> account.AlternateContact:
    return account.AlternateContact(mailbox(digest=digest, **mail), f"phone-{digest}")


def account_facts(**changes: Any) -> account.AccountFacts:
    sound = account.AccountFacts(
        name="acme",
        state="ACTIVE",
        created_at=ago(900),
        enabled_regions=tuple(account.RegionStatus(name, "ENABLED") for name in SCOPE.regions),
        primary_contact=account.PrimaryContact("Acme GmbH", "DE", "acme.example", "***123", "phone-p", "VERIFIED"),
        billing_contact=contact("d1"),
        operations_contact=contact("d2"),
        security_contact=contact("d3"),
    )
    return replace(sound, **changes)


def org_account(account_id: str, state: str = "ACTIVE", **changes: Any) -> organization.OrgAccount:
    return replace(organization.OrgAccount(account_id, f"a{account_id[:1]}", state, mailbox()), **changes)


def org_facts(membership: Any = organization.Membership.MANAGEMENT, **changes: Any) -> organization.OrgFacts:
    sound = organization.OrgFacts(
        membership, "o-acme", "ALL", HERE, mailbox(), (org_account(HERE), org_account(SIBLING)), ()
    )
    return replace(sound, **changes)


STANDALONE = org_facts(
    organization.Membership.STANDALONE, org_id="", management_account_id="", accounts=None, root_features=None
)
MEMBER = org_facts(
    organization.Membership.MEMBER, management_account_id=SIBLING, management_mailbox=None, accounts=None
)


# --- IAM


def summary(**changes: Any) -> iam.IamSummary:
    return replace(iam.IamSummary(1, 1, 0, 0, 3), **changes)


def key(**changes: Any) -> iam.ReportedKey:
    return replace(iam.ReportedKey(1, True, ago(10), ago(1), "s3", "us-east-1"), **changes)


def row(name: str = "ada", **changes: Any) -> iam.ReportedUser:
    sound = iam.ReportedUser(f"arn:aws:iam::{HERE}:user/{name}", name, ago(400), True, ago(3), ago(100), True, (), 0)
    return replace(sound, **changes)


def report(*users: iam.ReportedUser, **root: Any) -> iam.CredentialReport:
    first = replace(row("<root_account>", arn=ROOT, password_last_used_at=ago(300)), **root)
    return iam.CredentialReport(ago(0.1), first, users)


def user(name: str = "ada", **changes: Any) -> iam.IamUser:
    return replace(iam.IamUser(f"arn:aws:iam::{HERE}:user/{name}", name, "/", ago(400), (), (), (), "", ()), **changes)


def role(name: str = "app", **changes: Any) -> iam.IamRole:
    arn = f"arn:aws:iam::{HERE}:role/{name}"
    trust = trusts({"Service": "ec2.amazonaws.com"})
    return replace(iam.IamRole(arn, name, "/", ago(400), trust, (), (), "", ago(1), (), ()), **changes)


def group(name: str = "staff", **changes: Any) -> iam.IamGroup:
    return replace(iam.IamGroup(f"arn:aws:iam::{HERE}:group/{name}", name, "/", (), ()), **changes)


def inline(*statements: dict[str, Any], name: str = "own") -> tuple[iam.InlinePolicy, ...]:
    return (iam.InlinePolicy(name, policy(*statements)),)


def managed(name: str = "custom", owner: str = HERE, count: int = 1, **changes: Any) -> iam.ManagedPolicy:
    text = changes.pop("document", policy(allow("s3:GetObject", "arn:aws:s3:::acme/*")))
    return replace(iam.ManagedPolicy(f"arn:aws:iam::{owner}:policy/{name}", name, count, 0, text), **changes)


def attached(one: iam.ManagedPolicy) -> tuple[iam.AttachedPolicy, ...]:
    return (iam.AttachedPolicy(one.arn, one.name),)


ADMIN = managed("AdministratorAccess", owner="aws", document=policy(allow()))


def details(*entities: Any, policies: tuple[iam.ManagedPolicy, ...] = (ADMIN,)) -> iam.AuthorizationDetails:
    def of(kind: type) -> tuple[Any, ...]:
        return tuple(one for one in entities if isinstance(one, kind))

    return iam.AuthorizationDetails(of(iam.IamUser), of(iam.IamGroup), of(iam.IamRole), policies)


# --- CloudTrail and S3


def trail(name: str = "main", owner: str = HERE, **changes: Any) -> cloudtrail.Trail:
    status = changes.pop("status", trail_status())
    sound = cloudtrail.Trail(
        f"arn:aws:cloudtrail:eu-west-1:{owner}:trail/{name}",
        name,
        "eu-west-1",
        True,
        False,
        True,
        "acme-logs",
        "",
        True,
        "",
        status,
        None,
    )
    return replace(sound, **changes)


def trail_status(**changes: Any) -> cloudtrail.TrailStatus:
    return replace(cloudtrail.TrailStatus(True, ago(300), None, ago(0.01), "", ago(0.03), ""), **changes)


def trails(*some: cloudtrail.Trail) -> cloudtrail.TrailFacts:
    return cloudtrail.TrailFacts(some)


def bucket(name: str = "data", **changes: Any) -> s3.Bucket:
    sound = s3.Bucket(
        name,
        "eu-west-1",
        ago(200),
        BLOCKED,
        "BucketOwnerEnforced",
        (),
        None,
        None,
        s3.Versioning("Enabled", False),
        None,
        None,
    )
    return replace(sound, **changes)


def s3_facts(*buckets: s3.Bucket, **changes: Any) -> s3.S3Facts:
    return replace(s3.S3Facts(BLOCKED, buckets, (), ()), **changes)


# --- tables of cases


@dataclass(frozen=True)
class Case:
    """What a check says about some facts."""

    expected: str
    facts: tuple[object, ...]
    scope: Scope
    gaps: dict[str, Unknown]


def case(expected: str, *facts: object, scope: Scope = SCOPE, **gaps: Unknown) -> Case:
    """One row of a table: the sorted outcomes, then the facts that lead to them."""
    return Case(expected, facts, scope, gaps)


def assert_case(check_id: str, one: Case) -> None:
    """The check says what the row expects, with a sentence that names something in every verdict."""
    verdicts = judge(check_id, *one.facts, scope=one.scope, **one.gaps)
    assert " ".join(sorted(verdict.outcome.value for verdict in verdicts)) == one.expected
    assert all(verdict.message.endswith(".") and verdict.resource for verdict in verdicts)
    assert json.dumps([dict(verdict.evidence) for verdict in verdicts])
