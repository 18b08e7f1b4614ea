"""Policies of topics, queues, customer managed keys, repositories and secrets: one call each, so at most some of each.

Topics and queues that were asked for their encryption already brought their policies along.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from scanners.engine.aws.errors import CallFailed
from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context, malformed
from scanners.engine.collectors.messaging import GET_QUEUE, GET_TOPIC, queue_address
from scanners.engine.collectors.regional import read_region
from scanners.engine.collectors.shape import Fields, MalformedAnswerError, structure_or_empty, text, text_or
from scanners.engine.facts.messaging import Channel, MessagingFacts
from scanners.engine.facts.policies import Policy, parse_policy
from scanners.engine.facts.resource_policies import ResourcePolicies, ResourcePolicy, ResourcePolicyFacts
from scanners.engine.facts.secrets import SecretFacts
from scanners.engine.facts.unknown import Reason, Unknown

LIST_KEYS = Operation("kms", "ListKeys", "kms:ListKeys")
LIST_ALIASES = Operation("kms", "ListAliases", "kms:ListAliases")
GET_KEY_POLICY = Operation("kms", "GetKeyPolicy", "kms:GetKeyPolicy")
LIST_REPOSITORIES = Operation("ecr", "DescribeRepositories", "ecr:DescribeRepositories")
GET_REPOSITORY_POLICY = Operation("ecr", "GetRepositoryPolicy", "ecr:GetRepositoryPolicy")
GET_SECRET_POLICY = Operation("secretsmanager", "GetResourcePolicy", "secretsmanager:GetResourcePolicy")
# Of one service in one region; the rest is said to be unread.
MOST = 50
_NO_POLICY = frozenset({"RepositoryPolicyNotFoundException"})
_GONE = frozenset(
    {
        "AWS.SimpleQueueService.NonExistentQueue",
        "QueueDoesNotExist",
        "NotFound",
        "NotFoundException",
        "RepositoryNotFoundException",
        "ResourceNotFoundException",
    }
)

Item = TypeVar("Item")
Read = Policy | Unknown | None


class ResourceGoneError(Exception):
    """The resource was deleted after it was listed."""


def collect(context: Context) -> ResourcePolicyFacts:
    """Each service by itself: one that cannot be read leaves the others readable."""
    messaging = context.facts.get(MessagingFacts, Unknown(Reason.NOT_COLLECTED, GET_TOPIC.action))
    secrets = context.facts.get(SecretFacts, Unknown(Reason.NOT_COLLECTED, GET_SECRET_POLICY.action))
    return ResourcePolicyFacts(
        topics=_of_channels(
            context, messaging.topics if isinstance(messaging, MessagingFacts) else messaging, _topic_policy, GET_TOPIC
        ),
        queues=_of_channels(
            context, messaging.queues if isinstance(messaging, MessagingFacts) else messaging, _queue_policy, GET_QUEUE
        ),
        keys=_keys(context),
        repositories=_repositories(context),
        secrets=_secrets(context, secrets),
    )


def policies_of(
    context: Context,
    listed: Sequence[Item],
    operation: Operation,
    *,
    arn_of: Callable[[Item], str],
    ask: Callable[[Item], Read],
    most: int = MOST,
) -> ResourcePolicies:
    """The policies of the first resources; `ask` raises ResourceGoneError for one that was deleted meanwhile."""

    def one(item: Item) -> ResourcePolicy | None:
        try:
            return ResourcePolicy(arn_of(item), ask(item))
        except ResourceGoneError:
            return None

    read = tuple(found for found in context.reader.each(one, listed[:most]) if found is not None)
    rest = len(listed) - most
    detail = f"{rest} more policies were not read: at most {most} of a service are read in a Region."
    return ResourcePolicies(read, Unknown(Reason.NOT_COLLECTED, operation.action, detail) if rest > 0 else None)


def ask_policy(
    context: Context, operation: Operation, parse: Callable[[Fields], Policy | None], **parameters: object
) -> Read:
    """One resource's policy, None where it has none."""
    try:
        return parse(context.reader.call(operation, region=context.region, **parameters))
    except CallFailed as failed:
        if failed.code in _NO_POLICY:
            return None
        if failed.code in _GONE:
            raise ResourceGoneError from None
        return failed.gap
    except MalformedAnswerError as odd:
        return malformed(operation, odd)


