"""Reading back what a scan stored. The hash is compared every time: facts that changed on the disk judge nothing."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage

from scanners.engine.facts.serialize import StoredFactsError, facts_from_json
from scanners.engine.scope import Scope
from scanners.models import ScanRun


class FactsUnreadable(Exception):
    """The stored facts cannot be used; `message_id` is in the catalogue."""

    def __init__(self, message_id: str) -> None:
        super().__init__(message_id)
        self.message_id = message_id


class FactsNotReadNow(FactsUnreadable):
    """The storage did not answer: the same facts may be read in a minute."""


@dataclass(frozen=True, slots=True)
class StoredScan:
    """`raw` is the JSON by fact class, `facts` the same as this version understands it."""

    scope: Scope
    facts: Mapping[type, object]
    raw: Mapping[str, Any]


def load_scan(run: ScanRun) -> StoredScan:
    """The facts of a finished scan. Raises FactsUnreadable."""
    content = _content(run)
    try:
        scope = Scope(
            content["account_id"],
            content["partition"],
            datetime.fromisoformat(content["now"]),
            tuple(content["regions"]),
        )
        return StoredScan(scope, facts_from_json(content["facts"]), content["facts"])
    except (StoredFactsError, KeyError, TypeError, ValueError) as error:
        raise FactsUnreadable("scan.facts_unreadable") from error


def load_facts(run: ScanRun, kinds: Iterable[type]) -> Mapping[type, object]:
    """Some facts of a finished scan; those it lacks are absent. Raises FactsUnreadable."""
    wanted = {kind.__name__ for kind in kinds}
    try:
        stored = _content(run)["facts"]
        return facts_from_json({name: entry for name, entry in stored.items() if name in wanted})
    except (StoredFactsError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise FactsUnreadable("scan.facts_unreadable") from error


def _content(run: ScanRun) -> Any:
    if not run.facts_file:
        raise FactsUnreadable("scan.facts_gone")
    try:
        with default_storage.open(run.facts_file) as file:
            stored = file.read()
    except FileNotFoundError as error:
        raise FactsUnreadable("scan.facts_gone") from error
    except OSError as error:
        raise FactsNotReadNow("scan.facts_not_now") from error
    if hashlib.sha256(stored).hexdigest() != run.facts_sha256:
        raise FactsUnreadable("scan.facts_changed")
    try:
        return json.loads(gzip.decompress(stored))
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise FactsUnreadable("scan.facts_unreadable") from error
