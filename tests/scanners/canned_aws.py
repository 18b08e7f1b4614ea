"""AWS as a table of answers: botocore's real clients, checked against its own models, without a network.

An answer is a dict, a list of dicts (one per call, in order), a `Refusal`, or a function of the parameters.
"""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.validate import validate_parameters

from devstack.simulated_aws.wire.shapes import typed_answer
from scanners.engine.aws.client import AwsReader
from scanners.engine.aws.limits import Patience, RateLimits
from scanners.engine.aws.regions import Regions
from scanners.engine.collectors.collector import Context
from scanners.engine.facts.account import RegionStatus
from scanners.engine.facts.unknown import Unknown

ACCOUNT = "123456789012"
DATA = Path(__file__).parent / "data"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
_SESSION = botocore.session.Session()
_CURRENT = threading.local()
_MAKING = threading.Lock()


@dataclass(frozen=True)
class Refusal:
    """An error answer of AWS."""

    code: str
    message: str = "no"
    status: int = 400


DENIED = Refusal("AccessDenied", "User: x is not authorized to perform: y", 403)
THROTTLED = Refusal("ThrottlingException", "Rate exceeded", 429)
Answer = Mapping[str, Any] | list[Any] | Refusal | Callable[[Mapping[str, Any]], Any]


def recorded(service: str, operation: str) -> Any:
    """A trimmed answer kept as JSON, its times and files in the types botocore gives."""
    return typed_answer(service, operation, json.loads((DATA / service / f"{operation}.json").read_text()))


class _Bound:
    """A shared client, bound to one table for the length of a call."""

    def __init__(self, client: Any, aws: CannedAws) -> None:
        self._client = client
        self._aws = aws

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._client, name)

        def call(**parameters: Any) -> Any:
            _CURRENT.aws = self._aws
            return method(**parameters)

        return call


@cache
def _client(service: str, region: str) -> Any:
    """Making a client is what takes time, so all tables share them."""
    with _MAKING:
        client = _SESSION.create_client(
            service,
            region_name=region,
            aws_access_key_id="AKIDEXAMPLE",
            aws_secret_access_key="secret",
            config=Config(retries={"total_max_attempts": 1}),
        )

    def remember(params: dict[str, Any], **_: Any) -> None:
        _CURRENT.parameters = dict(params)

    def answer(model: Any, **_: Any) -> tuple[Any, dict[str, Any]]:
        aws: CannedAws = _CURRENT.aws
        return aws.answer(service, model, region, _CURRENT.parameters)

    client.meta.events.register_first("provide-client-params.*.*", remember)
    client.meta.events.register_first("before-call.*.*", answer)
    return client


class CannedAws:
    """Makes clients that answer from the table; a call that is not in it fails the test."""

    account_id, partition, home_region = ACCOUNT, "aws", "us-east-1"

    def __init__(self, answers: Mapping[str, Answer], *, is_checked: bool = True) -> None:
        self.answers = dict(answers)
        self.made: list[tuple[str, str, dict[str, Any]]] = []
        self.expires_at = NOW + timedelta(hours=1)
        self.renewals = 0
        self._is_checked = is_checked
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()

    def client(self, service: str, region: str) -> Any:
        return _Bound(_client(service, region), self)

    def renew(self, used_until: datetime) -> bool:
        self.renewals += 1
        self.expires_at += timedelta(hours=1)
        return self.renewals <= 1

    def calls(self, operation: str) -> list[dict[str, Any]]:
        """Parameters of every call of one operation."""
        return [parameters for name, _, parameters in self.made if name == operation]

    def regions(self, operation: str) -> list[str]:
        """Regions an operation was called in."""
        return [region for name, region, _ in self.made if name == operation]

    def answer(self, service: str, model: Any, region: str, parameters: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        name = f"{service}:{model.name}"
        with self._lock:
            self.made.append((name, region, parameters))
            place = self._counts[name]
            self._counts[name] += 1
        found = self.answers.get(name)
        assert found is not None, f"{name} was called but has no answer"
        if isinstance(found, list):
            found = found[min(place, len(found) - 1)]
        elif callable(found):
            found = found(parameters)
        if isinstance(found, Refusal):
            error = {"Code": found.code, "Message": found.message}
            body = {"Error": error, "ResponseMetadata": {"HTTPStatusCode": found.status}}
            return SimpleNamespace(status_code=found.status), body
        assert found is not None, f"{name} has no answer for {parameters}"
        if self._is_checked:
            validate_parameters(found, model.output_shape)
        # botocore decodes policy documents in place.
        return SimpleNamespace(status_code=200), {**deepcopy(found), "ResponseMetadata": {"HTTPStatusCode": 200}}


def reader_of(aws: CannedAws, **options: Any) -> AwsReader:
    """A reader over the table, without pacing or pauses."""
    return AwsReader(aws, limits=RateLimits({}, _FAST), **{"patience": Patience(pauses=(0.0, 0.0)), **options})


def context_of(aws: CannedAws, *, regions: tuple[str, ...] | Unknown = ("us-east-1",), **values: Any) -> Context:
    """What a collector gets."""
    enabled = regions
    if isinstance(regions, tuple):
        enabled = Regions(tuple(RegionStatus(name, "ENABLED_BY_DEFAULT") for name in regions))
    return Context(reader_of(aws), NOW, enabled, regions, b"key", **values)


_FAST = SimpleNamespace(per_second=1e9, burst=1_000_000)


def recorded_answers() -> dict[str, Any]:
    """Every recorded answer: an account in which each operation has something to say."""
    return {
        f"{path.parent.name}:{path.stem}": recorded(path.parent.name, path.stem)
        for path in sorted(DATA.glob("*/*.json"))
    }