def policy_in(name: str) -> Callable[[Fields], Policy | None]:
    """A parser of answers that hold the policy's text under this name."""

    def parse(answer: Fields) -> Policy | None:
        found = text_or(answer, name)
        return parse_policy(found) if found else None

    return parse


def _of_channels(
    context: Context, channels: object, ask: Callable[[Context, Channel], Read], operation: Operation
) -> ResourcePolicies | Unknown:
    if isinstance(channels, Unknown):
        return channels
    if not isinstance(channels, tuple):
        return Unknown(Reason.NOT_COLLECTED, operation.action)
    known = [one for one in channels if not _is_unasked(one)]
    unasked = [one for one in channels if _is_unasked(one)]
    found = policies_of(context, unasked, operation, arn_of=lambda one: one.arn, ask=lambda one: ask(context, one))
    return ResourcePolicies((*(ResourcePolicy(one.arn, one.policy) for one in known), *found.read), found.unread)


def _is_unasked(one: Channel) -> bool:
    return isinstance(one.policy, Unknown) and not one.policy.action


def _topic_policy(context: Context, one: Channel) -> Read:
    return ask_policy(context, GET_TOPIC, _attribute, TopicArn=one.arn)


def _queue_policy(context: Context, one: Channel) -> Read:
    return ask_policy(context, GET_QUEUE, _attribute, QueueUrl=queue_address(context, one), AttributeNames=["Policy"])


def _attribute(answer: Fields) -> Policy | None:
    return policy_in("Policy")(structure_or_empty(answer, "Attributes"))


def _keys(context: Context) -> ResourcePolicies | Unknown:
    """Keys that AWS manages for the account carry an alias of AWS's own; nobody can open them."""
    keys = read_region(context, LIST_KEYS, "Keys", lambda one: (text(one, "KeyId"), text(one, "KeyArn")))
    if isinstance(keys, Unknown) or not keys:
        return keys if isinstance(keys, Unknown) else ResourcePolicies(())
    aliases = read_region(
        context, LIST_ALIASES, "Aliases", lambda one: (text(one, "AliasName"), text_or(one, "TargetKeyId"))
    )
    if isinstance(aliases, Unknown):
        return aliases
    managed = {target for name, target in aliases if name.startswith("alias/aws/")}
    return policies_of(
        context,
        [one for one in keys if one[0] not in managed],
        GET_KEY_POLICY,
        arn_of=lambda one: one[1],
        ask=lambda one: ask_policy(context, GET_KEY_POLICY, policy_in("Policy"), KeyId=one[0]),
    )


def _repositories(context: Context) -> ResourcePolicies | Unknown:
    listed = read_region(
        context,
        LIST_REPOSITORIES,
        "repositories",
        lambda one: (text(one, "repositoryName"), text(one, "repositoryArn")),
    )
    if isinstance(listed, Unknown):
        return listed

    def ask(one: tuple[str, str]) -> Read:
        return ask_policy(context, GET_REPOSITORY_POLICY, policy_in("policyText"), repositoryName=one[0])

    return policies_of(context, listed, GET_REPOSITORY_POLICY, arn_of=lambda one: one[1], ask=ask)


def _secrets(context: Context, secrets: object) -> ResourcePolicies | Unknown:
    if not isinstance(secrets, SecretFacts):
        return secrets if isinstance(secrets, Unknown) else Unknown(Reason.NOT_COLLECTED, GET_SECRET_POLICY.action)

    def ask(arn: str) -> Read:
        return ask_policy(context, GET_SECRET_POLICY, policy_in("ResourcePolicy"), SecretId=arn)

    arns = [one.arn for one in secrets.secrets]
    return policies_of(context, arns, GET_SECRET_POLICY, arn_of=lambda arn: arn, ask=ask)


COLLECTORS = (
    Collector(
        "resource_policies",
        ResourcePolicyFacts,
        (
            GET_TOPIC,
            GET_QUEUE,
            LIST_KEYS,
            LIST_ALIASES,
            GET_KEY_POLICY,
            LIST_REPOSITORIES,
            GET_REPOSITORY_POLICY,
            GET_SECRET_POLICY,
        ),
        collect,
        after=(MessagingFacts, SecretFacts),
        is_regional=True,
    ),
)
