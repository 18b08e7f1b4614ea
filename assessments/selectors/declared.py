"""What a workload's facts and typed answers declare about its AWS accounts, for the checks of the scanner.

Every fact is asked in one place only, and this table says where. What a typed value must hold to count (who approved,
when it was looked up, how long that lasts) is decided here, at the source; how several workloads in one account come
together is decided by the scanner.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from assessments.catalog.definitions import MINUTES_IN
from assessments.selectors.declared_source import Fact, Read, Said, Source, day_of

YEAR, QUARTER = timedelta(days=365), timedelta(days=92)
REGISTER = {"ACCT-001": "register", "IAM-005": "vendors"}  # the vendor's own accounts, and those of others
WORKLOAD = "workload"  # the place of facts that are asked on the workload's own form
_STAGES = {
    "prod": "production",
    "staging": "non_production",
    "test": "non_production",
    "dev": "non_production",
    "sandbox": "non_production",
    "log_archive": "log_archive",
    "security": "platform",
    "network": "platform",
    "management": "platform",
}
_SEVERAL_PEOPLE = re.compile(r"[,;/&+]|\b(and|team|everyone|all)\b", re.IGNORECASE)


def _support(source: Source) -> Said | None:
    """A partner's contract counts for the accounts it covers and while it runs, a plan until the day it names."""
    place = "SUP-001"
    ends_on = day_of(source.get(place, "valid_until"))
    is_covered = source.account_id in (source.get(place, "covered_accounts") or ())
    is_partner = source.get(place, "support_plan") == "partner_led" and source.get(place, "partner_name")
    if is_partner and is_covered and ends_on:
        return Said("partner_led", ends_on)
    done_by = day_of(source.get(place, "action_plan_by"))
    return Said("action_plan", done_by) if source.get(place, "action_plan") and done_by else None


def _reviewed_workload(source: Source) -> Said | None:
    name = source.get("WAFR-001", "workload_name")
    return Said([name.strip()]) if isinstance(name, str) and name.strip() else None


def _register(source: Source) -> list[dict[str, str]]:
    rows = source.rows("ACCT-001", "register")
    return [
        {"id": str(row["account_id"]), "stage": _STAGES.get(str(row.get("stage")), "")}
        for row in rows
        if row.get("account_id")
    ]


def registered_account_ids(fields: Mapping[str, Mapping[str, Any]]) -> frozenset[str]:
    """The account IDs of the register, less those listed as a third party's; `fields` are typed values by key."""
    register, vendors = (_account_ids(fields.get(key, {}).get(name)) for key, name in REGISTER.items())
    return frozenset(register - vendors)


