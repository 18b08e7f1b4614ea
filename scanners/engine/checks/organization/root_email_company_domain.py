"""The root user email address is on a domain that the company owns."""

from __future__ import annotations

from collections.abc import Iterator

from ftrportal.common.text.mail_domains import is_free_mail, is_under_any
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, passed, review, unknown
from scanners.engine.facts.mailbox import Mailbox, Shape
from scanners.engine.facts.organization import Membership, OrgFacts
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

check = Check(
    id="root_email_company_domain",
    title="Company domain for the root user email",
    question="Is the root user email address on a domain that the company owns?",
    needs=(OrgFacts,),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Change the root user email address to a group alias on a company domain.",
    cli="aws account start-primary-email-update --account-id ... --primary-email ...",
    console="AWS Organizations > the account > Update email address; or sign in as root > Account.",
    source="https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-root-user-email.html",
)


@check.judge
def judge(scope: Scope, organization: OrgFacts) -> Iterator[Verdict]:
    """Only the account list of the organization shows root user email addresses."""
    mailboxes = _mailboxes(scope, organization)
    if isinstance(mailboxes, Unknown):
        yield unknown(scope.account_arn, mailboxes)
        return
    for account_id, mailbox in mailboxes:
        yield _judge_mailbox(scope, account_id, mailbox)


def _mailboxes(scope: Scope, organization: OrgFacts) -> list[tuple[str, Mailbox]] | Unknown:
    if isinstance(organization.accounts, Unknown):
        return organization.accounts
    if organization.accounts:
        return [(one.id, one.mailbox) for one in organization.accounts if not one.is_gone]
    if organization.membership is Membership.MANAGEMENT and isinstance(organization.management_mailbox, Mailbox):
        return [(scope.account_id, organization.management_mailbox)]
    detail = "AWS does not reveal the root user email address to the account itself. Declare its domain."
    return Unknown(Reason.NOT_COLLECTED, "", detail)


def _judge_mailbox(scope: Scope, account_id: str, mailbox: Mailbox) -> Verdict:
    arn = f"arn:{scope.partition}:iam::{account_id}:root"
    seen = {"domain": mailbox.domain, "shape": mailbox.shape.value}
    if is_free_mail(mailbox.domain):
        return failed(arn, f"The root user email of account {account_id} is on {mailbox.domain}.", **seen)
    if not mailbox.domain:
        detail = f"The organization shows no email address for account {account_id}. Declare its domain."
        return unknown(arn, Unknown(Reason.MALFORMED, "organizations:ListAccounts", detail))
    if not scope.company_domains:
        message = (
            f"The root user email of account {account_id} is on {mailbox.domain}. Declare the domains of your company."
        )
        return review(arn, message, **seen)
    if not is_under_any(mailbox.domain, scope.company_domains):
        message = f"The root user email of account {account_id} is on {mailbox.domain}, which is not a company domain."
        return failed(arn, message, **seen)
    if mailbox.shape is Shape.PERSONAL:
        return review(
            arn, f"The root user email of account {account_id} appears to be the mailbox of one person.", **seen
        )
    return passed(arn, f"The root user email of account {account_id} is on company domain {mailbox.domain}.", **seen)
