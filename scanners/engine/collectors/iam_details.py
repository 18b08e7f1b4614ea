"""iam:GetAccountAuthorizationDetails: users, groups, roles and policies with their texts, a thousand at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from scanners.engine.aws.errors import CallFailed
from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context, malformed
from scanners.engine.collectors.shape import (
    Fields,
    MalformedAnswerError,
    flag_or,
    moment_or_none,
    number_or,
    structure_or_empty,
    structures,
    text,
    text_or,
    texts,
)
from scanners.engine.facts.iam import (
    AttachedPolicy,
    AuthorizationDetails,
    IamGroup,
    IamRole,
    IamUser,
    InlinePolicy,
    ManagedPolicy,
    Tag,
)
from scanners.engine.facts.policies import Policy, parse_policy
from scanners.engine.facts.unknown import Unknown

GET_DETAILS = Operation("iam", "GetAccountAuthorizationDetails", "iam:GetAccountAuthorizationDetails")
_FILTER = ("User", "Group", "Role", "LocalManagedPolicy", "AWSManagedPolicy")
_PAGE = 1000
_NAMELESS = "without a name"  # for a sentence; one odd entry of AWS must not hide the rest of the account

Part = TypeVar("Part")


def collect(context: Context) -> AuthorizationDetails | Unknown:
    """All pages or nothing. Managed policies that nobody uses say nothing about the account and are dropped."""
    users: list[IamUser] = []
    groups: list[IamGroup] = []
    roles: list[IamRole] = []
    policies: list[ManagedPolicy] = []
    try:
        for page in context.reader.pages(GET_DETAILS, Filter=list(_FILTER), MaxItems=_PAGE):
            users += _parts(page, "UserDetailList", _user)
            groups += _parts(page, "GroupDetailList", _group)
            roles += _parts(page, "RoleDetailList", _role)
            policies += [_policy(entry) for entry in structures(page, "Policies") if _is_in_use(entry)]
    except CallFailed as failed:
        return failed.gap
    except MalformedAnswerError as odd:
        return malformed(GET_DETAILS, odd)
    return AuthorizationDetails(tuple(users), tuple(groups), tuple(roles), tuple(policies))


def _parts(page: Fields, name: str, parse: Callable[[Fields], Part]) -> list[Part]:
    return [parse(entry) for entry in structures(page, name)]


def _user(user: Fields) -> IamUser:
    return IamUser(
        arn=text(user, "Arn"),
        name=text(user, "UserName"),
        path=text_or(user, "Path", "/"),
        created_at=moment_or_none(user, "CreateDate"),
        groups=texts(user, "GroupList"),
        inline=_inline(user, "UserPolicyList"),
        attached=_attached(user),
        boundary_arn=_boundary(user),
        tags=_tags(user),
    )


def _group(group: Fields) -> IamGroup:
    return IamGroup(
        arn=text(group, "Arn"),
        name=text(group, "GroupName"),
        path=text_or(group, "Path", "/"),
        inline=_inline(group, "GroupPolicyList"),
        attached=_attached(group),
    )


def _role(role: Fields) -> IamRole:
    return IamRole(
        arn=text(role, "Arn"),
        name=text(role, "RoleName"),
        path=text_or(role, "Path", "/"),
        created_at=moment_or_none(role, "CreateDate"),
        trust=parse_policy(role.get("AssumeRolePolicyDocument")),
        inline=_inline(role, "RolePolicyList"),
        attached=_attached(role),
        boundary_arn=_boundary(role),
        last_used_at=moment_or_none(structure_or_empty(role, "RoleLastUsed"), "LastUsedDate"),
        instance_profile_arns=tuple(text_or(profile, "Arn") for profile in structures(role, "InstanceProfileList")),
        tags=_tags(role),
    )


def _is_in_use(policy: Fields) -> bool:
    """Looked at first: AWS sends some thousand of its own policies with their texts."""
    return bool(number_or(policy, "AttachmentCount", 0) or number_or(policy, "PermissionsBoundaryUsageCount", 0))


def _policy(policy: Fields) -> ManagedPolicy:
    arn = text_or(policy, "Arn")
    return ManagedPolicy(
        arn=arn,
        name=text_or(policy, "PolicyName") or arn.rpartition("/")[2] or _NAMELESS,
        attachment_count=number_or(policy, "AttachmentCount", 0),
        boundary_count=number_or(policy, "PermissionsBoundaryUsageCount", 0),
        document=_default_version(policy),
    )


def _default_version(policy: Fields) -> Policy:
    """The version in force; where AWS sends none, the policy is there but unreadable."""
    versions = structures(policy, "PolicyVersionList")
    default = next((version for version in versions if flag_or(version, "IsDefaultVersion", False)), None)
    return parse_policy(default.get("Document") if default else None)


def _inline(owner: Fields, name: str) -> tuple[InlinePolicy, ...]:
    return tuple(
        InlinePolicy(text_or(policy, "PolicyName") or _NAMELESS, parse_policy(policy.get("PolicyDocument")))
        for policy in structures(owner, name)
    )


def _attached(owner: Fields) -> tuple[AttachedPolicy, ...]:
    return tuple(
        AttachedPolicy(text_or(policy, "PolicyArn"), text_or(policy, "PolicyName") or _NAMELESS)
        for policy in structures(owner, "AttachedManagedPolicies")
    )


def _boundary(owner: Fields) -> str:
    return text_or(structure_or_empty(owner, "PermissionsBoundary"), "PermissionsBoundaryArn")


def _tags(owner: Fields) -> tuple[Tag, ...]:
    return tuple(Tag(text_or(tag, "Key"), text_or(tag, "Value")) for tag in structures(owner, "Tags"))


COLLECTORS = (Collector("iam.authorization_details", AuthorizationDetails, (GET_DETAILS,), collect),)
