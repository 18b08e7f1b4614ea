"""Texts of everything that can be refused or fail here, by id. The ones about roles live with the probes."""

from __future__ import annotations

from collections.abc import Mapping

from ftrportal.common.text.messages import Message
from scanners.engine.aws import messages as role_messages

MESSAGES: Mapping[str, Message] = {
    # connections
    "connection.already_connected": Message(
        "This account is already connected.",
        "Open its connection. To start over with a new external ID, disconnect it first.",
    ),
    "connection.not_active": Message(
        "This connection is not verified, so it cannot be scanned.",
        "Open the connection to see what to change in the role.",
    ),
    "connection.revoked": Message("This connection was disconnected.", "Connect the account again to scan it."),
    "connection.not_checked": Message(
        "The role could not be verified.", "FTR Portal tries again automatically. Nothing was changed."
    ),
    # rollouts to an AWS organization
    "rollout.not_listed": Message(
        "The accounts could not be listed.", "FTR Portal tries again within an hour. Nothing was changed."
    ),
    "rollout.already_open": Message("A rollout for this organization already exists."),
    "rollout.standalone": Message(
        "This account is not in an AWS organization.", "It has no other accounts to connect."
    ),
    "rollout.plain_member": Message(
        "This account cannot list the accounts of its organization.",
        "Connect the management account ({detail}) or a delegated administrator account, and start the rollout there.",
    ),
    "rollout.listing_denied": Message(
        "AWS denied listing the accounts of the organization: {detail}",
        "If the role of this account passes verification, a service control policy or a permissions boundary "
        "denies the call. Allow it, then choose Check again. Accounts found earlier are not changed.",
    ),
    "rollout.not_readable": Message(
        "The accounts of the organization could not be listed: {detail}",
        "Accounts found earlier are not changed. FTR Portal tries again every hour.",
    ),
    "rollout.other_organization": Message(
        "This account is now in another AWS organization ({detail}).",
        "Nothing was changed. End this rollout and start a new one for the new organization.",
    ),
    # scans
    "scan.already_open": Message(
        "A scan of this account is already running.", "Wait until it has finished, or cancel it first."
    ),
    "scan.cancelled": Message("The scan was cancelled.", "Its results were discarded. You can start another scan."),
    "scan.not_verified": Message(
        "The role could not be verified before the scan, so nothing was scanned.",
        "Open the connection, choose Check now, then start the scan again.",
    ),
    "scan.session_expired": Message(
        "The role session expired during the scan and could not be renewed.",
        "Check the connection, then start the scan again.",
    ),
    "scan.out_of_time": Message(
        "The scan reached its time limit, so the result is partial.",
        "What was not scanned is shown as “Could not check”, never as passed. Scan again, or choose fewer Regions.",
    ),
    "scan.too_long": Message(
        "The scan exceeded its time limit and was stopped.",
        "Start it again. If this happens again, contact the operator.",
    ),
    "scan.storage_failed": Message(
        "The facts of the scan could not be stored, so its results were discarded.",
        "Start the scan again in a few minutes.",
    ),
    "scan.facts_gone": Message("The facts of this scan are no longer stored.", "Scan the account again."),
    "scan.facts_not_now": Message(
        "The facts of this scan could not be loaded.", "Try again in a minute. Nothing was changed."
    ),
    "scan.facts_changed": Message(
        "The stored facts of this scan were changed: their SHA-256 differs.",
        "They are not used. Contact the operator, and scan the account again.",
    ),
    "scan.facts_unreadable": Message(
        "This version cannot read the stored facts of the scan.", "Scan the account again."
    ),
    "scan.internal_error": Message(
        "An internal error occurred. It was logged as {detail}.",
        "Start the scan again. If this happens again, send that number to the operator.",
    ),
    "job.worker_died": Message(
        "The scan was interrupted three times and stopped.",
        "Start it again. If this happens again, send the scan ID to the operator.",
    ),
}


def describe(message_id: str, **values: str) -> Message:
    """The message with its values put in; an id that is not known is shown itself, never an empty notice."""
    if message_id in role_messages.MESSAGES:
        return role_messages.describe(message_id, **values)
    message = MESSAGES.get(message_id)
    if message is None:
        return Message(f"An unknown error occurred ({message_id}).")
    # Put in by replacing, so that text of an account is never read as a pattern.
    detail = values.get("detail", "")
    return Message(message.title.replace("{detail}", detail), message.advice.replace("{detail}", detail))
