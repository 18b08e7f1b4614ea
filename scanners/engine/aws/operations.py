"""What an AWS call is called, and the IAM action it needs: the source of the customer's role policy."""

from __future__ import annotations

from dataclasses import dataclass

from scanners.engine.aws.opt_in import OptIn


@dataclass(frozen=True, slots=True)
class Paging:
    """Where the next-page token goes and comes from, for operations botocore has no paginator for."""

    token_in: str
    token_out: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One API operation, as botocore names it, with the IAM action that allows it ("" where none is needed).

    `resources` limits the action where its name alone would allow too much; {partition}, {account} and {role} are
    filled in by the role template. `opt_in` is the choice without which it is neither granted nor called. Declared
    once, beside the code that calls it, and used for the call itself, so a call cannot be made without its permission.
    """

    service: str
    name: str
    action: str
    resources: tuple[str, ...] = ("*",)
    paging: Paging | None = None
    opt_in: OptIn | None = None

    def __post_init__(self) -> None:
        _DECLARED.add((self.service, self.name))

    def __str__(self) -> str:
        return f"{self.service}:{self.name}"


_DECLARED: set[tuple[str, str]] = set()


def declared_operations() -> frozenset[tuple[str, str]]:
    """(service, operation) of every declaration that was made in this process."""
    return frozenset(_DECLARED)
