"""iam:ListSSHPublicKeys, one call for each user whose policies may allow CodeCommit: no other can use such a key.

https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSSHPublicKeys.html
"""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.aws.errors import CallFailed
from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context, malformed
from scanners.engine.collectors.shape import Fields, MalformedAnswerError, moment_or_none, structures, text, text_or
from scanners.engine.facts.iam import AuthorizationDetails, IamGroup, IamUser, SshKey, SshKeyFacts
from scanners.engine.facts.matching import covers_action
from scanners.engine.facts.policies import Policy
from scanners.engine.facts.unknown import Reason, Unknown

LIST_KEYS = Operation("iam", "ListSSHPublicKeys", "iam:ListSSHPublicKeys")
MOST = 50
_GIT = ("codecommit:GitPull", "codecommit:GitPush")


def collect(context: Context) -> SshKeyFacts:
    """The keys of the first users; what was not read is among them as Unknown."""
    details = context.facts.get(AuthorizationDetails, Unknown(Reason.NOT_COLLECTED, LIST_KEYS.action))
    if not isinstance(details, AuthorizationDetails):
        gap = details if isinstance(details, Unknown) else Unknown(Reason.NOT_COLLECTED, LIST_KEYS.action)
        return SshKeyFacts((gap,))
    users = [one.name for one in details.users if _may_use_git(one, details)]
    found: list[SshKey | Unknown] = []
    for keys in context.reader.each(lambda name: _keys(context, name), users[:MOST]):
        found += keys
    if (rest := len(users) - MOST) > 0:
        detail = f"SSH public keys of {rest} more users were not read: at most {MOST} users are asked."
        found.append(Unknown(Reason.NOT_COLLECTED, LIST_KEYS.action, detail))
    return SshKeyFacts(tuple(found))


def _may_use_git(user: IamUser, details: AuthorizationDetails) -> bool:
    """A policy that is missing or malformed may allow it."""
    return any(
        document is None
        or not document.is_readable
        or any(covers_action(statement, action) for statement in document.allows for action in _GIT)
        for document in _documents(user, details)
    )


def _documents(user: IamUser, details: AuthorizationDetails) -> Iterator[Policy | None]:
    texts = {one.arn: one.document for one in details.policies}
    holders: list[IamUser | IamGroup] = [user, *(one for one in details.groups if one.name in user.groups)]
    for holder in holders:
        yield from (one.document for one in holder.inline)
        yield from (texts.get(one.arn) for one in holder.attached)


def _keys(context: Context, user_name: str) -> list[SshKey | Unknown]:
    def parse(entry: Fields) -> SshKey:
        return SshKey(text(entry, "UserName"), text_or(entry, "Status"), moment_or_none(entry, "UploadDate"))

    try:
        pages = context.reader.pages(LIST_KEYS, UserName=user_name)
        return [parse(entry) for page in pages for entry in structures(page, "SSHPublicKeys")]
    except CallFailed as failed:
        return [] if failed.code == "NoSuchEntity" else [failed.gap]
    except MalformedAnswerError as odd:
        return [malformed(LIST_KEYS, odd)]


COLLECTORS = (Collector("iam.ssh_keys", SshKeyFacts, (LIST_KEYS,), collect, after=(AuthorizationDetails,)),)
