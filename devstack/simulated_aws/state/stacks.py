"""The stacks a person created on the console page, kept in one JSON file: moto itself remembers nothing."""

from __future__ import annotations

import json
import os
import threading
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class KeptStack:
    """What CreateStack needs to make the stack again."""

    account_id: str
    region: str
    name: str
    template: str
    parameters: dict[str, str]


class KeptStacks:
    """The file of stacks. Without a folder nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self._lock = threading.Lock()
        self._path = folder / "stacks.json" if folder else None
        if folder:
            folder.mkdir(parents=True, exist_ok=True)

    def load(self) -> list[KeptStack]:
        """The kept stacks, in the order they were created."""
        if self._path is None or not self._path.exists():
            return []
        return [KeptStack(**item) for item in json.loads(self._path.read_text(encoding="utf-8"))]

    def keep(self, stack: KeptStack) -> None:
        """Add a stack, instead of one of the same name if there is one."""
        with self._lock:
            self._write([*self._others(stack.account_id, stack.region, stack.name), stack])

    def forget(self, *, account_id: str, region: str, name: str) -> None:
        """Remove a stack that was deleted."""
        with self._lock:
            self._write(self._others(account_id, region, name))

    def _others(self, account_id: str, region: str, name: str) -> list[KeptStack]:
        gone = (account_id, region, name)
        return [stack for stack in self.load() if (stack.account_id, stack.region, stack.name) != gone]

    def _write(self, stacks: list[KeptStack]) -> None:
        if self._path is None:
            return
        half_written = self._path.with_suffix(".part")
        half_written.write_text(json.dumps([asdict(stack) for stack in stacks], indent=1), encoding="utf-8")
        os.replace(half_written, self._path)
