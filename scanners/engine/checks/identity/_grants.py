"""What users and roles are allowed by all the policies that reach them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from scanners.engine.facts.iam import AuthorizationDetails, IamGroup, IamRole, IamUser
from scanners.engine.facts.matching import covers_action, covers_every_action, covers_every_resource, covers_resource
from scanners.engine.facts.policies import Malformed, Policy, Statement

Entity = IamUser | IamGroup | IamRole
ADMIN_NAMES = frozenset(["AdministratorAccess", "IAMFullAccess"])
_ADMIN_PROBES = (
    "iam:AttachUserPolicy",
    "iam:AttachRolePolicy",
    "iam:PutUserPolicy",
    "iam:PutRolePolicy",
    "iam:CreatePolicyVersion",
    "iam:UpdateAssumeRolePolicy",
)
_NOT_LISTED = Policy((), (Malformed("policy_not_listed", "document"),))


@dataclass(frozen=True, slots=True)
class Grant:
    """One policy that reaches an entity; `owner_arn` is the user, group or role that has it, `via` the group's name."""

    name: str
    arn: str
    document: Policy
    via: str = ""
    owner_arn: str = ""

    @property
    def label(self) -> str:
        """How to name it in a sentence."""
        name = self.name if self.arn else f"inline policy {self.name}"
        return f"{name} (group {self.via})" if self.via else name

    @property
    def is_admin(self) -> bool:
        """Administrator rights, by AWS's well-known policies or by what the text says."""
        if is_aws_policy(self.arn, ADMIN_NAMES):
            return True
        return any(is_admin_statement(one, self.owner_arn) for one in self.document.allows)

    @property
    def is_admin_on_condition(self) -> bool:
        """Administrator rights, were it not for a condition, which may hold for every call."""
        freed = (replace(one, conditions=()) for one in self.document.allows if one.conditions)
        return any(is_admin_statement(one, self.owner_arn) for one in freed)


def is_aws_policy(arn: str, names: frozenset[str]) -> bool:
    """One of AWS's own policies of these names, in whatever partition."""
    _, found, name = arn.partition(":iam::aws:policy/")
    return bool(found) and name.rsplit("/", 1)[-1] in names


def is_admin_statement(statement: Statement, owner_arn: str) -> bool:
    """Everything on everything, or unrestricted rule over the account's IAM, which amounts to the same."""
    if not statement.is_allow or statement.conditions:
        return False
    if covers_every_action(statement) and covers_every_resource(statement):
        return True
    return all(reaches_all(statement, action, owner_arn) for action in _ADMIN_PROBES)


def reaches_all(statement: Statement, action: str, owner_arn: str) -> bool:
    """The statement speaks about the action on every resource, of IAM's actions on all of the owner's account."""
    if not covers_action(statement, action):
        return False
    return covers_every_resource(statement) or covers_resource(statement, _any_of_account(action, owner_arn))


def _any_of_account(action: str, owner_arn: str) -> str:
    """The ARN of a user, group, role or policy that no narrower pattern would match; nothing for other services."""
    service, _, name = action.partition(":")
    parts = owner_arn.split(":")
    if service not in ("iam", "sts") or len(parts) < 6:
        return ""
    kinds = ("group", ("Group",)), ("user", ("User", "LoginProfile", "AccessKey")), ("policy", ("PolicyVersion",))
    kind = next((kind for kind, words in kinds if any(word in name for word in words)), "role")
    return f"arn:{parts[1]}:iam::{parts[4]}:{kind}/q7"


@dataclass(frozen=True, slots=True)
class AdminRights:
    """`paths` are the policies that make an entity an administrator, `unread` those that could not be understood.

    `on_condition` are those that make it one wherever a condition holds.
    """

    paths: tuple[str, ...]
    unread: tuple[Grant, ...]
    on_condition: tuple[str, ...] = ()


class Grants:
    """Looks up the policies of one account's users, groups and roles."""

    def __init__(self, details: AuthorizationDetails) -> None:
        self._documents = {policy.arn: policy.document for policy in details.policies}
        self._groups = {group.name: group for group in details.groups}

    def of(self, entity: Entity) -> Iterator[Grant]:
        """Inline and attached policies; for a user those of the groups too."""
        yield from self._own(entity, via="")
        for name in entity.groups if isinstance(entity, IamUser) else ():
            if group := self._groups.get(name):
                yield from self._own(group, via=name)

    def admin_rights(self, entity: Entity) -> AdminRights:
        """Which policies make the entity an administrator."""
        grants = tuple(self.of(entity))
        paths = tuple(grant.label for grant in grants if grant.is_admin) or _together(grants)
        unread = tuple(grant for grant in grants if not grant.document.is_readable and not grant.is_admin)
        return AdminRights(paths, unread, tuple(grant.label for grant in grants if grant.is_admin_on_condition))

    def is_bounded(self, entity: Entity) -> bool:
        """A permissions boundary limits it; one that allows everything itself does not."""
        arn = "" if isinstance(entity, IamGroup) else entity.boundary_arn
        if not arn:
            return False
        return not Grant("", arn, self._documents.get(arn, _NOT_LISTED), owner_arn=entity.arn).is_admin

    def _own(self, entity: Entity, *, via: str) -> Iterator[Grant]:
        for one in entity.inline:
            yield Grant(one.name, "", one.document, via, entity.arn)
        for other in entity.attached:
            yield Grant(other.name, other.arn, self._documents.get(other.arn, _NOT_LISTED), via, entity.arn)


def _together(grants: tuple[Grant, ...]) -> tuple[str, ...]:
    """The policies that give rule over the account's IAM only together; none if they do not."""
    reached = {
        action: grant.label
        for grant in grants
        for statement in grant.document.allows
        if not statement.conditions
        for action in _ADMIN_PROBES
        if reaches_all(statement, action, grant.owner_arn)
    }
    return tuple(dict.fromkeys(reached.values())) if len(reached) == len(_ADMIN_PROBES) else ()
