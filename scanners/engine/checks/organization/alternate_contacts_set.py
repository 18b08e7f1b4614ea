"""The billing, operations and security contacts of the account are set."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, review, unknown
from scanners.engine.facts.account import AccountFacts, ContactType
from scanners.engine.facts.organization import Membership, OrgFacts
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="alternate_contacts_set",
    title="Billing, operations and security contacts set",
    question="Are the billing, operations and security contacts of the account set?",
    needs=(AccountFacts,),
    also=(OrgFacts,),
    severity=Severity.MEDIUM,
    weight=Weight.DECISIVE,
    fix="Set the missing contacts, each to a shared mailbox. The management account can set them for member accounts.",
    cli="aws account put-alternate-contact --alternate-contact-type SECURITY --name ... --email-address ... ",
    console="Account menu > Account > Alternate contacts > Edit.",
    source="https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-contact-alternate.html",
)


@check.judge
def judge(scope: Scope, account: AccountFacts, organization: OrgFacts | Unknown) -> Iterator[Verdict]:
    """A contact that could not be read is UNKNOWN. The contacts of the management account count for member accounts."""
    membership = organization if isinstance(organization, Unknown) else organization.membership
    for kind, contact in account.alternate_contacts:
        resource, word = f"{scope.account_arn}/{kind}", kind.lower()
        if isinstance(contact, Unknown):
            yield unknown(resource, contact)
        elif contact is not None:
            mailbox = contact.mailbox
            message = f"The {word} contact is set."
            yield passed(resource, message, domain=mailbox.domain, masked=mailbox.masked)
        else:
            yield _missing(scope, kind, membership)


def _missing(scope: Scope, kind: ContactType, membership: Membership | Unknown) -> Verdict:
    resource, word = f"{scope.account_arn}/{kind}", kind.lower()
    is_member = membership in (Membership.MEMBER, Membership.DELEGATED)
    if is_member and scope.has_management_contacts:
        message = f"The management account has a {word} contact, which counts for this member account."
        return not_applicable(resource, "management_account_has_contacts", message)
    if isinstance(membership, Unknown):
        message = f"The {word} contact is not set, and the organization of the account could not be read."
        return review(resource, message)
    if is_member:
        message = f"The {word} contact of this member account is not set. Document that the management account has one."
        return review(resource, message)
    return failed(resource, f"The {word} contact is not set.")
