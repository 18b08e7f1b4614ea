"""The alternate contacts and the primary contact differ from each other."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review, unknown
from scanners.engine.facts.account import AccountFacts, AlternateContact, PrimaryContact
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="alternate_contacts_distinct",
    title="Distinct alternate contacts",
    question="Do the three alternate contacts differ from each other and from the primary contact?",
    needs=(AccountFacts,),
    severity=Severity.LOW,
    weight=Weight.ADVISORY,
    fix="Set a separate contact for each function.",
    cli="aws account put-alternate-contact --alternate-contact-type SECURITY --email-address ... --name ...",
    console="Account menu > Account > Alternate contacts > Edit.",
    source="https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-contact-alternate.html",
)


@check.judge
def judge(scope: Scope, account: AccountFacts) -> Iterator[Verdict]:
    """Compares keyed digests of addresses and phone numbers between contacts."""
    contacts = {kind.lower(): contact for kind, contact in account.alternate_contacts}
    missing = [word for word, contact in contacts.items() if contact is None]
    gaps = [contact for contact in (*contacts.values(), account.primary_contact) if isinstance(contact, Unknown)]
    shared = _shared({word: _digests(one) for word, one in (*contacts.items(), ("primary", account.primary_contact))})
    if shared:
        pairs = ", ".join(" and ".join(pair) for pair in shared)
        yield review(scope.account_arn, f"Some contacts share an address or a phone number: {pairs}.", pairs=shared)
    elif gaps:
        yield unknown(scope.account_arn, gaps[0])
    elif missing:
        yield not_applicable(scope.account_arn, "contact_missing", f"Not set: {', '.join(missing)}.")
    else:
        yield passed(scope.account_arn, "The alternate contacts differ from each other and from the primary contact.")


def _digests(contact: AlternateContact | PrimaryContact | Unknown | None) -> frozenset[str]:
    if isinstance(contact, AlternateContact):
        return frozenset(filter(None, (contact.mailbox.digest, contact.phone_digest)))
    if isinstance(contact, PrimaryContact):
        return frozenset(filter(None, (contact.phone_digest,)))
    return frozenset()


def _shared(digests: dict[str, frozenset[str]]) -> list[list[str]]:
    words = list(digests)
    pairs = [[one, other] for place, one in enumerate(words) for other in words[place + 1 :]]
    return [pair for pair in pairs if digests[pair[0]] & digests[pair[1]]]
