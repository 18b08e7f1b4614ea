"""Makes botocore's clients: for customers' accounts as small and as quick to make as botocore allows.

A scan of seventeen regions needs seven hundred of them.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import botocore.session
from botocore.config import Config
from botocore.handlers import BUILTIN_HANDLERS, json_decode_policies
from botocore.loaders import Loader
from botocore.utils import parse_timestamp

from scanners.engine.aws.models import lean_loader, whole_loader
from scanners.engine.aws.operations import declared_operations
from scanners.engine.aws.settings import AwsSettings
from scanners.engine.aws.transport import CONNECT_TIMEOUT, READ_TIMEOUT

PORTAL_ATTEMPTS = 5
# Of a call to a customer's account, for what passes at once; throttling is borne by the reader, see `limits`.
ATTEMPTS = 3
_making = threading.Lock()  # botocore makes clients of one session in one thread only


def customer_client(
    service: str, region: str, *, settings: AwsSettings, access_key_id: str, secret_access_key: str, session_token: str
) -> Any:
    """A client with the credentials of an assumed role, knowing the declared operations only."""
    with _making:
        client = _lean_session(lean_loader()).create_client(
            service,
            region_name=region,
            endpoint_url=settings.endpoint_url,
            aws_access_key_id=access_key_id,
            aws_secret_access_key=secret_access_key,
            aws_session_token=session_token,
            config=_config(settings, is_portals=False),
        )
    if settings.endpoint_url:
        client.meta.events.register("before-call.s3-control", _keep_host)
    return client


def read_descriptions(services: Iterable[str], *, settings: AwsSettings) -> None:
    """Load what the first client of each service would load; the clients themselves are not kept."""
    for service in sorted(services):
        customer_client(
            service,
            settings.sts_region,
            settings=settings,
            access_key_id="none",
            secret_access_key="none",  # noqa: S106 no secret: nothing is ever signed with it
            session_token="none",  # noqa: S106
        )


@lru_cache(maxsize=4)
def portal_sts(settings: AwsSettings) -> Any:
    """The portal's own regional STS client: botocore refreshes a machine identity's credentials inside it."""
    own = settings.portal_credentials
    session = botocore.session.Session()
    session.register_component("data_loader", whole_loader())
    return session.create_client(
        "sts",
        region_name=settings.sts_region,
        endpoint_url=settings.endpoint_url,
        aws_access_key_id=own.access_key_id if own else None,
        aws_secret_access_key=own.secret_access_key if own else None,
        config=_config(settings, is_portals=True),
    )


@lru_cache(maxsize=2)
def _lean_session(loader: Loader) -> botocore.session.Session:
    """One session for all scans of this process: it holds no credentials, those are given to each client.

    Each client copies the session's event handlers, so only those stay that an operation of ours can meet.
    """
    session = botocore.session.Session()
    session.register_component("data_loader", loader)
    session.get_component("response_parser_factory").set_parser_defaults(timestamp_parser=parse_moment)
    names = {operation for _, operation in declared_operations()}
    for event, handler, *_ in BUILTIN_HANDLERS:
        # Policies are parsed where it shows that they are used, by a parser that also sees doubled keys.
        if handler is json_decode_policies or not _can_happen(event, names):
            session.unregister(event, handler)
    return session


def parse_moment(value: Any) -> Any:
    """A time of an answer, in UTC; the usual spelling thirty times as fast as botocore, all others by botocore."""
    if isinstance(value, (int, float)):
        return datetime.fromtimestamp(value, UTC)
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return parse_timestamp(value)
    return found if found.tzinfo is not None else parse_timestamp(value)


def _can_happen(event: str, operations: set[str]) -> bool:
    """Whether a client without documentation, with these operations only, ever emits the event."""
    kind, *rest = event.split(".")
    if kind in ("docs", "getattr"):
        return False
    return len(rest) < 2 or rest[1] == "*" or rest[1] in operations


def _config(settings: AwsSettings, *, is_portals: bool) -> Config:
    return Config(
        connect_timeout=CONNECT_TIMEOUT,
        read_timeout=READ_TIMEOUT,
        retries={
            # Not "adaptive": its limiter measures by the wall clock, and one that was set back stops it for as long.
            "mode": "standard",
            "total_max_attempts": PORTAL_ATTEMPTS if is_portals else ATTEMPTS,
        },
        max_pool_connections=16,
        user_agent_extra="ftr-portal",
        # Where the transport sends, it looks for the proxy; each client doing so too would only take time.
        proxies=None if is_portals else {},
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
