"""What accounts answer to single operations that moto does not play, or not in the state that a story needs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from devstack.simulated_aws.policies.patterns import matches
from devstack.simulated_aws.wire.shapes import check_parameters, typed_answer


@dataclass(frozen=True)
class GivenAnswer:
    """`result` in botocore's types, for calls of one operation whose parameters include `given`."""

    account_id: str
    call: str
    region: str
    given: Mapping[str, Any]
    result: Mapping[str, Any]


class GivenAnswers:
    """The answers that were given; of several that fit a call the last one counts."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: list[GivenAnswer] = []

    def add(
        self, account_id: str, *, call: str, result: Mapping[str, Any], region: str = "*", given: Mapping[str, Any]
    ) -> None:
        """Take an answer to `service:Operation`; raises `MalformedAnswerError` if the operation could not give it."""
        service, _, operation = call.partition(":")
        check_parameters(service, operation, given)
        answer = GivenAnswer(account_id, call, region, given, typed_answer(service, operation, result))
        with self._lock:
            self._answers.insert(0, answer)

    def find(
        self, *, call: str, account_id: str, region: str, parameters: Callable[[], Mapping[str, Any]]
    ) -> Mapping[str, Any] | None:
        """The answer to a call, or None. Parameters are read only if some answer is about the operation."""
        fitting = [one for one in self._answers if one.call == call and one.account_id == account_id]
        for one in fitting:
            asked = parameters() if one.given else {}
            if matches(region, one.region) and all(asked.get(name) == value for name, value in one.given.items()):
                return one.result
        return None
