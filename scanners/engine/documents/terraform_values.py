"""Values of Terraform expressions as far as the files tell: plain values, or `Computed` where only Terraform can say.

What depends on a condition that is not known is tried in every form, so that a verdict holds whatever is chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from scanners.engine.documents.errors import UnreadableError
from scanners.engine.documents.roles import placeholder

MAX_FORMS = 64
# A key that no policy has: what stands under it says which part of the object only Terraform computes.
GAP = "⟨computed⟩"
Form = TypeVar("Form")


@dataclass(frozen=True, slots=True)
class Computed:
    """A value that the files do not tell. `name` is how the file refers to it; `default` is a variable's default."""

    name: str
    default: Any = None


@dataclass(slots=True)
class Choices:
    """Which way unknown conditions went in one form; a condition that stands twice goes the same way twice."""

    _planned: list[int] = field(default_factory=list)
    _made: list[tuple[str, int, int]] = field(default_factory=list)

    def pick(self, condition: str, options: int) -> int:
        """The option of this form, from 0."""
        for known, of, picked in self._made:
            if (known, of) == (condition, options):
                return picked
        number = len(self._made)
        picked = self._planned[number] if number < len(self._planned) else 0
        self._made.append((condition, options, picked))
        return picked

    def following(self) -> Choices | None:
        """The next form; None after the last."""
        made = list(self._made)
        while made:
            _, options, picked = made.pop()
            if picked + 1 < options:
                return Choices([*(one for _, _, one in made), picked + 1])
        return None


def forms(read: Callable[[Choices], Form]) -> Iterator[Form]:
    """What `read` gives for each way the unknown conditions can go. Raises UnreadableError when they are too many."""
    choices: Choices | None = Choices()
    for _ in range(MAX_FORMS):
        if choices is None:
            return
        yield read(choices)
        choices = choices.following()
    if choices is not None:
        raise UnreadableError(
            "A resource of the file depends on more conditions than can be followed. Attach `terraform show -json`."
        )


def as_text(value: Any) -> str:
    """A value inside a text, as Terraform writes it; a placeholder for what it computes."""
    if isinstance(value, Computed):
        return placeholder(value.name)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def finished(value: Any) -> Any:
    """A tree of plain values, with placeholders for what Terraform computes."""
    if isinstance(value, Computed):
        return placeholder(value.name)
    if isinstance(value, dict):
        return {as_text(key): finished(item) for key, item in value.items()}
    if isinstance(value, list):
        return [finished(item) for item in value]
    return value
