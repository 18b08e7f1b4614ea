"""Security Hub standards with controls for public buckets: S3.1, S3.2, S3.3 and S3.8.

https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html
"""

from __future__ import annotations

from collections.abc import Mapping

from scanners.engine.facts.securityhub import HubFacts, Standard
from scanners.engine.facts.unknown import Reason, Unknown

# Name and version, as the ARN of a standard ends: whether it includes one of the controls.
STANDARDS: Mapping[str, bool] = {
    "aws-foundational-security-best-practices/v/1.0.0": True,
    "aws-resource-tagging-standard/v/1.0.0": False,
    "cis-aws-foundations-benchmark/v/1.2.0": False,
    "cis-aws-foundations-benchmark/v/1.4.0": True,
    "cis-aws-foundations-benchmark/v/3.0.0": True,
    "cis-aws-foundations-benchmark/v/5.0.0": True,
    "nist-800-53/v/5.0.0": True,
    "nist-800-171/v/2.0.0": False,
    "pci-dss/v/3.2.1": True,
    "pci-dss/v/4.0.1": True,
    "service-managed-aws-control-tower/v/1.0.0": True,
}


def looks_for_public_buckets(hub: HubFacts) -> bool | Unknown:
    """True if a ready standard includes one of the controls; Unknown for a standard that is not listed here."""
    if isinstance(hub.standards, Unknown):
        return hub.standards
    ready = [one for one in hub.standards if one.status == "READY"]
    known = [STANDARDS.get(_name(one)) for one in ready]
    if True in known:
        return True
    strange = next((one for one, has_controls in zip(ready, known, strict=True) if has_controls is None), None)
    if strange is None:
        return False
    detail = (
        f"Security Hub standard {_name(strange)[:120]} is not known to this check. Check whether "
        "it has controls for public buckets."
    )
    return Unknown(Reason.NOT_COLLECTED, "", detail)


def _name(standard: Standard) -> str:
    """The end of `arn:aws:securityhub:eu-west-1::standards/pci-dss/v/4.0.1` or of `...:::ruleset/...`."""
    return standard.arn.rpartition(":")[2].partition("/")[2]
