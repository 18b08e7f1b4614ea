"""Issuers of OpenID Connect tokens: which serve many customers, and which claims of theirs tell one from another.

The shared issuers and the claims that AWS demands of them:
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
The claims that STS passes on as condition keys:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

GITHUB = "token.actions.githubusercontent.com"
COGNITO = frozenset(
    [
        "cognito-identity.amazonaws.com",
        "cognito-identity-us-gov.amazonaws.com",
        "cognito-identity.cn-north-1.amazonaws.com.cn",
    ]
)


@dataclass(frozen=True, slots=True)
class Issuer:
    """What tells one customer of a shared issuer from another.

    `tenant` is the beginning of a subject that names one customer, `project` one that names a single project of
    theirs; empty where the issuer does not document its subjects. `ids` are claims of which a literal value belongs to
    one customer. `audience` is how far a literal audience does: a value of one customer's own, or nothing.
    """

    tenant: str = ""
    project: str = ""
    ids: tuple[str, ...] = ()
    audience: str = ""


_X = r"[^*?:/]+"  # one name, spelled out
_PATH = r"[^*?:]+"
_END = r"(?::|$)"
_TERRAFORM = Issuer(rf"organization:{_X}{_END}", rf"organization:{_X}:project:{_X}:workspace:{_X}{_END}")
_TURBONOMIC = Issuer(rf"system:serviceaccount:{_X}{_END}", rf"system:serviceaccount:{_X}:{_X}$")
_ANY_AUDIENCE = r"[^*?]+"
_BUILDKITE_IDS = ("organization_id", "organization_slug", "pipeline_id", "cluster_id")

SHARED = {
    # On AWS's list.
    GITHUB: Issuer(),  # subjects are made from templates: see _github.py
    "vstoken.actions.githubusercontent.com": Issuer(),
    "oidc-configuration.audit-log.githubusercontent.com": Issuer(rf"https://github\.com/(?:enterprises/)?{_X}(?:/|$)"),
    "gitlab.com": Issuer(rf"project_path:{_X}/", rf"project_path:{_X}/{_PATH}{_END}", ("namespace_id", "project_id")),
    "agent.buildkite.com": Issuer(
        rf"organization:{_X}{_END}", rf"organization:{_X}:pipeline:{_X}{_END}", _BUILDKITE_IDS
    ),
    "oidc.codefresh.io": Issuer(rf"account:{_X}{_END}", rf"account:{_X}:pipeline:{_X}{_END}"),
    "studio.datachain.ai/api": Issuer(rf"credentials:{_X}(?:/|$)", rf"credentials:{_X}/{_X}{_END}"),
    "api.pulumi.com/oidc": Issuer(
        rf"pulumi:{_X}:(?:org|pulumi\.organization\.login):{_X}{_END}",
        rf"pulumi:{_X}:(?:org|pulumi\.organization\.login):{_X}:(?:project|env|currentEnvironment\.name):{_PATH}{_END}",
        audience=rf"(?:aws:)?{_X}",
    ),
    "sandboxes.cloud": Issuer(audience=_ANY_AUDIENCE),
    "scalr.io": Issuer(rf"account:{_X}{_END}", rf"account:{_X}:environment:{_X}:workspace:{_X}{_END}"),
    "tokens.cloud.shisho.dev": Issuer(rf"job:{_X}{_END}"),
    "app.terraform.io": _TERRAFORM,
    "proidc.upbound.io": Issuer(rf"mcp:{_X}(?:/|$)", rf"mcp:{_X}/{_X}{_END}"),
    "oidc.vercel.com": Issuer(
        rf"owner:{_X}{_END}", rf"owner:{_X}:project:{_X}{_END}", audience=rf"https://vercel\.com/{_X}"
    ),
    "oidc.op1.openshiftapps.com/2f785sojlpb85i7402pk3qogugim5nfb": _TURBONOMIC,
    "oidc.op1.openshiftapps.com/2c51blsaqa9gkjt0o9rt11mle8mmropu": _TURBONOMIC,
    "rh-oidc.s3.us-east-1.amazonaws.com/22ejnvnnturfmt6km08idd0nt4hekbn7": _TURBONOMIC,
    "rh-oidc.s3.us-east-1.amazonaws.com/23e3sd27sju1hoou6ohfs68vbno607tr": _TURBONOMIC,
    "rh-oidc.s3.us-east-1.amazonaws.com/23ne21h005qjl3n33d8dui5dlrmv2tmg": _TURBONOMIC,
    "rh-oidc.s3.us-east-1.amazonaws.com/24jrf12m5dj7ljlfb4ta2frhrcoadm26": _TURBONOMIC,
    # Microsoft Sentinel, of which AWS demands the name of the session.
    "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d": Issuer(),
    # Not on it, yet one issuer for all customers of a product.
    "api.pulumi.com/oidc/v2": Issuer(),
    "app.eu.terraform.io": _TERRAFORM,
    "login.app.env0.com": Issuer(),
    "oidc.circleci.com": Issuer(rf"org/{_X}(?:/|$)", rf"org/{_X}/project/{_X}(?:/|$)"),
    "api.bitbucket.org": Issuer(),
    "oidc.modal.com": Issuer(rf"modal:workspace_id:{_X}{_END}"),
    # Consumer identity providers: anyone can have an account.
    "accounts.google.com": Issuer(ids=("google/organization_number",), audience=_ANY_AUDIENCE),
    "graph.facebook.com": Issuer(ids=("app_id", "id")),
    "www.amazon.com": Issuer(ids=("app_id", "user_id")),
}
SENTINEL = "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d"

# Issuers whose address belongs to one customer, so that a token identifies the customer.
_OF_ONE_CUSTOMER = tuple(
    re.compile(pattern)
    for pattern in (
        rf"token\.actions\.githubusercontent\.com/{_X}",
        rf"token\.actions\.{_X}\.ghe\.com",
        rf"github\.com/enterprises/{_X}",
        rf"oidc\.circleci\.com/org/{_X}",
        rf"api\.bitbucket\.org/2\.0/workspaces/{_X}/pipelines-config/identity/oidc",
        rf"agent\.{_X}\.buildkite\.(?:dev|site)",
        rf"oidc\.vercel\.com/{_X}",
    )
)
# Build services, shared or with an address for each customer: their tokens speak for jobs, not for people.
_CI_HOSTS = frozenset(
    [
        GITHUB,
        "vstoken.actions.githubusercontent.com",
        "agent.buildkite.com",
        "api.bitbucket.org",
        "api.pulumi.com",
        "app.eu.terraform.io",
        "app.terraform.io",
        "gitlab.com",
        "login.app.env0.com",
        "oidc.circleci.com",
        "oidc.codefresh.io",
        "oidc.vercel.com",
        "proidc.upbound.io",
        "scalr.io",
        "tokens.cloud.shisho.dev",
    ]
)
_CI_DOMAINS = (".ghe.com", ".buildkite.dev", ".buildkite.site", ".app.spacelift.io")


def issuer_of(provider: str) -> str:
    """The issuer's address without scheme, in lower case, of a provider's ARN or host name."""
    return provider.rpartition(":oidc-provider/")[2].lower().removeprefix("https://").rstrip("/")


def is_of_one_customer(issuer: str) -> bool:
    """The address itself tells whose tokens they are, by the documentation of the service."""
    return any(pattern.fullmatch(issuer) for pattern in _OF_ONE_CUSTOMER)


def speaks_for_builds(issuer: str) -> bool:
    """A build service or a cluster, whose tokens are given to jobs."""
    host = issuer.partition("/")[0]
    return host in _CI_HOSTS or host.endswith(_CI_DOMAINS) or host.startswith("oidc.eks.")


@cache
def subject_pattern(pattern: str) -> re.Pattern[str]:
    """A compiled beginning of subjects; letters of either case, as claims of names are."""
    return re.compile(pattern, re.IGNORECASE)
