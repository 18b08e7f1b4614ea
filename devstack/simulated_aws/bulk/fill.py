"""One account, filled."""

from __future__ import annotations

from moto.moto_api._internal import mock_random

from devstack.simulated_aws.bulk.amounts import Amounts
from devstack.simulated_aws.bulk.compute import add_functions, add_instances, add_volumes
from devstack.simulated_aws.bulk.identities import add_groups, add_policies, add_roles, add_users
from devstack.simulated_aws.bulk.stores import add_buckets, add_databases, add_tables, add_trails
from devstack.simulated_aws.state.accounts import DEFAULT_REGIONS
from devstack.simulated_aws.state.simulator import Simulator

_SEED = 20_260_301  # of moto's random identifiers


def fill_account(simulator: Simulator, account_id: str, amounts: Amounts) -> None:
    """Everything `amounts` names. Its regions are switched on."""
    mock_random.seed(_SEED)
    simulator.accounts.change(
        account_id,
        {
            "name": "Measured account",
            "support_plan": "business",
            "opt_in_enabled": [name for name in amounts.regions if name not in DEFAULT_REGIONS],
        },
    )
    add_groups(account_id, amounts)
    add_policies(account_id, amounts)
    add_users(account_id, amounts)
    add_roles(account_id, amounts)
    add_buckets(account_id, amounts)
    add_trails(account_id, amounts)
    add_databases(account_id, amounts)
    add_tables(account_id, amounts)
    add_volumes(account_id, amounts)
    add_instances(account_id, amounts)
    add_functions(account_id, amounts)
