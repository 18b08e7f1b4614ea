"""The primary contact should be the company, reachable by a phone the company owns."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, passed, review, unknown
from scanners.engine.facts.account import AccountFacts, PrimaryContact
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

_LEGAL_FORMS = frozenset(
    [
        "ag",
        "bv",
        "co",
        "company",
        "corp",
        "corporation",
        "gmbh",
        "inc",
        "limited",
        "llc",
        "ltd",
        "plc",
        "sa",
        "sas",
        "se",
    ]
)

check = Check(
    id="primary_contact_company_owned",
    title="Primary contact belongs to the company",
    question="Is the company the primary contact of the account?",
    needs=(AccountFacts,),
    severity=Severity.MEDIUM,
    weight=Weight.DECISIVE,
    fix="Set company name and a company phone number as the primary contact.",
    cli="aws account put-contact-information --contact-information file://contact.json",
    console="Account menu > Account > Contact information > Edit.",
    source="https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-contact-primary.html",
)


@check.judge
def judge(scope: Scope, account: AccountFacts) -> Iterator[Verdict]:
    """Whose phone it is only a person can say; without that word the best outcome is a question."""
    contact = account.primary_contact
    if isinstance(contact, Unknown):
        yield unknown(scope.account_arn, contact)
    elif contact is None:
        yield review(scope.account_arn, "The account has no primary contact information.")
    else:
        seen = {"company": contact.company, "country": contact.country, "phone": contact.phone_masked}
        question = _question(scope, contact)
        if question:
            yield review(scope.account_arn, question, verification=contact.verification, **seen)
        else:
            message = (
                f"The primary contact names {contact.company}, and its phone number is attested to be the company's."
            )
            yield passed(scope.account_arn, message, **seen)


def _question(scope: Scope, contact: PrimaryContact) -> str:
    """What a person must still say; empty when nothing is open."""
    if not contact.company.strip():
        return "The primary contact names no company."
    if not scope.company_name:
        return f"The primary contact names {contact.company}; confirm that this is the company."
    if _normal(contact.company) != _normal(scope.company_name):
        return f"The primary contact names {contact.company}, not {scope.company_name}."
    if contact.verification in ("UNVERIFIED", "PENDING"):
        return f"AWS has not verified the primary contact ({contact.verification.lower()})."
    if scope.is_contact_phone_attested:
        return ""
    return f"The primary contact names {contact.company}; confirm that the phone number is the company's."


def _normal(name: str) -> list[str]:
    words = "".join(letter if letter.isalnum() else " " for letter in name.lower()).split()
    return [word for word in words if word not in _LEGAL_FORMS] or words or [name]
