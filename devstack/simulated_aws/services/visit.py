"""What a handler of an operation gets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from devstack.simulated_aws.policies.principals import Principal
from devstack.simulated_aws.state.accounts import Account
from devstack.simulated_aws.state.simulator import Simulator
from devstack.simulated_aws.wire.call import Call


@dataclass(frozen=True)
class Visit:
    """One allowed call, and who makes it. `account` is the caller's."""

    call: Call
    caller: Principal
    account: Account
    simulator: Simulator


Handler = Callable[[Visit], dict[str, Any] | None]
"""The operation's output, or None: then moto answers (the handler only prepared something)."""

Handlers = Mapping[str, Handler]
"""Operation name -> handler."""
