"""The only place that assumes a customer's role. Credentials stay in this process's memory and in no text."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any, NoReturn, cast
from urllib.parse import urlsplit, urlunsplit

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.loaders import Loader

from scanners.aws.errors import DENIED, PARSER_ERRORS, THROTTLED, TOKEN_EXPIRED, TOKEN_NOT_ACCEPTED, failure
from scanners.aws.models import lean_loader
from scanners.aws.roles import RoleRef, check_reachable, session_name
from scanners.aws.settings import AwsSettings
from scanners.aws.transport import CONNECT_TIMEOUT, READ_TIMEOUT, Transport
from scanners.facts.unknown import Reason

SESSION_SECONDS = 3600
MAX_ATTEMPTS = 5
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
        self._botocore = _new_session(lean_loader())

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
        """A botocore client; making one is not safe for threads, so it happens under a lock."""
        with self._lock:
            credentials = self._credentials[self._part_of.get(service, 0)]
            client = self._botocore.create_client(
                service,
                region_name=region,
                endpoint_url=self.settings.endpoint_url,
                aws_access_key_id=credentials.access_key_id,
                aws_secret_access_key=credentials.secret_access_key,
                aws_session_token=credentials.session_token,
                config=_config(self.settings),
            )
            self._transport.attach(client)
            if self.settings.endpoint_url:
                client.meta.events.register("before-call.s3-control", _keep_host)
            return client

    def regions_of(self, service: str) -> frozenset[str]:
        """Regions botocore knows the service in; empty where it does not say."""
        with self._lock:
            return frozenset(self._botocore.get_available_regions(service, partition_name=self.partition))

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
        return _credentials(_sts(settings).assume_role(**parameters))
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


@lru_cache(maxsize=4)
def _sts(settings: AwsSettings) -> Any:
    """The portal's own regional STS client: botocore refreshes a machine identity's credentials inside it."""
    own = settings.portal_credentials
    return _new_session(_whole_loader()).create_client(
        "sts",
        region_name=settings.sts_region,
        endpoint_url=settings.endpoint_url,
        aws_access_key_id=own.access_key_id if own else None,
        aws_secret_access_key=own.secret_access_key if own else None,
        config=_config(settings),
    )


def _new_session(loader: Loader) -> botocore.session.Session:
    """A botocore session that shares the service models with all others and reads no shared configuration file."""
    session = botocore.session.Session()
    session.register_component("data_loader", loader)
    return session


@cache
def _whole_loader() -> Loader:
    """Service models as they are, for the portal's own calls."""
    return cast(Loader, botocore.session.Session().get_component("data_loader"))


def _config(settings: AwsSettings) -> Config:
    return Config(
        connect_timeout=CONNECT_TIMEOUT,
        read_timeout=READ_TIMEOUT,
        retries={"mode": "adaptive", "total_max_attempts": MAX_ATTEMPTS},
        max_pool_connections=16,
        user_agent_extra="ftr-portal",
        # A stand-in answers at one address: no bucket name may be put before it.
        s3={"addressing_style": "path"} if settings.endpoint_url else None,
    )


def _keep_host(params: dict[str, Any], **_: object) -> None:
    """S3 Control puts the account id before the host's name, which a stand-in's address does not have.

    The id stays in the header where the real service looks for it too.
    """
    parts = urlsplit(params["url"])
    account = params["headers"].get("x-amz-account-id", "")
    params["url"] = urlunsplit(parts._replace(netloc=parts.netloc.removeprefix(f"{account}.")))
