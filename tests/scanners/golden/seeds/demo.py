"""The accounts that `make run` shows: one with problems, one mostly good. Their seeds belong to the simulated AWS."""

from __future__ import annotations

from collections.abc import Mapping

from devstack.simulated_aws.credentials import DEMO_ACCOUNT, HARDENED_ACCOUNT
from devstack.simulated_aws.running import SimulatedAws
from tests.scanners.golden.naming import database_secrets, disks_and_machines, file_systems, load_balancers
from tests.scanners.golden.seeds.story import HOME, OTHER, Golden

_IDLE = "eu-west-1"


def _is_seeded(_: SimulatedAws) -> None:
    """The simulator seeds them when it starts."""


def _demo_names(aws: SimulatedAws) -> Mapping[str, str]:
    lookups = (disks_and_machines, file_systems, load_balancers, database_secrets)
    return {made_up: name for lookup in lookups for made_up, name in lookup(aws, DEMO_ACCOUNT, HOME).items()}


DEMO = Golden("demo", DEMO_ACCOUNT, _is_seeded, named=_demo_names, regions=(HOME, OTHER, _IDLE))
HARDENED = Golden(
    "hardened", HARDENED_ACCOUNT, _is_seeded, named=lambda aws: database_secrets(aws, HARDENED_ACCOUNT, HOME)
)
