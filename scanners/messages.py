"""Texts of everything that can be refused or fail here, by id. The ones about roles live with the probes."""

from __future__ import annotations

from collections.abc import Mapping

from ftrportal.common.text.messages import Message
from scanners.engine.aws import messages as role_messages

MESSAGES: Mapping[str, Message] = {
    # connections
    "connection.already_connected": Message(
        "This account is already connected here.",
        "Open its connection instead. To start over with a new external id, disconnect it first.",
    ),
    "connection.not_active": Message(
        "This connection is not verified, so it cannot be scanned.",
        "Open the connection: it says what to change in the role.",
    ),
    "connection.revoked": Message("This connection was disconnected.", "Connect the account again to scan it."),
    "connection.not_checked": Message(
        "The role could not be checked this time.", "We try again by ourselves; nothing was changed."
    ),
    # rollouts to an AWS organization
    "rollout.not_listed": Message(
        "The accounts could not be listed this time.", "We try again by ourselves within the hour; nothing was changed."
    ),
    "rollout.already_open": Message("The accounts of this organization are being connected already."),
    "rollout.standalone": Message(
        "This account belongs to no AWS organization.", "There are no other accounts to connect through it."
    ),
    "rollout.plain_member": Message(
        "This account may not list the accounts of its organization.",
        "Connect the management account ({detail}) or a delegated administrator account, and start there.",
    ),
    "rollout.listing_denied": Message(
        "AWS does not let the role list the accounts of the organization: {detail}",
        "If the page of this account says that the role is good, a service control policy or a permissions boundary "
        "forbids the call. Allow it, then choose Look again now. Accounts found earlier stay as they are.",
    ),
    "rollout.not_readable": Message(
        "The accounts of the organization could not be listed: {detail}",
        "Accounts found earlier stay as they are. We try again every hour.",
    ),
    "rollout.other_organization": Message(
        "This account belongs to another AWS organization now ({detail}).",
        "Nothing was changed. End this rollout and start a new one for the new organization.",
    ),
    # scans
    "scan.already_open": Message(
        "A scan of this account is already under way.", "Wait until it ends, or cancel it first."
    ),
    "scan.cancelled": Message("The scan was cancelled.", "Nothing of it was kept. Start another one when you like."),
    "scan.not_verified": Message(
        "The role could not be verified before the scan, so nothing was read.",
        "Open the connection and check it again, then start the scan again.",
    ),
    "scan.session_expired": Message(
        "The role's session ended during the scan and AWS gave no new one.",
        "Check the connection, then start the scan again.",
    ),
    "scan.out_of_time": Message(
        "This is a part of the account: the scan ran out of time.",
        "What it had not read by then is unknown below, never passed. Scan again, or choose fewer regions.",
    ),
    "scan.too_long": Message(
        "The scan took longer than it may and was stopped.", "Start it again; if it happens again, tell the operator."
    ),
    "scan.storage_failed": Message(
        "What the scan read could not be stored, so its result was not kept.", "Start the scan again in a few minutes."
    ),
    "scan.facts_gone": Message("What this scan read is not kept any more.", "Scan the account again."),
    "scan.facts_not_now": Message(
        "What this scan read could not be fetched just now.", "Try again in a minute; nothing was changed."
    ),
    "scan.facts_changed": Message(
        "What this scan read is not what was stored: its SHA-256 differs.",
        "Nothing of it is used. Tell the operator, and scan the account again.",
    ),
    "scan.facts_unreadable": Message("This version cannot read what the scan stored.", "Scan the account again."),
    "scan.internal_error": Message(
        "Something went wrong on our side. It was logged as {detail}.",
        "Start the scan again; if it happens again, tell the operator that number.",
    ),
    "job.worker_died": Message(
        "The scan was interrupted three times and given up.",
        "Start it again; if it happens again, tell the operator the scan's number.",
    ),
}


def describe(message_id: str, **values: str) -> Message:
    """The message with its values put in; an id that is not known is shown itself, never an empty notice."""
    if message_id in role_messages.MESSAGES:
        return role_messages.describe(message_id, **values)
    message = MESSAGES.get(message_id)
    if message is None:
        return Message(f"Something happened that has no explanation here ({message_id}).")
    # Put in by replacing, so that text of an account is never read as a pattern.
    detail = values.get("detail", "")
    return Message(message.title.replace("{detail}", detail), message.advice.replace("{detail}", detail))
