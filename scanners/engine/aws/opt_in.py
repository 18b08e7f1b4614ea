"""Readings that are off until the customer wants them: their answers hold values that may be secrets.

Each group is a statement of its own in the customer's role behind a parameter of the template, and is in a session's
policy only where the connection chose it. What is kept is said beside the parser that drops the rest.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from scanners.engine.facts.unknown import Reason, Unknown


@dataclass(frozen=True, slots=True)
class OptIn:
    """One choice. `id` is stored with connections and never changes; `parameter` is its name in the template.

    `title` is what the choice is called, `gives` what it is good for, `sees` what the answers hold and what is kept.
    """

    id: str
    parameter: str
    title: str
    gives: str
    sees: str

    def not_chosen(self, action: str) -> Unknown:
        """The gap where nobody switched it on, with the way to do so."""
        how = f"Open the account under AWS accounts, choose Change and select “{self.title}”."
        return Unknown(Reason.NOT_CHOSEN, action, f"This optional read is turned off. {how}")


CONFIG_SECRETS = OptIn(
    id="config_secrets",
    parameter="ReadEnvironmentValues",
    title="Environment variables of Lambda, ECS and CodeBuild",
    gives="Finds passwords and keys in plaintext in the configuration.",
    sees="AWS returns the values. They are checked in memory; only the names of variables are stored.",
)
CDN = OptIn(
    id="cdn",
    parameter="ReadDistributions",
    title="CloudFront distributions",
    gives="Finds distributions that serve viewers or connect to origins without encryption.",
    sees="AWS returns custom headers, which often contain a shared secret. They are discarded without being read.",
)
OPT_INS: tuple[OptIn, ...] = (CONFIG_SECRETS, CDN)


def known_opt_ins(ids: Collection[str]) -> frozenset[str]:
    """Those of the ids that name a group there is."""
    return frozenset(one.id for one in OPT_INS if one.id in ids)
