"""The forms that a part of a CloudFormation template can take: one for each outcome of its conditions.

A condition that is used twice has the same outcome in both places, and conditions built on others follow from them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from scanners.engine.documents.errors import UnreadableError

MAX_FORMS = 64
T = TypeVar("T")


class Choices:
    """The outcomes of one form: what is picked for the first time gets the next outcome of the script, or the first."""

    def __init__(self, script: list[int]) -> None:
        self._script = script
        self._made: dict[str, tuple[int, int]] = {}
        self.conditions: dict[str, bool] = {}  # the named conditions that were decided, for people

    def pick(self, name: str, count: int) -> int:
        """Which of `count` outcomes `name` has in this form."""
        if name not in self._made:
            at = len(self._made)
            self._made[name] = (self._script[at] if at < len(self._script) else 0, count)
        return self._made[name][0]

    def following(self) -> list[int] | None:
        """The script of the next form; None when this was the last one."""
        made = list(self._made.values())
        while made and made[-1][0] + 1 == made[-1][1]:
            made.pop()
        return [*(index for index, _ in made[:-1]), made[-1][0] + 1] if made else None

    @property
    def words(self) -> str:
        """The conditions of this form: "HasId is false"."""
        return " and ".join(f"{name} is {str(holds).lower()}" for name, holds in list(self.conditions.items())[:3])


def forms(resolve: Callable[[Choices], T]) -> list[tuple[T, str]]:
    """Every form, with the conditions under which it occurs in words. Raises UnreadableError above 64 forms."""
    found: list[tuple[T, str]] = []
    script: list[int] | None = []
    while script is not None:
        if len(found) == MAX_FORMS:
            raise UnreadableError(
                f"One policy of the template has more than {MAX_FORMS} forms, depending on conditions and mappings. "
                "Attach the deployed template."
            )
        choices = Choices(script)
        found.append((resolve(choices), choices.words))
        script = choices.following()
    return found
