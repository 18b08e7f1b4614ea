"""The primary contact is the company, with a phone number that the company owns."""

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
    title="Company-owned primary contact",
    question="Is the company the primary contact of the account?",
    needs=(AccountFacts,),
    severity=Severity.MEDIUM,
    weight=Weight.DECISIVE,
    fix="Set the company name and a company phone number in the primary contact.",
    cli="aws account put-contact-information --contact-information file://contact.json",
    console="Account menu > Account > Contact information > Edit.",
    source="https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-contact-primary.html",
)


@check.judge
def judge(scope: Scope, account: AccountFacts) -> Iterator[Verdict]:
    """REVIEW at best until the phone number is declared to be the company's, which no API shows."""
    contact = account.primary_contact
    if isinstance(contact, Unknown):
        yield unknown(scope.account_arn, contact)
    elif contact is None:
        yield review(scope.account_arn, "The account has no primary contact.")
    else:
        seen = {"company": contact.company, "country": contact.country, "phone": contact.phone_masked}
        question = _question(scope, contact)
        if question:
            yield review(scope.account_arn, question, verification=contact.verification, **seen)
        else:
            message = f"The primary contact is {contact.company}, and its phone number is declared to be the company's."
            yield passed(scope.account_arn, message, **seen)


def _question(scope: Scope, contact: PrimaryContact) -> str:
    """What a person must still confirm; empty if nothing is open."""
    if not contact.company.strip():
        return "The primary contact has no company name."
    if not scope.company_name:
        return f"The primary contact is {contact.company}. Confirm that this is your company."
    if _normal(contact.company) != _normal(scope.company_name):
        return f"The primary contact is {contact.company}, not {scope.company_name}."
    if contact.verification in ("UNVERIFIED", "PENDING"):
        return f"AWS has not verified the primary contact ({contact.verification.lower()})."
    if scope.is_contact_phone_attested:
        return ""
    return f"The primary contact is {contact.company}. Confirm that the phone number is the company's."


def _normal(name: str) -> list[str]:
    words = "".join(letter if letter.isalnum() else " " for letter in name.lower()).split()
    return [word for word in words if word not in _LEGAL_FORMS] or words or [name]
