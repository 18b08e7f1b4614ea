"""Root user credentials, as the account summary of IAM shows them."""

from __future__ import annotations

from scanners.engine.facts.iam import IamSummary


def has_no_credentials(summary: IamSummary) -> bool:
    """True if AWS reports no password, no access keys and no signing certificates for the root user."""
    return (
        summary.root_password_present == 0 and summary.root_access_keys == 0 and summary.root_signing_certificates == 0
    )


def has_any_credential(summary: IamSummary) -> bool:
    """True if the root user is known to have a password, an access key or a signing certificate."""
    return bool(summary.root_password_present or summary.root_access_keys or summary.root_signing_certificates)
