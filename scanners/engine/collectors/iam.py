"""IAM's single calls. Users, roles and their passwords come in bulk: see iam_details and iam_report."""

from __future__ import annotations

from scanners.engine.aws.operations import Operation, Paging
from scanners.engine.collectors.collector import Collector, Context, read, read_all
from scanners.engine.collectors.shape import (
    Fields,
    flag_or,
    moment_or_none,
    number_or,
    structure,
    structures,
    text,
    text_or,
)
from scanners.engine.facts.iam import (
    IamSummary,
    IdentityProviders,
    PasswordPolicy,
    PasswordPolicyFacts,
    SamlProvider,
    ServiceCredential,
    ServiceCredentials,
    VirtualMfaFacts,
)
from scanners.engine.facts.unknown import Unknown

GET_SUMMARY = Operation("iam", "GetAccountSummary", "iam:GetAccountSummary")
GET_PASSWORD_POLICY = Operation("iam", "GetAccountPasswordPolicy", "iam:GetAccountPasswordPolicy")
LIST_VIRTUAL_MFA = Operation("iam", "ListVirtualMFADevices", "iam:ListVirtualMFADevices")
LIST_SAML = Operation("iam", "ListSAMLProviders", "iam:ListSAMLProviders")
LIST_OIDC = Operation("iam", "ListOpenIDConnectProviders", "iam:ListOpenIDConnectProviders")
LIST_SERVICE_CREDENTIALS = Operation(
    "iam", "ListServiceSpecificCredentials", "iam:ListServiceSpecificCredentials", paging=Paging("Marker", "Marker")
)


def collect_summary(context: Context) -> IamSummary | Unknown:
    """Live counts, the root's credentials among them."""

    def parse(answer: Fields) -> IamSummary:
        counts = structure(answer, "SummaryMap")

        def count(name: str) -> int | None:
            return number_or(counts, name, 0) if name in counts else None

        return IamSummary(
            root_mfa_enabled=count("AccountMFAEnabled"),
            root_password_present=count("AccountPasswordPresent"),
            root_access_keys=count("AccountAccessKeysPresent"),
            root_signing_certificates=count("AccountSigningCertificatesPresent"),
            users=count("Users"),
        )

    return read(context, GET_SUMMARY, parse)


def collect_password_policy(context: Context) -> PasswordPolicyFacts | Unknown:
    """The account's password policy; NoSuchEntity says that there is none."""

    def parse(answer: Fields) -> PasswordPolicyFacts:
        policy = structure(answer, "PasswordPolicy")
        return PasswordPolicyFacts(
            PasswordPolicy(
                minimum_length=number_or(policy, "MinimumPasswordLength", 0),
                require_symbols=flag_or(policy, "RequireSymbols", False),
                require_numbers=flag_or(policy, "RequireNumbers", False),
                require_uppercase=flag_or(policy, "RequireUppercaseCharacters", False),
                require_lowercase=flag_or(policy, "RequireLowercaseCharacters", False),
                reuse_prevention=number_or(policy, "PasswordReusePrevention", 0),
                max_age_days=number_or(policy, "MaxPasswordAge", 0),
                hard_expiry=flag_or(policy, "HardExpiry", False),
            )
        )

    return read(context, GET_PASSWORD_POLICY, parse, absent={"NoSuchEntity": PasswordPolicyFacts(None)})


def collect_virtual_mfa(context: Context) -> VirtualMfaFacts | Unknown:
    """Whose the assigned virtual MFA devices are."""

    def owner(device: Fields) -> str:
        return text(structure(device, "User"), "Arn")

    owners = read_all(context, LIST_VIRTUAL_MFA, "VirtualMFADevices", owner, AssignmentStatus="Assigned", MaxItems=1000)
    return owners if isinstance(owners, Unknown) else VirtualMfaFacts(owners)


def collect_providers(context: Context) -> IdentityProviders:
    """SAML and OpenID Connect providers."""

    def saml(answer: Fields) -> tuple[SamlProvider, ...]:
        entries = structures(answer, "SAMLProviderList")
        return tuple(SamlProvider(text(entry, "Arn"), moment_or_none(entry, "ValidUntil")) for entry in entries)

    def oidc(answer: Fields) -> tuple[str, ...]:
        return tuple(text(entry, "Arn") for entry in structures(answer, "OpenIDConnectProviderList"))

    return IdentityProviders(read(context, LIST_SAML, saml), read(context, LIST_OIDC, oidc))


def collect_service_credentials(context: Context) -> ServiceCredentials | Unknown:
    """Service-specific credentials of all users in one listing."""

    def parse(credential: Fields) -> ServiceCredential:
        return ServiceCredential(
            user_name=text(credential, "UserName"),
            service=text(credential, "ServiceName"),
            status=text_or(credential, "Status"),
            created_at=moment_or_none(credential, "CreateDate"),
            expires_at=moment_or_none(credential, "ExpirationDate"),
        )

    found = read_all(
        context, LIST_SERVICE_CREDENTIALS, "ServiceSpecificCredentials", parse, AllUsers=True, MaxItems=1000
    )
    return found if isinstance(found, Unknown) else ServiceCredentials(found)


COLLECTORS = (
    Collector("iam.summary", IamSummary, (GET_SUMMARY,), collect_summary),
    Collector("iam.password_policy", PasswordPolicyFacts, (GET_PASSWORD_POLICY,), collect_password_policy),
    Collector("iam.virtual_mfa", VirtualMfaFacts, (LIST_VIRTUAL_MFA,), collect_virtual_mfa),
    Collector("iam.providers", IdentityProviders, (LIST_SAML, LIST_OIDC), collect_providers),
    Collector("iam.service_credentials", ServiceCredentials, (LIST_SERVICE_CREDENTIALS,), collect_service_credentials),
)
