"""What the processes of the stack are told: the same variables a deployment sets, plus the simulated AWS."""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from devstack.simulated_aws.credentials import PORTAL_ROLE_ARN, portal_credentials
from devstack.supervisor.layout import Layout
from devstack.supervisor.leftovers import MARK

OWNER, APP, DATABASE = "ftr_owner", "ftr_app", "ftrportal"
SECRETS = ("secret_key", "signing_key", "owner_password", "app_password")
# Would win over the values set here, or mix a real account into the simulated one.
NOT_INHERITED = ("SECRET_KEY_FILE", "SIGNING_KEY_FILE", "DATABASE_URL_FILE", "REDIS_URL_FILE", "PYTHONWARNINGS")
HOMEBREW = "/opt/homebrew/lib:/usr/local/lib"


class RealAwsIncomplete(Exception):
    """`AWS=real` was asked for without what it needs; the message says what."""


@dataclass(frozen=True)
class Addresses:
    """Where the parts of this run listen."""

    web: int
    database: int
    broker_url: str
    aws: int | None


def base_environment(layout: Layout, inherited: Mapping[str, str]) -> dict[str, str]:
    """For every process: the person's own environment without what would surprise, and the mark of this stack."""
    environment = {name: value for name, value in inherited.items() if name not in NOT_INHERITED}
    environment |= {MARK: str(layout.var), "PYTHONUNBUFFERED": "1", "DJANGO_SETTINGS_MODULE": "ftrportal.settings.dev"}
    if sys.platform == "darwin":
        environment.setdefault("DYLD_FALLBACK_LIBRARY_PATH", HOMEBREW)
    return environment


def portal_environment(
    layout: Layout, addresses: Addresses, kept: Mapping[str, str], *, base: Mapping[str, str]
) -> dict[str, str]:
    """For web, worker and scheduler: they serve as the role that owns nothing. Raises RealAwsIncomplete."""
    aws = _real_aws(base) if addresses.aws is None else _simulated_aws(base, addresses.aws)
    return {
        **aws,
        "SECRET_KEY": kept["secret_key"],
        "SIGNING_KEY": kept["signing_key"],
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "PORTAL_URL": f"http://localhost:{addresses.web}",
        "DATABASE_URL": _database_url(APP, kept["app_password"], addresses.database),
        "DATABASE_APP_ROLE": APP,
        "REDIS_URL": addresses.broker_url,
        "MEDIA_ROOT": str(layout.var / "media"),
        "STATIC_ROOT": str(layout.var / "static"),
        "EMAIL_FILE_PATH": str(layout.mail),
    }


def owner_environment(portal: Mapping[str, str], kept: Mapping[str, str], *, database: int) -> dict[str, str]:
    """For migrations: the same, as the role that owns the tables."""
    return {**portal, "DATABASE_URL": _database_url(OWNER, kept["owner_password"], database)}


def kept_secrets(path: Path) -> dict[str, str]:
    """Passwords and the signing key, made once and kept, so that sessions and data outlive a restart."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        kept = {}
    missing = {name: secrets.token_urlsafe(48) for name in SECRETS if name not in kept}
    if missing:
        write_private(path, json.dumps(kept | missing))
    return {**kept, **missing}


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner reads, from its first byte on."""
    partial = path.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    partial.replace(path)


def _database_url(role: str, password: str, port: int) -> str:
    return f"postgresql://{role}:{password}@127.0.0.1:{port}/{DATABASE}"


def _simulated_aws(base: Mapping[str, str], port: int) -> dict[str, str]:
    """No variable, file or metadata service of the machine may lend its real credentials to the simulation."""
    kept = {name: value for name, value in base.items() if not name.startswith(("AWS_", "PORTAL_AWS_"))}
    kept.pop("AWS", None)
    no_proxy = ",".join(filter(None, [base.get("no_proxy") or base.get("NO_PROXY", ""), "localhost,127.0.0.1"]))
    endpoint = f"http://127.0.0.1:{port}"
    return {
        **kept,
        **portal_credentials().as_environment(),
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_DISABLE_HOST_PREFIX_INJECTION": "true",
        "NO_PROXY": no_proxy,
        "no_proxy": no_proxy,
        "PORTAL_AWS_ENDPOINT_URL": endpoint,
        "PORTAL_AWS_CONSOLE_URL": endpoint,
        "PORTAL_AWS_PRINCIPAL_ARN": PORTAL_ROLE_ARN,
    }


def _real_aws(base: Mapping[str, str]) -> dict[str, str]:
    if not base.get("PORTAL_AWS_PRINCIPAL_ARN"):
        raise RealAwsIncomplete(
            "AWS=real needs PORTAL_AWS_PRINCIPAL_ARN: the ARN of the role or user whose credentials this machine has; "
            "customers' roles will trust it. See docs/operating.md."
        )
    return dict(base)
