"""The declared facts in words, and which checks rest on which."""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from pathlib import Path

from scanners.engine.checks.registry import all_checks
from scanners.engine.scope import Declarations


class Asked(StrEnum):
    """Where a person is asked for it."""

    QUESTIONNAIRE = "questionnaire"
    CONNECTION = "connection"
    COMPANY = "company"
    STORES = "stores"
    NOWHERE = "nowhere"  # another account's scan says it


@dataclass(frozen=True, slots=True)
class DeclaredFact:
    """`label` is how pages and packs call it."""

    name: str
    label: str
    asked: Asked = Asked.QUESTIONNAIRE


DECLARED_FACTS: Mapping[str, DeclaredFact] = {
    fact.name: fact
    for fact in (
        DeclaredFact("is_production", "Purpose of the account", Asked.CONNECTION),
        DeclaredFact("is_log_account", "Log archive account", Asked.CONNECTION),
        DeclaredFact("own_accounts", "Your AWS accounts and their environments"),
        DeclaredFact("company_name", "Company name", Asked.COMPANY),
        DeclaredFact("company_domains", "Company domains", Asked.COMPANY),
        DeclaredFact("is_contact_phone_attested", "Company-owned contact phone", Asked.COMPANY),
        DeclaredFact("has_management_contacts", "Contacts of the management account", Asked.NOWHERE),
        DeclaredFact("complete_trails", "Events of the organization trail", Asked.NOWHERE),
        DeclaredFact("stores", "Data store classification", Asked.STORES),
        DeclaredFact("support_arrangement", "Partner-led support, or a plan to get AWS Support"),
        DeclaredFact("reviewed_public_buckets", "Buckets that are public on purpose"),
        DeclaredFact("person_user_names", "IAM users that belong to one person"),
        DeclaredFact("identity_audit_at", "Last identity audit"),
        DeclaredFact("is_federation_mfa_enforced", "MFA at the identity provider"),
        DeclaredFact("has_no_other_stage", "Only production runs on AWS"),
        DeclaredFact("handles_phi", "Protected health information (PHI)"),
        DeclaredFact("reaches_customer_accounts", "Access to customers' AWS accounts"),
        DeclaredFact("reviewed_workloads", "Workload in the AWS Well-Architected Tool"),
        DeclaredFact("logs_access_itself", "Data access logging by the product"),
        DeclaredFact("rpo_minutes", "Recovery point objective (RPO)"),
        DeclaredFact("has_third_parties", "Third-party access"),
        DeclaredFact("human_access", "Human access to AWS"),
        DeclaredFact("has_static_credentials", "Long-term credentials"),
    )
}
_NAMES = frozenset(field.name for field in fields(Declarations))


@cache
def facts_read_by(check_id: str) -> tuple[str, ...]:
    """The declared facts a check may look at, read off its source and that of the private modules it imports.

    Nobody has to keep a second list of them, and a check that reads one more shows it at once.
    """
    check = all_checks().get(check_id)
    if check is None or check.module not in sys.modules:
        return ()
    found: set[str] = set()
    waiting, seen = [check.module], set()
    while waiting:
        module = waiting.pop()
        if module not in seen:
            seen.add(module)
            names, more = _read(module)
            found |= names
            waiting += more
    return tuple(name for name in DECLARED_FACTS if name in found)


@cache
def _read(module: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Declared names that one module reads from a scope, and the private modules of the checks it imports."""
    source = sys.modules[module].__file__ or ""
    names, more = set(), []
    for node in ast.walk(ast.parse(Path(source).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "scope":
            names.add("stores" if node.attr == "store" else node.attr)
        elif isinstance(node, ast.ImportFrom) and _is_private_check_module(node.module or ""):
            more.append(str(node.module))
    return frozenset(names & _NAMES), tuple(more)


def _is_private_check_module(name: str) -> bool:
    return name.startswith("scanners.engine.checks.") and name.rpartition(".")[2].startswith("_")
