"""Rules about who owns a mail address or domain, and about account ids."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar

from assessments.catalog.definitions import Kind
from assessments.catalog.rules.base import Rule, column_of, incomplete, met, missing, not_met, refers
from assessments.catalog.rules.given import Given
from assessments.catalog.rules.result import RuleResult
from ftrportal.common.text.account_ids import grouped
from ftrportal.common.text.mail_domains import is_free_mail, is_under

Written = Annotated[str, refers(Kind.TEXT, Kind.LONG_TEXT)]
DOMAIN = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]\Z")


def domains_in(text: str) -> tuple[list[str], list[str]]:
    """The domains written one per line or between commas, and the words that are none."""
    words = [(word.lower() if word.isascii() else word).rstrip(".") for word in re.split(r"[\s,;]+", text) if word]
    good = [word for word in words if DOMAIN.match(word)]
    return good, [word for word in words if word not in good]


class CompanyDomainEmail(Rule):
    """The address is not with a free mail provider, and under one of the company's domains if they are listed."""

    name: ClassVar[str] = "company_domain_email"
    field: Annotated[str, refers(Kind.EMAIL)]
    domains: Annotated[str | None, refers(Kind.TEXT, Kind.LONG_TEXT)] = None

    def decide(self, given: Given) -> RuleResult:
        address, label = given.get(self.field), given.label(self.field)
        if address is None:
            return missing(given, self.field)
        domain = address.rpartition("@")[2].lower()
        if is_free_mail(domain):
            message = f"{label}: {domain} is a public email provider. Use a company email address."
            return not_met(self.field, code="free_mail", message=message)
        if self.domains is None:
            return met(self.field, message=f"{label} uses the domain {domain}.")
        listed = domains_in(given.get(self.domains) or "")[0]
        if not listed:
            return missing(given, self.domains)
        if not any(is_under(domain, one) for one in listed):
            message = f"{label} uses the domain {domain}. Add it to {given.label(self.domains)} or change it."
            return not_met(self.field, self.domains, code="foreign_domain", message=message)
        return met(self.field, message=f"{label} uses {domain}, a company domain.")


class DomainsWithin(Rule):
    """Every domain written in the field is one of the company's, and none belongs to a free mail provider."""

    name: ClassVar[str] = "domains_within"
    field: Written
    allowed: Written

    def decide(self, given: Given) -> RuleResult:
        both = (self.field, self.allowed)
        for reference in both:
            if given.get(reference) is None:
                return missing(given, reference)
            wrong = domains_in(given.get(reference))[1]
            if wrong:
                message = f"{given.label(reference)}: {wrong[0][:60]} is not a domain. Enter one like example.com."
                return incomplete(reference, code="not_a_domain", message=message)
        used, owned = domains_in(given.get(self.field))[0], domains_in(given.get(self.allowed))[0]
        free = sorted({one for one in (*used, *owned) if is_free_mail(one)})
        if free:
            message = f"{free[0]} is a public email provider. Use company email addresses."
            return not_met(*both, code="free_mail", message=message)
        foreign = [one for one in used if not any(is_under(one, own) for own in owned)]
        if foreign:
            message = f"{foreign[0]} is not listed in {given.label(self.allowed)}. Add it, or use a listed domain."
            return not_met(*both, code="foreign_domain", message=message)
        return met(*both, message=f"{given.label(self.field)}: all are company domains.")


class AccountsApart(Rule):
    """The accounts named are not among the rows of a register that have one of these values in a column."""

    name: ClassVar[str] = "accounts_apart"
    field: Annotated[str, refers(Kind.ACCOUNT_IDS)]
    register_rows: Annotated[str, refers(Kind.ROWS)]
    stages: tuple[str, ...]

    def decide(self, given: Given) -> RuleResult:
        accounts, rows = given.get(self.field), given.rows(self.register_rows)
        if accounts is None:
            return missing(given, self.field)
        if not rows:
            message = f"Enter {given.label(self.register_rows)} first, so that the accounts can be compared."
            return incomplete(self.field, code="no_register", message=message)
        busy = {row.get("account_id") for row in rows if row.get("stage") in self.stages}
        shared = sorted(set(accounts) & busy)
        if shared:
            register = given.label(self.register_rows)
            message = f"Account {grouped(shared[0])} also runs a workload ({register}). Use a separate account."
            return not_met(self.field, code="not_separate", message=message)
        return met(self.field, message=f"{given.label(self.field)}: no workload runs there.")


class StagesSeparated(Rule):
    """The register holds a production account and another one for another stage, and no account twice.

    With production only, a reason leaves the decision to a person: whether there really is no other stage cannot be
    seen from here.
    """

    name: ClassVar[str] = "stages_separated"
    field: Annotated[str, refers(Kind.ROWS)]
    column: Annotated[str, column_of(Kind.CHOICE)]
    production: str
    others: tuple[str, ...]
    reason: Written

    def decide(self, given: Given) -> RuleResult:
        rows = given.rows(self.field)
        if not rows:
            return missing(given, self.field)
        ids = [row.get("account_id") for row in rows]
        twice = sorted({one for one in ids if one and ids.count(one) > 1})
        if twice:
            message = (
                f"Account {grouped(twice[0])} is listed twice. "
                "Use one account per environment, or remove the duplicate row."
            )
            return not_met(self.field, code="account_twice", message=message)
        stages = {row.get(self.column) for row in rows}
        if self.production not in stages:
            return incomplete(self.field, code="no_production", message="Add the production accounts.")
        if stages & set(self.others):
            return met(self.field, message="Production and other environments use separate accounts.")
        if given.get(self.reason):
            message = f"Only production is listed. A person must review {given.label(self.reason)}."
            return incomplete(self.field, self.reason, code="person_decides", message=message)
        message = (
            f"Only production is listed. Add the accounts of other environments, or enter {given.label(self.reason)}."
        )
        return incomplete(self.field, self.reason, code="no_other_stage", message=message)


__all__ = ["AccountsApart", "CompanyDomainEmail", "DomainsWithin", "StagesSeparated", "domains_in"]
