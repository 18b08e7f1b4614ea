"""What a customer declared about an account and the company: people say it, checks may rely on it, AWS does not."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scanners.registry import OwnAccount, Scope


@dataclass(frozen=True, slots=True)
class Declarations:
    """The declared part of a `Scope`, with the same names. Empty means that nobody declared it."""

    is_production: bool | None = None
    is_log_account: bool = False
    own_accounts: tuple[OwnAccount, ...] = ()
    company_name: str = ""
    company_domains: tuple[str, ...] = ()
    is_contact_phone_attested: bool = False

    def added_to(self, scope: Scope) -> Scope:
        """The scope with everything that was declared."""
        return replace(
            scope,
            is_production=self.is_production,
            is_log_account=self.is_log_account,
            own_accounts=self.own_accounts,
            company_name=self.company_name,
            company_domains=self.company_domains,
            is_contact_phone_attested=self.is_contact_phone_attested,
        )


NOTHING_DECLARED = Declarations()
