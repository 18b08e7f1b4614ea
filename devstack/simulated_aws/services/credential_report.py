"""The credential report as AWS writes it: root's row first, `N/A` and `not_supported` where AWS puts them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from devstack.simulated_aws.state.accounts import Account, Root

COLUMNS = (
    "user",
    "arn",
    "user_creation_time",
    "password_enabled",
    "password_last_used",
    "password_last_changed",
    "password_next_rotation",
    "mfa_active",
    "access_key_1_active",
    "access_key_1_last_rotated",
    "access_key_1_last_used_date",
    "access_key_1_last_used_region",
    "access_key_1_last_used_service",
    "access_key_2_active",
    "access_key_2_last_rotated",
    "access_key_2_last_used_date",
    "access_key_2_last_used_region",
    "access_key_2_last_used_service",
    "cert_1_active",
    "cert_1_last_rotated",
    "cert_2_active",
    "cert_2_last_rotated",
)
_NO_KEY = ("false", "N/A", "N/A", "N/A", "N/A")


def credential_report(account: Account, *, users: Sequence[Any]) -> str:
    """The CSV text for the account's root user and moto's `users`."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerow(_root_row(account))
    writer.writerows(_user_row(user) for user in users)
    return text.getvalue().rstrip("\n")


def _root_row(account: Account) -> list[str]:
    root = account.root
    return [
        "<root_account>",
        f"arn:aws:iam::{account.account_id}:root",
        account.created_at,
        _flag(root.password_enabled),
        root.password_last_used if root.password_enabled else "N/A",
        "not_supported",
        "not_supported",
        _flag(root.mfa_enabled),
        *_root_keys(root),
        _flag(root.signing_certificate),
        account.created_at if root.signing_certificate else "N/A",
        "false",
        "N/A",
    ]


def _root_keys(root: Root) -> list[str]:
    cells: list[str] = []
    for key in root.keys[:2]:
        used = key.last_used_at != "N/A"
        where = ("us-east-1", "s3") if used else ("N/A", "N/A")
        cells += [_flag(key.active), key.created_at, key.last_used_at, *where]
    return [*cells, *_NO_KEY * (2 - len(root.keys[:2]))]


def _user_row(user: Any) -> list[str]:
    has_password = bool(user.password)
    last_used = _time(user.password_last_used) if user.password_last_used else "no_information"
    keys = [cell for key in user.access_keys[:2] for cell in _key_cells(key)]
    certificates = list(user.signing_certificates.values())
    return [
        user.name,
        user.arn,
        _time(user.create_date),
        _flag(has_password),
        last_used if has_password else "N/A",
        _time(user.create_date) if has_password else "N/A",
        "N/A",
        _flag(bool(user.mfa_devices)),
        *keys,
        *_NO_KEY * (2 - len(user.access_keys[:2])),
        *_certificate_cells(certificates, 0),
        *_certificate_cells(certificates, 1),
    ]


def _key_cells(key: Any) -> list[str]:
    used = key.last_used
    last_use = [_time(used.timestamp), used.region, used.service] if used else ["N/A", "N/A", "N/A"]
    return [_flag(key.status == "Active"), _time(key.create_date), *last_use]


def _certificate_cells(certificates: Sequence[Any], index: int) -> list[str]:
    if index >= len(certificates):
        return ["false", "N/A"]
    found = certificates[index]
    return [_flag(found.status == "Active"), _time(found.upload_date)]


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S+00:00")
