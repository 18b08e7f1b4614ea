"""The keys that open the simulated AWS. They are worth nothing anywhere else."""

from __future__ import annotations

from typing import NamedTuple

PORTAL_ACCOUNT = "999900001111"
PORTAL_ROLE_NAME = "FtrPortalWorker"
PORTAL_ROLE_ARN = f"arn:aws:iam::{PORTAL_ACCOUNT}:role/{PORTAL_ROLE_NAME}"
PORTAL_SESSION_NAME = "devstack"
DEMO_ACCOUNT = "111122223333"
HARDENED_ACCOUNT = "444455556666"
LOG_ARCHIVE_ACCOUNT = "777788889999"
MANAGEMENT_ACCOUNT = "888800001111"  # of an organization of its own

_ROOT_PREFIX = "AKIAROOT"
_SECRET = "simulated-secret-worth-nothing-elsewhere"


class Credentials(NamedTuple):
    """An access key pair as boto3 and the environment take it."""

    access_key_id: str
    secret_access_key: str

    def as_client_arguments(self) -> dict[str, str]:
        """The keyword arguments of `boto3.client`."""
        return {"aws_access_key_id": self.access_key_id, "aws_secret_access_key": self.secret_access_key}

    def as_environment(self) -> dict[str, str]:
        """The variables of AWS's ordinary credential chain."""
        return {"AWS_ACCESS_KEY_ID": self.access_key_id, "AWS_SECRET_ACCESS_KEY": self.secret_access_key}


def portal_credentials() -> Credentials:
    """The portal's own identity, the role `PORTAL_ROLE_ARN`: what `make run` gives the worker's environment."""
    return Credentials("AKIAPORTAL9999000011", _SECRET)


def root_credentials(account_id: str) -> Credentials:
    """The root user of any account, for seeding: may do anything, and opens an account that does not exist."""
    return Credentials(_ROOT_PREFIX + account_id, _SECRET)


def account_of_root_key(access_key_id: str) -> str | None:
    """The account a root key made here belongs to, or None for any other key."""
    account_id = access_key_id.removeprefix(_ROOT_PREFIX)
    is_root_key = access_key_id.startswith(_ROOT_PREFIX) and len(account_id) == 12 and account_id.isascii()
    return account_id if is_root_key and account_id.isdigit() else None
