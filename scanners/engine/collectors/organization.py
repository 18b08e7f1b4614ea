"""AWS Organizations as far as this account may see it, and whether root credentials are managed centrally."""

from __future__ import annotations

from dataclasses import replace

from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context, read, read_all
from scanners.engine.collectors.shape import Fields, moment_or_none, structure, text, text_or, texts
from scanners.engine.facts.mailbox import read_mailbox
from scanners.engine.facts.organization import Membership, OrgAccount, OrgFacts
from scanners.engine.facts.unknown import Reason, Unknown

DESCRIBE = Operation("organizations", "DescribeOrganization", "organizations:DescribeOrganization")
LIST_ACCOUNTS = Operation("organizations", "ListAccounts", "organizations:ListAccounts")
LIST_FEATURES = Operation("iam", "ListOrganizationsFeatures", "iam:ListOrganizationsFeatures")

_STANDALONE = OrgFacts(
    membership=Membership.STANDALONE,
    org_id="",
    feature_set="",
    management_account_id="",
    management_mailbox=None,
    accounts=None,
    root_features=None,
)
_NOT_ENTITLED: dict[str, tuple[str, ...] | None] = {
    "AccountNotManagementOrDelegatedAdministratorException": None,
    "OrganizationNotFoundException": None,
    "OrganizationNotInAllFeaturesModeException": (),
    "ServiceAccessNotEnabledException": (),
}


def collect(context: Context) -> OrgFacts | Unknown:
    """The organization; standalone is an answer, not an error."""

    def parse(answer: Fields) -> OrgFacts:
        organization = structure(answer, "Organization")
        management = text(organization, "MasterAccountId")
        address = text_or(organization, "MasterAccountEmail")
        is_management = management == context.reader.account_id
        return OrgFacts(
            membership=Membership.MANAGEMENT if is_management else Membership.MEMBER,
            org_id=text(organization, "Id"),
            feature_set=text_or(organization, "FeatureSet"),
            management_account_id=management,
            management_mailbox=read_mailbox(address, key=context.digest_key) if address else None,
            accounts=None,
            root_features=None,
        )

    facts = read(context, DESCRIBE, parse, absent={"AWSOrganizationsNotInUseException": _STANDALONE})
    if isinstance(facts, Unknown) or facts is _STANDALONE:
        return facts
    accounts = _accounts(context)
    if facts.membership is Membership.MEMBER:
        if _is_plain_member(accounts):
            accounts = None
        elif not isinstance(accounts, Unknown):
            facts = replace(facts, membership=Membership.DELEGATED)
    features = read(context, LIST_FEATURES, lambda answer: texts(answer, "EnabledFeatures"), absent=_NOT_ENTITLED)
    return replace(facts, accounts=accounts, root_features=features)


def _accounts(context: Context) -> tuple[OrgAccount, ...] | Unknown | None:
    def parse(account: Fields) -> OrgAccount:
        return OrgAccount(
            id=text(account, "Id"),
            name=text_or(account, "Name"),
            state=text_or(account, "State") or text(account, "Status"),
            mailbox=read_mailbox(text_or(account, "Email"), key=context.digest_key),
            joined_method=text_or(account, "JoinedMethod"),
            joined_at=moment_or_none(account, "JoinedTimestamp"),
        )

    return read_all(context, LIST_ACCOUNTS, "Accounts", parse)


def _is_plain_member(accounts: object) -> bool:
    """The service refuses plain members; a refusal by a policy names the action and the caller instead."""
    if not isinstance(accounts, Unknown) or accounts.reason is not Reason.DENIED:
        return False
    return "not authorized to perform" not in accounts.detail


COLLECTORS = (Collector("organization", OrgFacts, (DESCRIBE, LIST_ACCOUNTS, LIST_FEATURES), collect),)
