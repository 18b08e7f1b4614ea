"""A role that anybody can take on belongs to anybody."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._gaps import DETAILS_ACTION, unreadable_policy
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, review, unknown
from scanners.engine.facts.iam import AuthorizationDetails, IamRole
from scanners.engine.facts.matching import covers_action, pattern_matches
from scanners.engine.facts.policies import Condition, Statement
from scanners.engine.facts.trust import ExternalId, bounding_condition, external_id, is_exact, names_everybody
from scanners.engine.scope import Scope

_ASSUME_ACTIONS = ("sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML")
# Issuers of tokens for the whole world; one with a path after the host is a single customer's own.
_SHARED_ISSUERS = frozenset(
    [
        "token.actions.githubusercontent.com",
        "gitlab.com",
        "api.bitbucket.org",
        "oidc.circleci.com",
        "app.terraform.io",
        "agent.buildkite.com",
        "oidc.codefresh.io",
        "oidc.vercel.com",
    ]
)
# Whose token it is. How somebody signed in (amr), or an audience anybody may ask for (oaud), does not tell.
_CLAIMS = ("sub", "aud", "app_id")
_COGNITO = "cognito-identity.amazonaws.com"
_SAML_KEYS = ("saml:aud", "saml:iss", "saml:sub", "saml:namequalifier")

check = Check(
    id="role_trust_not_open",
    title="No role is open to anybody",
    question="Can anybody outside take on one of the roles?",
    needs=(AuthorizationDetails,),
    severity=Severity.CRITICAL,
    weight=Weight.DECISIVE,
    fix="Name the principal that may take on the role; for web identities pin the subject and the audience.",
    cli="aws iam update-assume-role-policy --role-name ... --policy-document file://trust.json",
    console="IAM > Roles > the role > Trust relationships > Edit trust policy.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
)


@check.judge
def judge(scope: Scope, details: AuthorizationDetails) -> Iterator[Verdict]:
    """Only troubles are listed one by one."""
    found, judged = [], [role for role in details.roles if not role.is_reserved]
    for role in judged:
        verdicts = [_judge_statement(role, one) for one in role.trust.allows if _is_assume(one)]
        found += [verdict for verdict in verdicts if verdict]
        if not role.trust.is_readable:
            found.append(unknown(role.arn, unreadable_policy(role.trust, action=DETAILS_ACTION)))
    yield from found
    if not judged:
        yield not_applicable(scope.account_arn, "no_roles", "There are no roles but those that AWS writes itself.")
    elif not found:
        yield passed(scope.account_arn, f"None of {len(judged)} roles is open to anybody.", roles=len(judged))


def _is_assume(statement: Statement) -> bool:
    return any(covers_action(statement, action) for action in _ASSUME_ACTIONS)


def _judge_statement(role: IamRole, statement: Statement) -> Verdict | None:
    if names_everybody(statement) and not bounding_condition(statement):
        if external_id(statement) is ExternalId.REQUIRED:
            message = f"Role {role.name} can be taken on from every AWS account that knows its external id."
        else:
            message = f"Role {role.name} can be taken on from every AWS account."
        return failed(role.arn, message, statement=statement.label)
    providers = [one.value for one in statement.principals if one.kind == "Federated"]
    for provider in providers:
        judge_one = _judge_saml if ":saml-provider/" in provider else _judge_provider
        if verdict := judge_one(role, statement, provider):
            return verdict
    return None


def _judge_saml(role: IamRole, statement: Statement, provider: str) -> Verdict | None:
    """The provider is one's own, but an assertion it made for another service could be used here."""
    if any(one.key in _SAML_KEYS and is_exact(one) for one in statement.conditions):
        return None
    message = f"Role {role.name} takes SAML assertions for any audience; add a condition on SAML:aud."
    return review(role.arn, message, statement=statement.label, provider=provider)


def _judge_provider(role: IamRole, statement: Statement, provider: str) -> Verdict | None:
    """Shared issuers sign tokens for the whole world, so the audience alone does not tell whose build it is."""
    issuer = provider.rpartition(":oidc-provider/")[2].lower()
    claims = [one for one in statement.conditions if one.key.rpartition(":")[2] in _CLAIMS]
    pinned = [one for one in claims if _pins(one)]
    needs_subject = issuer in _SHARED_ISSUERS
    subjects = [one for one in pinned if one.key.endswith(":sub")]
    if not pinned or (needs_subject and not subjects):
        message = f"Role {role.name} can be taken on by anybody with a token of {issuer}."
        return failed(role.arn, message, statement=statement.label, provider=provider)
    if issuer == _COGNITO and not any(_demands_sign_in(one) for one in statement.conditions):
        message = (
            f"Role {role.name} can be taken on by visitors of an identity pool who did not sign in, if it lets any in."
        )
        return review(role.arn, message, statement=statement.label, provider=provider)
    if any("*" in value or "?" in value for one in subjects if one.operator == "stringlike" for value in one.values):
        message = f"Role {role.name} trusts {issuer} for subjects with a wildcard; make sure all of them are yours."
        return review(role.arn, message, statement=statement.label, provider=provider)
    return None


def _demands_sign_in(condition: Condition) -> bool:
    """How the visitor signed in is told by `amr`, which holds "unauthenticated" for who did not."""
    is_how = condition.key == f"{_COGNITO}:amr" and condition.operator in ("stringequals", "stringlike")
    is_skipped = condition.if_exists or condition.qualifier == "forallvalues"
    return is_how and not is_skipped and not any(pattern_matches(one, "unauthenticated") for one in condition.values)


def _pins(condition: Condition) -> bool:
    """`repo:*` and the like pin nothing: some text must stand after the kind."""
    if not is_exact(condition):
        return False
    if condition.operator != "stringlike" or not condition.key.endswith(":sub"):
        return True
    return all(_first_part_is_literal(value) for value in condition.values)


def _first_part_is_literal(subject: str) -> bool:
    """The owner in `repo:owner/name:...` must be spelled out: anybody may call themselves `owner-too`."""
    _, colon, rest = subject.partition(":")
    owner = (rest if colon else subject).split("/")[0].split(":")[0]
    return bool(owner) and not set("*?") & set(owner)
