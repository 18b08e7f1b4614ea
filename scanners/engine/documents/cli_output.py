"""Roles and policies in the answers of the AWS CLI (`aws iam get-role` and others) and in lists of policies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scanners.engine.documents.roles import Kind, Role, Template, policy_of, policy_template, trust_of

_TRUST = "AssumeRolePolicyDocument"
_LISTS = {"Roles": Kind.ROLE, "RoleDetailList": Kind.ROLE, "UserDetailList": Kind.USER, "GroupDetailList": Kind.GROUP}
_SINGLE = {"Role": Kind.ROLE, "User": Kind.USER, "Group": Kind.GROUP}
_INLINE = ("RolePolicyList", "UserPolicyList", "GroupPolicyList")
_NAMES = ("RoleName", "UserName", "GroupName", "PolicyName")


def policies_in_list(tree: Any) -> Template | None:
    """A list of policy documents, of statements, or of roles; None when it is another list or none."""
    if not isinstance(tree, list) or not tree:
        return None
    if all(_has(one, "effect") for one in tree):
        return policy_template({"Statement": tree})
    parts = [_one_of_list(one, number) for number, one in enumerate(tree, 1)]
    roles: list[Role] = []
    unread: list[str] = []
    for number, part in enumerate(parts, 1):
        roles += part.roles if part else ()
        unread += part.unread if part else [f"item {number} of the list, which is not a policy"]
    # A list of something else altogether is not a list of policies with an item missing.
    return Template(tuple(roles), {}, tuple(unread)) if any(parts) else None


def answer_template(tree: Any) -> Template | None:
    """What an answer of the AWS CLI shows; None when the tree is no such answer."""
    if not isinstance(tree, dict):
        return None
    found = list(_roles(tree))
    credentials = tuple(
        f"access key of IAM user {key.get('UserName', '')}".strip()
        for key in [tree.get("AccessKey"), *_items(tree.get("AccessKeyMetadata"))]
        if isinstance(key, dict) and "AccessKeyId" in key
    )
    return Template(tuple(found), {}, credentials=credentials) if found or credentials else None


def _one_of_list(one: Any, number: int) -> Template | None:
    if _has(one, "statement"):
        return policy_template(one, name=f"policy {number}")
    return answer_template(one)


def _roles(tree: dict[str, Any]) -> Iterator[Role]:
    for key, kind in (_SINGLE | _LISTS).items():
        body = tree.get(key)
        yield from (_identity(one, kind) for one in _items(body if isinstance(body, list) else [body]))
    if _TRUST in tree:
        yield _identity(tree, Kind.ROLE)
    yield from (_policy(tree, document) for document in _documents(tree))
    for one in _items(tree.get("Policies")):
        versions = [
            version for version in _items(one.get("PolicyVersionList")) if version.get("IsDefaultVersion", True)
        ]
        yield from (_policy(one, version.get("Document")) for version in versions)
    if arns := _arns(tree.get("AttachedPolicies")):
        yield Role("the attached policies", managed=arns, kind=Kind.POLICY)


def _documents(tree: dict[str, Any]) -> Iterator[Any]:
    """Of `get-role-policy` and its like, and of `get-policy-version`."""
    if "PolicyDocument" in tree:
        yield tree["PolicyDocument"]
    if isinstance(tree.get("PolicyVersion"), dict):
        yield tree["PolicyVersion"].get("Document")


def _identity(body: dict[str, Any], kind: Kind) -> Role:
    inline = [policy.get("PolicyDocument") for key in _INLINE for policy in _items(body.get(key))]
    return Role(
        _name(body),
        trust_of(body[_TRUST]) if _TRUST in body else None,
        tuple(policy_of(one) for one in inline),
        _arns(body.get("AttachedManagedPolicies")),
        kind,
    )


def _policy(body: dict[str, Any], document: Any) -> Role:
    return Role(_name(body), policies=(policy_of(document),), kind=Kind.POLICY)


def _arns(value: Any) -> tuple[str, ...]:
    return tuple(str(one.get("PolicyArn", one.get("PolicyName", ""))) for one in _items(value))


def _items(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _name(body: dict[str, Any]) -> str:
    return next((str(body[one]) for one in _NAMES if body.get(one)), "the policy")


def _has(item: Any, key: str) -> bool:
    return isinstance(item, dict) and any(str(one).lower() == key for one in item)
