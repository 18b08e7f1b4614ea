"""Kinds of roles, by trust policy and tags."""

from __future__ import annotations

from scanners.engine.checks.identity._issuers import issuer_of, speaks_for_builds
from scanners.engine.facts.iam import IamRole, IamUser
from scanners.engine.facts.trust import assume_statements, trusted_accounts, trusted_providers

_BREAK_GLASS = frozenset(["breakglass", "break-glass", "break_glass"])


def is_break_glass(entity: IamRole | IamUser) -> bool:
    """True for a role tagged as break-glass access."""
    words = {text.lower() for tag in entity.tags for text in (tag.key, tag.value)}
    return bool(words & _BREAK_GLASS)


def is_ci_provider(provider: str) -> bool:
    """True for an OpenID Connect provider of build jobs or clusters."""
    return speaks_for_builds(issuer_of(provider))


def is_federated_human(role: IamRole) -> bool:
    """True if people assume it through Identity Center or an identity provider."""
    providers = [one for one in trusted_providers(role.trust) if not is_ci_provider(one)]
    return role.is_identity_center or any(":saml-provider/" in one or ":oidc-provider/" in one for one in providers)


def is_human(role: IamRole, own: frozenset[str]) -> bool:
    """True if federated people or people of an own account can assume it; people of a vendor do not count."""
    if is_federated_human(role):
        return True
    trusted = {account for statement in assume_statements(role.trust) for account in trusted_accounts(statement)}
    return not role.is_reserved and bool(trusted & own)
