"""Everything one running simulator knows, handed from layer to layer."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ftrportal.devstack.aws.state.accounts import Accounts
from ftrportal.devstack.aws.state.answers import GivenAnswers
from ftrportal.devstack.aws.state.calls import CallLog
from ftrportal.devstack.aws.state.faults import Faults
from ftrportal.devstack.aws.state.recording import Recording
from ftrportal.devstack.aws.state.sessions import Sessions
from ftrportal.devstack.aws.state.stacks import KeptStacks


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
