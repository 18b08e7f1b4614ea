"""Secrets Manager: which secrets there are and how they are kept. Descriptions and tags are dropped."""

from __future__ import annotations

from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context
from scanners.engine.collectors.regional import read_region
from scanners.engine.collectors.shape import Fields, flag_or, moment_or_none, text, text_or
from scanners.engine.facts.secrets import Secret, SecretFacts
from scanners.engine.facts.unknown import Unknown

LIST_SECRETS = Operation("secretsmanager", "ListSecrets", "secretsmanager:ListSecrets")
_PAGE = 100


def collect(context: Context) -> SecretFacts | Unknown:
    """Secrets of one region, without those that are being deleted."""
    found = read_region(context, LIST_SECRETS, "SecretList", _secret, MaxResults=_PAGE)
    return found if isinstance(found, Unknown) else SecretFacts(found)


def _secret(secret: Fields) -> Secret:
    return Secret(
        arn=text(secret, "ARN"),
        name=text_or(secret, "Name"),
        rotates=flag_or(secret, "RotationEnabled", False),
        rotated_at=moment_or_none(secret, "LastRotatedDate"),
        changed_at=moment_or_none(secret, "LastChangedDate"),
        accessed_at=moment_or_none(secret, "LastAccessedDate"),
        created_at=moment_or_none(secret, "CreatedDate"),
        owning_service=text_or(secret, "OwningService"),
    )


COLLECTORS = (Collector("secretsmanager", SecretFacts, (LIST_SECRETS,), collect, is_regional=True),)