def _account_ids(rows: Any) -> set[str]:
    found = [row.get("account_id") for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
    return {str(one) for one in found if one}


def _own_accounts(source: Source) -> Said | None:
    """The register, less accounts that the same workload lists as a third party's, and this account's own stage.

    Suggested answers count the accounts that the workload itself calls production, whatever else is said of them.
    """
    vendors = {str(row.get("account_id")) for row in source.rows("IAM-005", "vendors") if row.get("account_id")}
    own = [one for one in _register(source) if one["id"] not in vendors]
    this = {"id": source.account_id, "stage": "production"}
    if source.is_production and this not in own:
        own.append(this)
    return Said(own) if own else None


def _no_other_stage(source: Source) -> Said | None:
    stages = {one["stage"] for one in _register(source)}
    if "non_production" in stages:
        return Said(False)
    reason = source.get("ACCT-001", "no_nonprod_reason")
    return Said(True) if "production" in stages and reason else None


def _federation_mfa(source: Source) -> Said | None:
    """Everybody has to be under MFA at every provider, as looked up within a year. An exception leaves it open."""
    rows = source.rows("IAM-001", "idp")
    if any(row.get("mfa_enforced") is False for row in rows):
        return Said(False)
    days = [source.past_day(row.get("captured_on")) for row in rows if row.get("mfa_enforced") is True]
    known = [day for day in days if day]
    if not rows or len(known) != len(rows) or source.get("IAM-001", "exceptions"):
        return None
    return Said(True, min(known) + YEAR)


def _human_access(source: Source) -> Said | None:
    ways = source.get("IAM-001", "human_access")
    return Said(list(ways)) if isinstance(ways, list) and ways else None


def _persons(source: Source) -> Said | None:
    """Users with exactly one person; an identity that is listed as shared is nobody's own."""
    named = [
        {"name": str(row["user"]).strip(), "until": None}
        for row in source.rows("IAM-004", "person_map")
        if row.get("user") and _is_one_person(row.get("person"))
        if row.get("account_id") in (None, "", source.account_id)
    ]
    shared = [str(row.get("name", "")).strip() for row in source.rows("IAM-004", "shared_identities")]
    return Said({"names": named, "not": shared}) if named or shared else None


def _is_one_person(text: Any) -> bool:
    return isinstance(text, str) and bool(text.strip()) and not _SEVERAL_PEOPLE.search(text)


def _audit(source: Source) -> Said | None:
    day = source.past_day(source.get("IAM-008", "last_audit_date"))
    return Said(day.isoformat(), day + QUARTER) if day else None


def _objective(source: Source) -> Said | None:
    """The shortest of workload and components. It binds production; where people try things out nobody promised it."""
    if not source.is_production:
        return None
    goals = [row.get("rpo_minutes") for row in source.rows("RES-001", "components")]
    whole = source.get("RES-001", "rpo")
    if isinstance(whole, Mapping):
        goals.append(int(whole["value"]) * MINUTES_IN[str(whole["unit"])])
    known = [goal for goal in goals if isinstance(goal, int)]
    return Said(min(known)) if known else None


def _public_buckets(source: Source) -> Said | None:
    """Reading only, with purpose, approver and a review of the last year; a bucket open for writing is never fine."""
    named, against = [], []
    for row in source.rows("S3-001", "public_buckets"):
        name, day = str(row.get("bucket", "")).strip(), source.past_day(row.get("reviewed_on"))
        if row.get("access") not in ("public_read", "public_list"):
            against.append(name)
        elif day and row.get("purpose") and row.get("approver"):
            named.append({"name": name, "until": (day + YEAR).isoformat()})
    return Said({"names": named, "not": against}) if named or against else None


def _own_log(source: Source) -> Said | None:
    events = source.get("SDAT-004", "events")
    if not events:
        return None
    return Said("read" in events and bool(source.get("SDAT-004", "application_log")))


def _phi(source: Source) -> Said | None:
    """No medical data is believed only if the inventory of data names none; with some, accounts may be told apart."""
    answer = source.workload.handles_phi
    in_inventory = any("phi" in (row.get("data_types") or ()) for row in source.rows("SDAT-001", "inventory"))
    if in_inventory and answer is False:
        return None  # the two contradict each other, so a person has to say
    if not answer and not in_inventory:
        return None if answer is None else Said(False)
    accounts = source.get("BAABP-001", "phi_accounts")
    return Said(not accounts or source.account_id in accounts)


def _screening(place: str, key: str) -> Read:
    def read(source: Source) -> Said | None:
        value = source.get(place, key)
        return Said(value) if isinstance(value, bool) else None

    return read


def _customer_accounts(source: Source) -> Said | None:
    answer = source.workload.accesses_customer_accounts
    return None if answer is None else Said(answer)


FACTS = (
    Fact("support_arrangement", "SUP-001", _support),
    Fact("reviewed_workloads", "WAFR-001", _reviewed_workload),
    Fact("own_accounts", "ACCT-001", _own_accounts, also=("IAM-005",)),
    Fact("has_no_other_stage", "ACCT-001", _no_other_stage),
    Fact("is_federation_mfa_enforced", "IAM-001", _federation_mfa),
    Fact("human_access", "IAM-001", _human_access),
    Fact("has_static_credentials", "IAM-002", _screening("IAM-002", "has_static_credentials")),
    Fact("person_user_names", "IAM-004", _persons),
    Fact("has_third_parties", "IAM-005", _screening("IAM-005", "third_parties")),
    Fact("identity_audit_at", "IAM-008", _audit),
    Fact("rpo_minutes", "RES-001", _objective),
    Fact("reviewed_public_buckets", "S3-001", _public_buckets),
    Fact("logs_access_itself", "SDAT-004", _own_log),
    Fact("handles_phi", WORKLOAD, _phi, also=("SDAT-001", "BAABP-001")),
    Fact("reaches_customer_accounts", WORKLOAD, _customer_accounts),
)
PLACES: Mapping[str, str] = {fact.name: fact.place for fact in FACTS}
DECLARING = frozenset({fact.place for fact in FACTS} | {key for fact in FACTS for key in fact.also}) - {WORKLOAD}


def declared_by(source: Source) -> dict[str, Said]:
    """Everything the source declares, by the fact's name; what nobody said is left out."""
    said = {fact.name: _read(fact, source) for fact in FACTS}
    return {name: one for name, one in said.items() if one is not None}


def _read(fact: Fact, source: Source) -> Said | None:
    """A value that was stored in a shape of yesterday's catalogue declares nothing until somebody saves it anew."""
    try:
        return fact.read(source)
    except (KeyError, TypeError, ValueError):
        return None
