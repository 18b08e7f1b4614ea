"""Preloads what every scan needs before the worker forks, so that its processes share the memory.

AWS's service descriptions, the checks and the session policy are a second of processor time and a third of a scan's
memory, and the same for every scan.
"""

from __future__ import annotations

import gc

from scanners.engine.aws.clients import read_descriptions
from scanners.engine.aws.regions import known_regions
from scanners.engine.checks.registry import all_checks
from scanners.engine.collectors.catalog import all_operations
from scanners.engine.role_template.session_policy import session_parts
from scanners.onboarding import installation


def warm_up() -> None:
    """Read it all; calls nobody and opens no connection."""
    all_checks()
    session_parts()
    aws = installation.aws_settings()
    known_regions(aws.partition)
    read_descriptions({operation.service for operation in all_operations()}, settings=aws)
    gc.collect()
    gc.freeze()  # what lives as long as the process is not looked at again, and stays shared with its siblings
