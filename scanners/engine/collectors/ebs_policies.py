"""The lifecycle policies (Amazon Data Lifecycle Manager) that make snapshots by schedule.

https://docs.aws.amazon.com/dlm/latest/APIReference/API_GetLifecyclePolicies.html
"""

from __future__ import annotations

from scanners.engine.aws.errors import CallFailed
from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Context, malformed, read
from scanners.engine.collectors.regional import is_absent
from scanners.engine.collectors.shape import (
    Fields,
    MalformedAnswerError,
    flag_or,
    structure,
    structure_or_empty,
    structures,
    text,
    text_or,
    texts,
)
from scanners.engine.facts.ebs import LifecyclePolicy, Tag
from scanners.engine.facts.unknown import Unknown

LIST_POLICIES = Operation("dlm", "GetLifecyclePolicies", "dlm:GetLifecyclePolicies")
GET_POLICY = Operation("dlm", "GetLifecyclePolicy", "dlm:GetLifecyclePolicy")
POLICY_OPERATIONS = (LIST_POLICIES, GET_POLICY)


def collect_policies(context: Context) -> tuple[LifecyclePolicy | Unknown, ...] | Unknown:
    """The enabled policies, each with what it selects."""
    try:
        answer = context.reader.call(LIST_POLICIES, region=context.region, State="ENABLED")
        names = [text(policy, "PolicyId") for policy in structures(answer, "Policies")]
    except CallFailed as failed:
        return () if is_absent(context, LIST_POLICIES, failed) else failed.gap
    except MalformedAnswerError as odd:
        return malformed(LIST_POLICIES, odd)
    return tuple(read(context, GET_POLICY, _policy, region=context.region, PolicyId=name) for name in names)


def _policy(answer: Fields) -> LifecyclePolicy:
    policy = structure(answer, "Policy")
    details = structure(policy, "PolicyDetails")
    kinds = texts(details, "ResourceTypes")
    exclusions = structure_or_empty(details, "Exclusions")
    return LifecyclePolicy(
        id=text(policy, "PolicyId"),
        type=text_or(details, "PolicyType"),
        is_default=flag_or(policy, "DefaultPolicy", False),
        resource_type=kinds[0] if kinds else text_or(details, "ResourceType"),
        target_tags=tuple(Tag(text(tag, "Key"), text_or(tag, "Value")) for tag in structures(details, "TargetTags")),
        has_exclusions=_excludes(exclusions),
    )


def _excludes(exclusions: Fields) -> bool:
    return (
        flag_or(exclusions, "ExcludeBootVolumes", False)
        or bool(texts(exclusions, "ExcludeVolumeTypes"))
        or bool(structures(exclusions, "ExcludeTags"))
    )
