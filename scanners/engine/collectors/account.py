"""The Account API: name and state, the people AWS would write to, the enabled regions.

AccountId is never passed: without it the call is about the account itself and needs no organization.
https://docs.aws.amazon.com/accounts/latest/reference/API_GetAlternateContact.html
"""

from __future__ import annotations

from urllib.parse import urlsplit

from scanners.engine.aws.operations import Operation
from scanners.engine.aws.regions import LIST_REGIONS
from scanners.engine.collectors.collector import Collector, Context, parsed, read
from scanners.engine.collectors.shape import Fields, moment_or_none, structure, text, text_or
from scanners.engine.facts.account import AccountFacts, AlternateContact, ContactType, PrimaryContact
from scanners.engine.facts.mailbox import keyed_digest, masked_phone, read_mailbox
from scanners.engine.facts.unknown import Unknown

GET_ACCOUNT = Operation("account", "GetAccountInformation", "account:GetAccountInformation")
GET_PRIMARY = Operation("account", "GetContactInformation", "account:GetContactInformation")
GET_ALTERNATE = Operation("account", "GetAlternateContact", "account:GetAlternateContact")
_MISSING = {"ResourceNotFoundException": None}


def collect(context: Context) -> AccountFacts:
    """The account; each part that could not be read is Unknown by itself."""
    information = read(context, GET_ACCOUNT, lambda answer: answer)
    regions = context.enabled if isinstance(context.enabled, Unknown) else context.enabled.enabled
    return AccountFacts(
        name=parsed(GET_ACCOUNT, information, lambda found: text(found, "AccountName")),
        state=parsed(GET_ACCOUNT, information, lambda found: text(found, "AccountState")),
        created_at=parsed(GET_ACCOUNT, information, lambda found: moment_or_none(found, "AccountCreatedDate")),
        enabled_regions=regions,
        primary_contact=_primary(context),
        billing_contact=_alternate(context, ContactType.BILLING),
        operations_contact=_alternate(context, ContactType.OPERATIONS),
        security_contact=_alternate(context, ContactType.SECURITY),
    )


def _primary(context: Context) -> PrimaryContact | Unknown | None:
    def parse(answer: Fields) -> PrimaryContact | None:
        contact = structure(answer, "ContactInformation")
        phone = text_or(contact, "PhoneNumber")
        return PrimaryContact(
            company=text_or(contact, "CompanyName"),
            country=text_or(contact, "CountryCode"),
            website=_host(text_or(contact, "WebsiteUrl")),
            phone_masked=masked_phone(phone),
            phone_digest=keyed_digest(phone, key=context.digest_key),
            verification=text_or(answer, "VerificationStatus"),
        )

    return read(context, GET_PRIMARY, parse, absent=_MISSING)


def _alternate(context: Context, kind: ContactType) -> AlternateContact | Unknown | None:
    def parse(answer: Fields) -> AlternateContact | None:
        contact = structure(answer, "AlternateContact")
        return AlternateContact(
            mailbox=read_mailbox(text(contact, "EmailAddress"), key=context.digest_key),
            phone_digest=keyed_digest(text_or(contact, "PhoneNumber"), key=context.digest_key),
            title=text_or(contact, "Title"),
        )

    return read(context, GET_ALTERNATE, parse, absent=_MISSING, AlternateContactType=kind.value)


def _host(url: str) -> str:
    try:
        return (urlsplit(url if "//" in url else f"//{url}").hostname or "")[:253]
    except ValueError:
        return ""


COLLECTORS = (Collector("account", AccountFacts, (GET_ACCOUNT, GET_PRIMARY, GET_ALTERNATE, LIST_REGIONS), collect),)
