"""Fills a running simulator with the demo accounts: one with good and bad settings, one with everything right."""

from __future__ import annotations

from devstack.simulated_aws.demo.hardened import seed_hardened, seed_log_archive
from devstack.simulated_aws.demo.organization import seed_organization
from devstack.simulated_aws.demo.workload import seed_workload
from devstack.simulated_aws.running import SimulatedAws


def seed_demo(endpoint_url: str) -> None:
    """Accounts 111122223333 (mixed), 444455556666 (good), 777788889999 (its log archive), 888800001111 (a manager)."""
    aws = SimulatedAws(endpoint_url)
    seed_workload(aws)
    seed_log_archive(aws)
    seed_hardened(aws)
    seed_organization(aws)
