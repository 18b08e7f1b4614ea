"""What the live summary says about root's credentials."""

from __future__ import annotations

from scanners.engine.facts.iam import IamSummary


def has_no_credentials(summary: IamSummary) -> bool:
    """No password, no keys, no certificates: all three were answered, and with zero."""
    return (
        summary.root_password_present == 0 and summary.root_access_keys == 0 and summary.root_signing_certificates == 0
    )


def has_any_credential(summary: IamSummary) -> bool:
    """Some password, key or certificate is known to exist."""
    return bool(summary.root_password_present or summary.root_access_keys or summary.root_signing_certificates)
