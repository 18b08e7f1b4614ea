"""Account 888800001111, which manages an organization of a dozen accounts: for trying the StackSet."""

from __future__ import annotations

from devstack.simulated_aws.credentials import MANAGEMENT_ACCOUNT
from devstack.simulated_aws.running import SimulatedAws

_NAMES = (
    "Orchard web",
    "Orchard billing",
    "Orchard identity",
    "Orchard search",
    "Orchard data lake",
    "Orchard tools",
    "Orchard staging",
    "Orchard sandbox",
    "Orchard security",
    "Orchard network",
)
_GONE = {"id": "888800002091", "name": "Orchard old shop", "state": "SUSPENDED"}


def seed_organization(aws: SimulatedAws) -> None:
    """Members with nothing in them, one of them suspended."""
    aws.set_account(MANAGEMENT_ACCOUNT, name="Orchard management", support_plan="business")
    members = [{"id": f"8888000020{number:02}", "name": name} for number, name in enumerate(_NAMES, 1)]
    aws.set_organization(MANAGEMENT_ACCOUNT, [*members, _GONE])
