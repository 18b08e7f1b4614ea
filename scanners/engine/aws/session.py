"""The only place that assumes a customer's role. Credentials stay in this process's memory and in no text."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NoReturn

from botocore.exceptions import BotoCoreError, ClientError

from scanners.engine.aws.clients import customer_client, portal_sts
from scanners.engine.aws.errors import DENIED, PARSER_ERRORS, THROTTLED, TOKEN_EXPIRED, TOKEN_NOT_ACCEPTED, failure
from scanners.engine.aws.roles import RoleRef, check_reachable, session_name
from scanners.engine.aws.settings import AwsSettings
from scanners.engine.aws.transport import Transport
from scanners.engine.facts.unknown import Reason

SESSION_SECONDS = 3600
_OWN_CREDENTIALS = TOKEN_NOT_ACCEPTED | TOKEN_EXPIRED | {"SignatureDoesNotMatch", "IncompleteSignature"}
_POLICY_REFUSED = frozenset({"PackedPolicyTooLarge", "MalformedPolicyDocument", "PackedPolicyTooLargeException"})


class AssumeFailed(Exception):
    """STS gave no session. `is_refusal` only where AWS clearly said no; `message_id` is in the catalogue."""

    def __init__(self, message_id: str, *, detail: str = "", is_refusal: bool = False) -> None:
        super().__init__(message_id)
        self.message_id = message_id
        self.detail = detail
        self.is_refusal = is_refusal


@dataclass(frozen=True, slots=True)
class Credentials:
    """Temporary credentials of one assumed role session."""

    access_key_id: str = field(repr=False)
    secret_access_key: str = field(repr=False)
    session_token: str = field(repr=False)
    expires_at: datetime

    def __reduce__(self) -> NoReturn:
        raise TypeError("credentials never leave this process")


@dataclass(frozen=True, slots=True)
class SessionPart:
    """One AssumeRole of a scan: its inline policy, and the services whose clients it is for."""

    policy: str
    services: frozenset[str] = frozenset()


class AwsSession:
    """An assumed role: makes clients, and assumes again once when the credentials ran out during a scan.

    It holds one set of credentials for each of `parts`. A service that no part names gets those of the first.
    """

    def __init__(
        self,
        role: RoleRef,
        settings: AwsSettings,
        *,
        parts: tuple[SessionPart, ...],
        credentials: tuple[Credentials, ...],
        assume_again: Callable[[], tuple[Credentials, ...]],
        renewals: int = 1,
    ) -> None:
        self.role = role
        self.settings = settings
        self._part_of = {service: place for place, part in enumerate(parts) for service in part.services}
        self._credentials = credentials
        self._assume_again = assume_again
        self._renewals_left = renewals
        self._transport = Transport()
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"AwsSession({self.role.arn}, until {self.expires_at:%H:%M})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a session never leaves this process")

    @property
    def account_id(self) -> str:
        """The account the role lives in."""
        return self.role.account_id

    @property
    def partition(self) -> str:
        """The partition the role lives in."""
        return self.role.partition

    @property
    def home_region(self) -> str:
        """Where calls to global services are signed for."""
        return self.settings.sts_region

    @property
    def expires_at(self) -> datetime:
        """When the first of the credentials end."""
        return _first_end(self._credentials)

    def client(self, service: str, region: str) -> Any:
        """A botocore client that sends over this session's connections."""
        with self._lock:
            credentials = self._credentials[self._part_of.get(service, 0)]
        client = customer_client(
            service,
            region,
            settings=self.settings,
            access_key_id=credentials.access_key_id,
            secret_access_key=credentials.secret_access_key,
            session_token=credentials.session_token,
        )
        self._transport.attach(client)
        return client

    def renew(self, used_until: datetime) -> bool:
        """Assume the role again if the credentials that ended at `used_until` are still the current ones."""
        with self._lock:
            if _first_end(self._credentials) != used_until:
                return True
            if self._renewals_left <= 0:
                return False
            self._renewals_left -= 1
            self._credentials = self._assume_again()
            return True

    def close(self) -> None:
        """Close connections; the credentials end by themselves."""
        self._transport.close()


def assume(role: RoleRef, *, settings: AwsSettings, purpose: str, parts: tuple[SessionPart, ...]) -> AwsSession:
    """Assume the customer's role once for each part, narrowed by its policy. `purpose` names us in their CloudTrail."""
    check_reachable(role, settings)
    if not parts:
        raise ValueError("no role is assumed without a session policy")

    def again() -> tuple[Credentials, ...]:
        return tuple(
            try_assume(
                role, settings=settings, purpose=purpose, session_policy=part.policy, external_id=role.external_id
            )
            for part in parts
        )

    return AwsSession(role, settings, parts=parts, credentials=again(), assume_again=again)


def try_assume(
    role: RoleRef, *, settings: AwsSettings, purpose: str, session_policy: str, external_id: str | None
) -> Credentials:
    """One AssumeRole call; only the connection's probes pass an external id that is not the role's."""
    check_reachable(role, settings)
    if not session_policy:
        raise ValueError("no role is assumed without a session policy")
    parameters = {
        "RoleArn": role.arn,
        "RoleSessionName": session_name(purpose),
        "DurationSeconds": SESSION_SECONDS,
        "Policy": session_policy,
    }
    if external_id is not None:
        parameters["ExternalId"] = external_id
    try:
        return _credentials(portal_sts(settings).assume_role(**parameters))
    except (BotoCoreError, ClientError, *PARSER_ERRORS) as error:
        raise _assume_failed(error) from None


def _first_end(credentials: tuple[Credentials, ...]) -> datetime:
    return min(one.expires_at for one in credentials)


def _credentials(answer: dict[str, Any]) -> Credentials:
    found = answer["Credentials"]
    expires_at = found["Expiration"]
    if not isinstance(expires_at, datetime):
        raise TypeError("Expiration")
    return Credentials(
        str(found["AccessKeyId"]),
        str(found["SecretAccessKey"]),
        str(found["SessionToken"]),
        expires_at if expires_at.tzinfo else expires_at.replace(tzinfo=UTC),
    )


def _assume_failed(error: Exception) -> AssumeFailed:
    failed = failure(error, "sts:AssumeRole")
    detail, code = failed.gap.detail, failed.code
    if code in _OWN_CREDENTIALS or code == "NoCredentials":
        return AssumeFailed("portal.credentials_rejected", detail=detail)
    if code in _POLICY_REFUSED:
        return AssumeFailed("portal.session_policy_rejected", detail=detail)
    if code == "RegionDisabledException":
        return AssumeFailed("portal.sts_region_disabled", detail=detail)
    if code in DENIED:
        return AssumeFailed("connection.role_not_assumable", detail=detail, is_refusal=True)
    if code in THROTTLED or failed.gap.reason in (Reason.THROTTLED, Reason.TIMEOUT):
        return AssumeFailed("aws.unavailable", detail=detail)
    return AssumeFailed("aws.unexpected", detail=detail)
