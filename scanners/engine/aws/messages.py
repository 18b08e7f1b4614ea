"""Every message a probe or a refused role can carry: a stable id, a title and what to do, in plain words."""

from __future__ import annotations

import string
from collections.abc import Mapping

from ftrportal.common.text.messages import Message

_CONDITION = '"Condition": {{"StringEquals": {{"sts:ExternalId": "{external_id}"}}}}'
_UPDATE = "Update the stack with the current template and with what this page says to read, or create the role again."

# An advice may hold {external_id}, {principal_arn}, {role_arn}, {account_id} and {detail}.
MESSAGES: Mapping[str, Message] = {
    # what was typed
    "connection.account_id_malformed": Message(
        "This is not an AWS account id.", "An account id has exactly 12 digits."
    ),
    "connection.role_name_malformed": Message(
        "This is not a role name.", "Use letters, digits and +=,.@_- only, at most 64 of them, without a path."
    ),
    "connection.role_arn_malformed": Message(
        "This is not the ARN of a role.", "It looks like arn:aws:iam::123456789012:role/name, without a path."
    ),
    "connection.external_id_malformed": Message("The external id has a form that AWS does not accept."),
    "connection.partition_unknown": Message("This AWS partition does not exist."),
    "connection.partition_not_served": Message(
        "This role is in an AWS partition that this portal does not serve.",
        "Ask the operator for an installation in that partition (China or GovCloud).",
    ),
    "connection.portal_account": Message(
        "This is the portal's own AWS account, which is never scanned.", "Enter the id of the account to review."
    ),
    # negative probes
    "connection.refuses_no_external_id": Message("The role refuses a request without an external id."),
    "connection.refuses_wrong_external_id": Message("The role refuses a wrong external id."),
    "connection.external_id_not_required": Message(
        "The role can be assumed without an external id.",
        f"Add this line to the statement of the role's trust policy that allows sts:AssumeRole: {_CONDITION}",
    ),
    "connection.wrong_external_id_accepted": Message(
        "The role accepts an external id that is not yours.",
        f"Replace the condition on sts:ExternalId in the role's trust policy by exactly this: {_CONDITION}",
    ),
    # positive probe
    "connection.role_assumed": Message("The role can be assumed with the right external id."),
    "connection.role_not_assumable": Message(
        "AWS does not let us assume the role yet.",
        "Either the role {role_arn} does not exist yet, or its trust policy does not name {principal_arn}, or it asks "
        f"for another external id. Create the stack, or put this into the trust policy: {_CONDITION}",
    ),
    "connection.identity_confirmed": Message("The session belongs to the account and role that you named."),
    "connection.other_account": Message(
        "The session belongs to another account or role than you named: {detail}",
        "Nothing was read. Check the account id and create the connection again.",
    ),
    # the role's text
    "connection.trust_exact": Message("The trust policy names only this portal and exactly one external id."),
    "connection.trusts_portal_account": Message(
        "The trust policy names this portal's whole account.",
        "It works; naming {principal_arn} alone is tighter. " + _UPDATE,
    ),
    "connection.trusts_everybody": Message(
        "The trust policy lets every AWS account try.", 'Replace the principal by {{"AWS": "{principal_arn}"}}.'
    ),
    "connection.trusts_others": Message(
        "The trust policy names others besides this portal: {detail}",
        "Use a role for this portal alone. Remove every principal but {principal_arn}.",
    ),
    "connection.several_external_ids": Message(
        "The trust policy accepts more than one external id.", f"Leave only this: {_CONDITION}"
    ),
    "connection.external_id_condition_weak": Message(
        "The condition on the external id is not an exact comparison.", f"Use exactly this: {_CONDITION}"
    ),
    "connection.trust_unreadable": Message("The role's trust policy could not be understood.", _UPDATE),
    "connection.permissions_exact": Message("The role grants what the template grants and nothing else."),
    "connection.permissions_missing": Message(
        "The role lacks permissions of the current template: {detail}",
        "The scan works, but what needs them stays unknown. Update the stack with the current template.",
    ),
    "connection.permissions_extra": Message(
        "The role grants more than the template: {detail}", "Remove what is named. " + _UPDATE
    ),
    "connection.role_not_readable": Message(
        "The role does not let us read its own policies, so we cannot prove that it grants nothing else. {detail}",
        _UPDATE,
    ),
    # neither yes nor no
    "aws.unavailable": Message("AWS did not answer or asked us to slow down.", "We try again by ourselves."),
    "aws.unexpected": Message("unexpected response from AWS: {detail}", "We try again by ourselves."),
    "portal.credentials_rejected": Message(
        "AWS does not accept the portal's own credentials.", "The operator of this portal has to look at it."
    ),
    "portal.session_policy_rejected": Message(
        "AWS does not accept the portal's session policy.", "The operator of this portal has to look at it."
    ),
    "portal.sts_region_disabled": Message(
        "The customer's account has no token service in the portal's region.",
        "Activate the regional STS endpoint in the account settings of IAM.",
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
