"""No external principal can assume a role without a condition that identifies it."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._gaps import DETAILS_ACTION, unreadable_policy
from scanners.engine.checks.identity._issuers import COGNITO, SHARED, issuer_of
from scanners.engine.checks.identity._pinning import Pinning
from scanners.engine.checks.identity._tokens import names_other_issuer, token_pinning
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, review, unknown
from scanners.engine.counts import counted
from scanners.engine.facts.conditions import strict_conditions
from scanners.engine.facts.iam import AuthorizationDetails, IamRole
from scanners.engine.facts.matching import covers_action, pattern_matches
from scanners.engine.facts.policies import Condition, Statement
from scanners.engine.facts.trust import ExternalId, bounding_condition, external_id, is_exact, names_everybody
from scanners.engine.scope import Scope

_ASSUME_ACTIONS = ("sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML")
_SAML_KEYS = ("saml:aud", "saml:iss", "saml:sub", "saml:namequalifier")

check = Check(
    id="role_trust_not_open",
    title="No role trusts everyone",
    question="Can any external principal assume a role?",
    needs=(AuthorizationDetails,),
    severity=Severity.CRITICAL,
    weight=Weight.DECISIVE,
    fix="Name the principals that may assume the role. For web identities, require the exact subject and audience.",
    cli="aws iam update-assume-role-policy --role-name ... --policy-document file://trust.json",
    console="IAM > Roles > the role > Trust relationships > Edit trust policy.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
)


@check.judge
def judge(scope: Scope, details: AuthorizationDetails) -> Iterator[Verdict]:
    """One verdict for each role at risk, otherwise one PASS for the account."""
    found, judged = [], [role for role in details.roles if not role.is_reserved]
    for role in judged:
        verdicts = [_judge_statement(role, one) for one in role.trust.allows if _is_assume(one)]
        found += [verdict for verdict in verdicts if verdict]
        if not role.trust.is_readable:
            found.append(unknown(role.arn, unreadable_policy(role.trust, action=DETAILS_ACTION)))
    yield from found
    if not judged:
        yield not_applicable(scope.account_arn, "no_roles", "The account has only roles that AWS created.")
    elif not found:
        yield passed(
            scope.account_arn, f"{counted(len(judged), 'role')}, none of which trusts everyone.", roles=len(judged)
        )


def _is_assume(statement: Statement) -> bool:
    return any(covers_action(statement, action) for action in _ASSUME_ACTIONS)


def _judge_statement(role: IamRole, statement: Statement) -> Verdict | None:
    if names_everybody(statement) and not bounding_condition(statement):
        if external_id(statement) is ExternalId.REQUIRED:
            message = f"Role {role.name} can be assumed from any AWS account that knows its external ID."
        else:
            message = f"Role {role.name} can be assumed from any AWS account."
        return failed(role.arn, message, statement=statement.label)
    providers = [one.value for one in statement.principals if one.kind == "Federated"]
    for provider in providers:
        judge_one = _judge_saml if ":saml-provider/" in provider else _judge_provider
        if verdict := judge_one(role, statement, provider):
            return verdict
    return None


def _judge_saml(role: IamRole, statement: Statement, provider: str) -> Verdict | None:
    """REVIEW without a condition on the audience: an assertion for another service could be used here."""
    if any(one.key in _SAML_KEYS and is_exact(one) for one in strict_conditions(statement.conditions)):
        return None
    message = f"Role {role.name} accepts SAML assertions for any audience. Add a condition on SAML:aud."
    return review(role.arn, message, statement=statement.label, provider=provider)


def _judge_provider(role: IamRole, statement: Statement, provider: str) -> Verdict | None:
    """The audience alone does not identify the owner of a token of an issuer that many customers share."""
    issuer = issuer_of(provider)
    seen = {"statement": statement.label, "provider": provider}
    if issuer in COGNITO:
        return _judge_cognito(role, statement, issuer, seen)
    pinning = token_pinning(issuer, statement)
    if pinning is Pinning.PINNED:
        return None
    if pinning is Pinning.WIDE:
        what = "tokens" if issuer in SHARED else "subjects or audiences"
        message = (
            f"Role {role.name} trusts {issuer} with conditions that may match {what} of other customers. Confirm that "
            "all of them are yours, or require the exact subject without wildcards."
        )
        return review(role.arn, message, **seen)
    if names_other_issuer(issuer, statement):
        message = f"Role {role.name} trusts {issuer}, but its conditions are for claims of another issuer."
        return review(role.arn, message, **seen)
    message = f"Role {role.name} can be assumed by anyone with a token of {issuer}."
    return failed(role.arn, message, **seen)


def _judge_cognito(role: IamRole, statement: Statement, issuer: str, seen: dict[str, str]) -> Verdict | None:
    """The audience is an identity pool, which may allow unauthenticated identities."""
    conditions = strict_conditions(statement.conditions)
    if not any(one.key in (f"{issuer}:aud", f"{issuer}:sub") and is_exact(one) for one in conditions):
        message = f"Role {role.name} can be assumed by anyone with a token of {issuer}."
        return failed(role.arn, message, **seen)
    if not any(_demands_sign_in(one, issuer) for one in conditions):
        message = (
            f"Role {role.name} can be assumed by unauthenticated identities of its Cognito identity pool, "
            "if the pool allows them."
        )
        return review(role.arn, message, **seen)
    return None


def _demands_sign_in(condition: Condition, issuer: str) -> bool:
    """The claim `amr` is "unauthenticated" for identities that did not sign in."""
    is_how = condition.key == f"{issuer}:amr" and condition.operator in ("stringequals", "stringlike")
    is_skipped = condition.if_exists or condition.qualifier == "forallvalues"
    return is_how and not is_skipped and not any(pattern_matches(one, "unauthenticated") for one in condition.values)
