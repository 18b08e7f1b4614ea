"""The only place beside `bulk` and `moto_dates` that touches moto's backends; all else goes through AWS calls."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Mapping
from typing import Any

from moto.cloudtrail.models import cloudtrail_backends
from moto.iam.models import AWSManagedPolicy, iam_backends
from moto.organizations.models import FakeDelegatedAdministrator, organizations_backends
from moto.s3.models import OWNER, s3_backends
from moto.sts.models import sts_backends

from devstack.simulated_aws.credentials import PORTAL_ACCOUNT, PORTAL_ROLE_NAME
from devstack.simulated_aws.policies.statements import parse_document

PARTITION = "aws"
BUCKET_OWNER_ID = OWNER
"""The canonical id moto writes into every access list."""
AWS_POLICY_PREFIX = "arn:aws:iam::aws:policy"
_ADMINISTRATOR = f"{AWS_POLICY_PREFIX}/AdministratorAccess"
_ADMINISTRATOR_DATA = {
    "DefaultVersionId": "v1",
    "Path": "/",
    "Document": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]},
    "CreateDate": "2015-02-06T18:39:46+00:00",
    "UpdateDate": "2015-02-06T18:39:46+00:00",
}


def iam(account_id: str) -> Any:
    """An account's IAM backend. moto makes one for any twelve digits."""
    return iam_backends[account_id][PARTITION]


def role_by_arn(account_id: str, role_arn: str) -> Any | None:
    """The role with exactly this ARN."""
    return next((role for role in list(iam(account_id).roles.values()) if role.arn == role_arn), None)


def role_by_session_name(account_id: str, role_name: str) -> Any | None:
    """The role of this name: names are unique in an account whatever the path."""
    return next((role for role in list(iam(account_id).roles.values()) if role.name == role_name), None)


def user_with_key(account_ids: Iterable[str], access_key_id: str) -> Any | None:
    """The IAM user whose active key this is."""
    for account_id in account_ids:
        for user in list(iam(account_id).users.values()):
            if any(key.access_key_id == access_key_id and key.status == "Active" for key in user.access_keys):
                return user
    return None


def role_policies(role: Any) -> tuple[object, ...]:
    """The documents of a role's inline and attached policies."""
    return _documents(role)


def user_policies(account_id: str, user: Any) -> tuple[object, ...]:
    """The documents of a user's policies and of its groups'."""
    groups = [group for group in iam(account_id).groups.values() if user in group.users]
    return tuple(document for holder in (user, *groups) for document in _documents(holder))


def write_policies_as_text(account_id: str) -> None:
    """CloudFormation leaves inline policies of roles as objects, on which moto's IAM answers stumble."""
    for role in list(iam(account_id).roles.values()):
        role.policies = {
            name: document if isinstance(document, str) else json.dumps(document)
            for name, document in role.policies.items()
        }


def boundary(account_id: str, holder: Any) -> object | None:
    """The document of a role's or user's permissions boundary; one that is gone allows nothing."""
    arn = getattr(holder, "permissions_boundary_arn", None)
    if not arn:
        return None
    policy = iam(account_id).managed_policies.get(arn)
    return _current(policy) if policy else {}


def managed_policy(account_id: str, policy_arn: str) -> object | None:
    """A managed policy's document, AWS's own included."""
    provide_aws_policy(account_id, policy_arn)
    policy = iam(account_id).managed_policies.get(policy_arn)
    return _current(policy) if policy else None


def provide_aws_policy(account_id: str, policy_arn: str) -> None:
    """Put one of AWS's own policies where moto looks for it; loading all of them would cost seconds per start."""
    backend = iam(account_id)
    if not policy_arn.startswith(AWS_POLICY_PREFIX) or policy_arn in backend.managed_policies:
        return
    name = policy_arn.rsplit("/", 1)[-1]
    data = _ADMINISTRATOR_DATA if policy_arn == _ADMINISTRATOR else _aws_policies().get(name)
    if data is None:
        return
    policy = AWSManagedPolicy.from_data(name, account_id, PARTITION, data)
    if policy.arn == policy_arn:
        backend.aws_managed_policies.append(policy)
        backend.managed_policies[policy_arn] = policy


def new_session(*, account_id: str, region: str, role_arn: str, name: str, duration: int, policy: str | None) -> Any:
    """A session in moto's own books, so that what moto looks up by key finds the account."""
    backend: Any = sts_backends[account_id][PARTITION]
    return backend.assume_role(
        region_name=region,
        role_session_name=name,
        role_arn=role_arn,
        policy=policy,
        duration=duration,
        external_id=None,
    )


