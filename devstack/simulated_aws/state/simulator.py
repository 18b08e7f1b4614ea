"""Everything one running simulator knows, handed from layer to layer."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from devstack.simulated_aws.state.accounts import Accounts
from devstack.simulated_aws.state.answers import GivenAnswers
from devstack.simulated_aws.state.calls import CallLog
from devstack.simulated_aws.state.faults import Faults
from devstack.simulated_aws.state.recording import Recording
from devstack.simulated_aws.state.sessions import Sessions
from devstack.simulated_aws.state.stacks import KeptStacks


@dataclass
class Simulator:
    """The simulator's memory beside moto's."""

    stacks: KeptStacks
    endpoint_url: str
    accounts: Accounts = field(default_factory=Accounts)
    sessions: Sessions = field(default_factory=Sessions)
    answers: GivenAnswers = field(default_factory=GivenAnswers)
    faults: Faults = field(default_factory=Faults)
    calls: CallLog = field(default_factory=CallLog)
    recording: Recording = field(default_factory=Recording)


def new_simulator(*, endpoint_url: str, folder: Path | None = None) -> Simulator:
    """An empty simulator that keeps its stacks in `folder`."""
    return Simulator(stacks=KeptStacks(folder), endpoint_url=endpoint_url)
