"""One policy that reaches a user, group or role, and whether it grants administrator rights by itself."""

from __future__ import annotations

from dataclasses import dataclass

from scanners.engine.facts.administration import Kind, routes
from scanners.engine.facts.effective import Access, Reach
from scanners.engine.facts.policies import Policy

ADMIN_NAMES = frozenset(["AdministratorAccess", "IAMFullAccess"])
ADMINISTERS = frozenset([Kind.ALL, Kind.PERMISSIONS])


@dataclass(frozen=True, slots=True)
class Grant:
    """One policy that reaches an entity; `owner_arn` is the user, group or role that has it, `via` the group's name."""

    name: str
    arn: str
    document: Policy
    via: str = ""
    owner_arn: str = ""

    @property
    def label(self) -> str:
        """Its name in messages."""
        name = self.name if self.arn else f"inline policy {self.name}"
        return f"{name} (group {self.via})" if self.via else name

    @property
    def is_admin(self) -> bool:
        """Administrator rights by this policy alone, by AWS's well-known policies or by what the text allows."""
        if is_aws_policy(self.arn, ADMIN_NAMES):
            return True
        return self._reaches(Reach.YES)

    @property
    def is_admin_on_condition(self) -> bool:
        """Administrator rights by this policy alone where a condition holds."""
        return not self.is_admin and self._reaches(Reach.CONDITIONAL)

    def _reaches(self, reach: Reach) -> bool:
        found = routes(Access(self.owner_arn, [(self.label, self.document)]))
        return any(one.kind in ADMINISTERS and one.reach is reach for one in found)


def is_aws_policy(arn: str, names: frozenset[str]) -> bool:
    """One of AWS's own policies of these names, in whatever partition."""
    _, found, name = arn.partition(":iam::aws:policy/")
    return bool(found) and name.rsplit("/", 1)[-1] in names