def bucket_owner(name: str) -> str | None:
    """The account a bucket belongs to, or None when there is no such bucket."""
    found = s3_backends.bucket_accounts.get(name)
    return str(found[1]) if found else None


def bucket(name: str) -> Any | None:
    """moto's bucket, whichever account it belongs to."""
    owner = bucket_owner(name)
    return s3_backends[owner][PARTITION].buckets.get(name) if owner else None


def buckets(account_id: str) -> list[Any]:
    """An account's buckets by name."""
    return sorted(s3_backends[account_id][PARTITION].buckets.values(), key=lambda item: str(item.name))


def bucket_policy(name: str) -> object:
    """A bucket's policy, empty when it has none."""
    found = bucket(name)
    text = found.policy if found else None
    return parse_document(text.decode() if isinstance(text, bytes) else text) if text else {}


def is_public_by_acl(name: str, key: str) -> bool:
    """True when anyone may read the object: its own access list decides, the bucket's does not."""
    holder = bucket(name)
    found = holder.keys.get(key) if holder else None
    return bool(found and found.acl and found.acl.public_read)


def organization_of(account_id: str) -> Any | None:
    """The organization an account manages or belongs to."""
    own = organizations_backends[account_id][PARTITION].org
    if own is not None:
        return own
    manager = organizations_backends.master_accounts.get(account_id)
    return organizations_backends[manager[0]][PARTITION].org if manager else None


def put_organization(
    account_id: str, name: str, members: Iterable[Mapping[str, str]], *, delegated: Iterable[str] = ()
) -> None:
    """Make the account the manager of an organization of exactly these members: id, name and state of each.

    Not by CreateAccount, which would give every account another id at each start.
    """
    backend = organizations_backends[account_id][PARTITION]
    if backend.org is None:
        backend.create_organization(region="us-east-1")
    own = backend.accounts[0]
    own.name = name
    for gone in backend.accounts[1:]:
        organizations_backends.master_accounts.pop(gone.id, None)
    backend.accounts = [own, *(_member(own, about) for about in members)]
    for member in backend.accounts[1:]:
        organizations_backends.master_accounts[member.id] = (account_id, PARTITION)
    backend.admins = [FakeDelegatedAdministrator(one) for one in backend.accounts if one.id in set(delegated)]


def organization_accounts(account_id: str) -> list[Any] | None:
    """The organization's accounts, for its management account and its delegated administrators; None for others."""
    manager = organizations_backends.master_accounts.get(account_id)
    backend = organizations_backends[manager[0] if manager else account_id][PARTITION]
    is_delegated = any(admin.account.id == account_id for admin in backend.admins)
    return list(backend.accounts) if backend.org is not None and (manager is None or is_delegated) else None


def _member(own: Any, about: Mapping[str, str]) -> Any:
    member = copy.copy(own)
    member.id, member.name = about["id"], about["name"]
    member.email = f"aws-{about['id']}@orchard-analytics.example"
    member.state = about.get("state", "ACTIVE")
    member.status = "ACTIVE" if member.state == "ACTIVE" else "SUSPENDED"
    member.joined_method = "CREATED"
    return member


def trails(account_id: str) -> list[Any]:
    """An account's CloudTrail trails of all regions."""
    backends = list(cloudtrail_backends[account_id].values())
    return [trail for backend in backends for trail in backend.trails.values()]


def create_portal_role() -> None:
    """The portal's own role: may ask to assume any role, and nothing else."""
    trust = {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}
    own = {"Effect": "Allow", "Action": ["sts:AssumeRole", "sts:TagSession"], "Resource": "arn:aws:iam::*:role/*"}
    role = iam(PORTAL_ACCOUNT).create_role(
        role_name=PORTAL_ROLE_NAME,
        assume_role_policy_document=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
        path="/",
        permissions_boundary=None,
        description="The worker of the portal",
        tags=[],
        max_session_duration=3600,
    )
    role.put_policy("assume-customer-roles", json.dumps({"Version": "2012-10-17", "Statement": [own]}))


def _documents(holder: Any) -> tuple[object, ...]:
    inline = list(holder.policies.values())
    attached = [_current(policy) for policy in holder.managed_policies.values()]
    return (*(parse_document(text) for text in inline), *attached)


def _current(policy: Any) -> object:
    """A managed policy's default version."""
    return next((parse_document(version.document) for version in policy.versions if version.is_default), {})


def _aws_policies() -> dict[str, Any]:
    # Five megabytes of text: read only when a test or a demo attaches one of these policies.
    from moto.iam.aws_managed_policies import aws_managed_policies_data

    policies: dict[str, Any] = json.loads(aws_managed_policies_data)
    return policies
