"""Every message a probe or a refused role can carry: a stable id, a title and what to do, in plain words."""

from __future__ import annotations

import string
from collections.abc import Mapping

from ftrportal.common.text.messages import Message

_CONDITION = '"Condition": {{"StringEquals": {{"sts:ExternalId": "{external_id}"}}}}'
_UPDATE = "Update the stack with the current template and the optional reads on this page, or create the role again."

# An advice may hold {external_id}, {principal_arn}, {role_arn}, {account_id} and {detail}.
MESSAGES: Mapping[str, Message] = {
    # what was typed
    "connection.account_id_malformed": Message("This is not an AWS account ID.", "An account ID has 12 digits."),
    "connection.role_name_malformed": Message(
        "This is not a role name.", "Use letters, digits and +=,.@_- only, at most 64 of them, without a path."
    ),
    "connection.role_arn_malformed": Message(
        "This is not the ARN of a role.", "It looks like arn:aws:iam::123456789012:role/name, without a path."
    ),
    "connection.external_id_malformed": Message("The external ID has a format that AWS does not accept."),
    "connection.partition_unknown": Message("This AWS partition does not exist."),
    "connection.partition_not_served": Message(
        "This role is in an AWS partition that this portal does not support.",
        "Ask the operator for an installation in that partition (China or GovCloud).",
    ),
    "connection.portal_account": Message(
        "This is the portal's own AWS account, which is never scanned.", "Enter the ID of the account to review."
    ),
    # negative probes
    "connection.refuses_no_external_id": Message("The role denies requests without an external ID."),
    "connection.refuses_wrong_external_id": Message("The role denies requests with a wrong external ID."),
    "connection.external_id_not_required": Message(
        "The role can be assumed without an external ID.",
        f"Add this condition to the trust policy statement that allows sts:AssumeRole: {_CONDITION}",
    ),
    "connection.wrong_external_id_accepted": Message(
        "The role accepts an external ID that is not yours.",
        f"Replace the condition on sts:ExternalId in the trust policy with exactly this: {_CONDITION}",
    ),
    # positive probe
    "connection.role_assumed": Message("The role can be assumed with the correct external ID."),
    "connection.role_not_assumable": Message(
        "The role cannot be assumed yet.",
        "The role {role_arn} does not exist yet, its trust policy does not name {principal_arn}, or it requires "
        f"another external ID. Create the stack, or add this to the trust policy: {_CONDITION}",
    ),
    "connection.identity_confirmed": Message("The session belongs to the expected account and role."),
    "connection.other_account": Message(
        "The session belongs to another account or role: {detail}",
        "Nothing was scanned. Check the account ID and create the connection again.",
    ),
    # the role's text
    "connection.trust_exact": Message("The trust policy names only this portal and exactly one external ID."),
    "connection.trusts_portal_account": Message(
        "The trust policy names the whole account of this portal.",
        "This works. Naming only {principal_arn} is more restrictive. " + _UPDATE,
    ),
    "connection.trusts_everybody": Message(
        "The trust policy allows any AWS account.", 'Replace the principal with {{"AWS": "{principal_arn}"}}.'
    ),
    "connection.trusts_others": Message(
        "The trust policy names other principals: {detail}",
        "Use a role for this portal only. Remove all principals except {principal_arn}.",
    ),
    "connection.several_external_ids": Message(
        "The trust policy accepts more than one external ID.", f"Keep only this: {_CONDITION}"
    ),
    "connection.external_id_condition_weak": Message(
        "The condition on the external ID is not an exact comparison.", f"Use exactly this: {_CONDITION}"
    ),
    "connection.trust_unreadable": Message("The trust policy of the role could not be read.", _UPDATE),
    "connection.permissions_exact": Message("The role grants exactly the permissions of the template."),
    "connection.permissions_missing": Message(
        "The role does not have these permissions of the current template: {detail}",
        "Scans work, but checks that need them show “Could not check”. Update the stack with the current template.",
    ),
    "connection.permissions_extra": Message(
        "The role grants more permissions than the template: {detail}", "Remove the listed permissions. " + _UPDATE
    ),
    "connection.role_not_readable": Message(
        "The role does not allow reading its own policies, so its permissions cannot be verified. {detail}", _UPDATE
    ),
    # neither yes nor no
    "aws.unavailable": Message(
        "AWS did not respond, or throttled the requests.", "FTR Portal tries again automatically."
    ),
    "aws.unexpected": Message("unexpected response from AWS: {detail}", "FTR Portal tries again automatically."),
    "portal.credentials_rejected": Message(
        "AWS does not accept the credentials of the portal.", "The operator of this portal must fix this."
    ),
    "portal.session_policy_rejected": Message(
        "AWS does not accept the session policy of the portal.", "The operator of this portal must fix this."
    ),
    "portal.sts_region_disabled": Message(
        "The STS endpoint of the portal's Region is not active in the account.",
        "Activate the regional STS endpoint in the IAM account settings.",
    ),
}


def describe(message_id: str, **values: str) -> Message:
    """The message with its values put in; a value that is not known is left out."""
    message = MESSAGES[message_id]
    known = _Known(values)
    return Message(_fill(message.title, known), _fill(message.advice, known))


class _Known(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def _fill(text: str, values: _Known) -> str:
    # format_map reads only names given here, so an account's own text in a value is never read as a pattern.
    return string.Formatter().vformat(text, (), values).strip()
