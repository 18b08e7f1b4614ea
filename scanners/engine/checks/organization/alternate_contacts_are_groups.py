"""Alternate contacts are shared mailboxes or distribution lists, not one person."""

from __future__ import annotations

from collections.abc import Iterator

from ftrportal.common.text.mail_domains import is_free_mail
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review, unknown
from scanners.engine.facts.account import AccountFacts, AlternateContact
from scanners.engine.facts.mailbox import Shape
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="alternate_contacts_are_groups",
    title="Shared mailboxes for alternate contacts",
    question="Are the alternate contacts distribution lists instead of single people?",
    needs=(AccountFacts,),
    severity=Severity.LOW,
    weight=Weight.DECISIVE,
    fix="Create a shared mailbox with at least two members for each function, and set it as the alternate contact.",
    cli="aws account put-alternate-contact --alternate-contact-type SECURITY --email-address ... --name ...",
    console="Account menu > Account > Alternate contacts > Edit.",
    source="https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-contact-alternate.html",
)


@check.judge
def judge(scope: Scope, account: AccountFacts) -> Iterator[Verdict]:
    """Based on the form of the name and the domain; the address itself is not stored."""
    digests = [one.mailbox.digest for _, one in account.alternate_contacts if isinstance(one, AlternateContact)]
    all_same = len(digests) == 3 and len(set(digests)) == 1
    for kind, contact in account.alternate_contacts:
        resource, word = f"{scope.account_arn}/{kind}", kind.lower()
        if isinstance(contact, Unknown):
            yield unknown(resource, contact)
        elif contact is None:
            yield not_applicable(resource, "contact_missing", f"The {word} contact is not set.")
        else:
            yield _judge_contact(resource, word, contact, all_same=all_same)


def _judge_contact(resource: str, word: str, contact: AlternateContact, *, all_same: bool) -> Verdict:
    shape = contact.mailbox.shape.value
    if is_free_mail(contact.mailbox.domain):
        return review(resource, f"The {word} contact uses a public email provider.", domain=contact.mailbox.domain)
    if all_same:
        return review(resource, f"The {word} contact is the same mailbox as the other two contacts.", shape=shape)
    if contact.mailbox.shape is Shape.ROLE:
        return passed(resource, f"The {word} contact appears to be a shared mailbox.", shape=shape)
    return review(resource, f"The {word} contact may be one person. Document who reads it.", shape=shape)
