"""What users and roles are allowed by all the policies that reach them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from scanners.engine.checks.identity._grant import ADMIN_NAMES, ADMINISTERS, Grant, is_aws_policy
from scanners.engine.facts.administration import AdminRole, Kind, Route, routes
from scanners.engine.facts.effective import Access, Reach
from scanners.engine.facts.iam import AuthorizationDetails, IamGroup, IamRole, IamUser
from scanners.engine.facts.policies import Malformed, Policy
from scanners.engine.facts.trust import assume_statements, names_everybody, trusted_accounts

Entity = IamUser | IamGroup | IamRole
_POWER_NAMES = frozenset(["PowerUserAccess"])
_NOT_LISTED = Policy((), (Malformed("policy_not_listed", "document"),))
_MAX_ADMIN_ROLES = 50


@dataclass(frozen=True, slots=True)
class AdminRights:
    """`paths` are the policies that make an entity an administrator, `unread` those that could not be understood.

    `on_condition` are those with which it can become one where a condition holds, a Deny leaves it, or another
    principal or service of the account has the rights. `broad` are those that allow nearly every service but IAM.
    `means` are the actions that all this takes.
    """

    paths: tuple[str, ...]
    unread: tuple[Grant, ...]
    on_condition: tuple[str, ...] = ()
    broad: tuple[str, ...] = ()
    means: tuple[str, ...] = ()


class Grants:
    """Looks up the policies of one account's users, groups and roles."""

    def __init__(self, details: AuthorizationDetails) -> None:
        self._documents = {policy.arn: policy.document for policy in details.policies}
        self._groups = {group.name: group for group in details.groups}
        self._roles = details.roles
        self._found: dict[tuple[str, bool], tuple[Route, ...]] = {}

    def of(self, entity: Entity) -> Iterator[Grant]:
        """Inline and attached policies; for a user those of the groups too."""
        yield from self._own(entity, via="")
        for name in entity.groups if isinstance(entity, IamUser) else ():
            if group := self._groups.get(name):
                yield from self._own(group, via=name)

    def routes(self, entity: Entity) -> tuple[Route, ...]:
        """Every way in which the entity's policies together lead to administrator rights, without its boundary."""
        return self._routes(entity, self._admin_roles)

    @cached_property
    def _admin_roles(self) -> tuple[AdminRole, ...]:
        """Some of the account's roles that are administrators by their own policies."""
        found: list[AdminRole] = []
        for role in self._roles:
            if len(found) < _MAX_ADMIN_ROLES and not role.is_written_by_aws and self._is_admin(role):
                found.append(AdminRole(role.arn, _trusts_own_account(role)))
        return tuple(found)

    def _is_admin(self, role: IamRole) -> bool:
        grants = tuple(self.of(role))
        if _labels_of(grants, ADMIN_NAMES) and not _denies_something(grants):
            return True
        return any(one.kind in ADMINISTERS and one.reach is Reach.YES for one in self._routes(role, ()))

    def _routes(self, entity: Entity, admin_roles: tuple[AdminRole, ...]) -> tuple[Route, ...]:
        key = (entity.arn, bool(admin_roles))
        if key not in self._found:
            self._found[key] = self._routes_of(entity, admin_roles)
        return self._found[key]

    def _routes_of(self, entity: Entity, admin_roles: tuple[AdminRole, ...]) -> tuple[Route, ...]:
        grants = tuple(self.of(entity))
        groups = [self._groups[one].arn for one in getattr(entity, "groups", ()) if one in self._groups]
        policies = [grant.arn for grant in grants if grant.arn and ":iam::aws:" not in grant.arn]
        access = Access(entity.arn, [(grant.label, grant.document) for grant in grants])
        return routes(access, own_arns=(*groups, *policies), admin_roles=admin_roles)

    def is_full_admin(self, entity: Entity) -> bool:
        """Allowed every action on every resource, with no condition and no Deny that matters."""
        grants = tuple(self.of(entity))
        if _labels_of(grants, ADMIN_NAMES) and not _denies_something(grants):
            return True
        return any(one.kind is Kind.ALL and one.reach is Reach.YES for one in self.routes(entity))

    def admin_rights(self, entity: Entity) -> AdminRights:
        """Which policies make the entity an administrator, or could."""
        grants = tuple(self.of(entity))
        found = self.routes(entity)
        denied = _denies_something(grants)
        named = () if denied else _labels_of(grants, ADMIN_NAMES)
        admin = [one for one in found if one.kind in ADMINISTERS]
        direct = [one for one in admin if one.reach is Reach.YES]
        paths = _labels(direct) or named
        maybe = [one for one in admin if one.reach is not Reach.YES]
        lent = (Kind.INDIRECT, Kind.TAKEOVER)
        maybe += [one for one in found if one.kind in lent and one.reach is not Reach.DENIED]
        maybe += [one for one in found if one.kind is Kind.BROAD and one.reach is Reach.CONDITIONAL]
        broad = [one for one in found if one.kind is Kind.BROAD and one.reach is Reach.YES]
        unread = tuple(one for one in grants if not one.document.is_readable and not paths)
        return AdminRights(
            paths=tuple(dict.fromkeys((*named, *paths))),
            unread=unread,
            on_condition=_labels(maybe) or (_labels_of(grants, ADMIN_NAMES) if denied else ()),
            broad=_labels(broad) or _labels_of(grants, _POWER_NAMES),
            means=tuple(one.text for one in (direct or maybe or broad)[:5]),
        )

    def is_bounded(self, entity: Entity) -> bool:
        """A permissions boundary limits it; one that allows administration itself does not."""
        arn = "" if isinstance(entity, IamGroup) else entity.boundary_arn
        if not arn:
            return False
        return not Grant("", arn, self._documents.get(arn, _NOT_LISTED), owner_arn=entity.arn).is_admin

    def _own(self, entity: Entity, *, via: str) -> Iterator[Grant]:
        for one in entity.inline:
            yield Grant(one.name, "", one.document, via, entity.arn)
        for other in entity.attached:
            yield Grant(other.name, other.arn, self._documents.get(other.arn, _NOT_LISTED), via, entity.arn)


def _labels(some: list[Route]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(label for one in some for label in one.labels))


def _labels_of(grants: tuple[Grant, ...], names: frozenset[str]) -> tuple[str, ...]:
    return tuple(grant.label for grant in grants if is_aws_policy(grant.arn, names))


def _denies_something(grants: tuple[Grant, ...]) -> bool:
    """Some statement denies what AdministratorAccess allows, so its name alone does not count."""
    return any(one for grant in grants for one in grant.document.denies)


def _trusts_own_account(role: IamRole) -> bool:
    """Its trust policy leaves it to identity policies of the account who may assume it."""
    account = role.arn.split(":", 5)[4:5]
    return any(names_everybody(one) or {*account} & {*trusted_accounts(one)} for one in assume_statements(role.trust))
