"""What several sources declare about one account, made one: the strictest wins. This is the only place that decides it.

A source is, say, the questionnaire of one workload; several workloads may live in one account. The rule: what asks for
more holds as soon as one source says it, what asks for less holds only if every source that speaks of the account says
it, and otherwise nobody knows. A declaration past its last day counts as not given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

Given = list[Any]  # one value per source, None where the source is silent
Merge = Callable[[Given], Any]


def strictest(sources: Sequence[Mapping[str, Any]], today: date) -> dict[str, Any]:
    """The declared values by name, as `Declarations` takes them; only what is known is named.

    Each source maps a name to an entry with "value" and "until". Names nobody merges are left out.
    """
    merged = {name: merge([value_on(source.get(name), today) for source in sources]) for name, merge in _MERGES.items()}
    return {name: value for name, value in merged.items() if value not in (None, (), "")}


def value_on(entry: Any, today: date) -> Any:
    """The value of an entry that counts on this day. Names with a last day of their own are looked at one by one."""
    if not isinstance(entry, Mapping) or _is_over(entry, today):
        return None
    value = entry.get("value")
    if isinstance(value, Mapping) and isinstance(value.get("names"), list):
        return {**value, "names": [one["name"] for one in value["names"] if not _is_over(one, today)]}
    return value


def last_days(entry: Any) -> Iterable[date]:
    """Every day on which something of an entry counts for the last time."""
    if isinstance(entry, Mapping):
        value = entry.get("value")
        parts = value.get("names", []) if isinstance(value, Mapping) else []
        for one in (entry, *parts):
            if until := _day(one.get("until")):
                yield until


def _is_over(entry: Mapping[str, Any], today: date) -> bool:
    until = _day(entry.get("until"))
    return until is not None and today > until


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) and text else None


def _answer(*, strict: bool) -> Merge:
    """A yes or no of which one asks for more."""

    def merge(given: Given) -> bool | None:
        if any(value is strict for value in given):
            return strict
        return (not strict) if given and all(value is (not strict) for value in given) else None

    return merge


def _arrangement(given: Given) -> str:
    """Every source has to have one; a plan for the future is the weaker word."""
    if not given or not all(given):
        return ""
    return "partner_led" if all(value == "partner_led" for value in given) else "action_plan"


def _names(given: Given) -> tuple[str, ...]:
    """Every name somebody vouches for, less those that somebody speaks against."""
    said = [value for value in given if value]
    against = {name for value in said for name in value.get("not", ())}
    return tuple(sorted({name for value in said for name in value["names"]} - against))


def _all_name(given: Given) -> tuple[str, ...]:
    """The names, if every source gave some: one product's review is not another's."""
    return tuple(sorted({name for value in given for name in value})) if given and all(given) else ()


def _any_name(given: Given) -> tuple[str, ...]:
    return tuple(sorted({name for value in given for name in value or ()}))


def _shortest(given: Given) -> int | None:
    return min((value for value in given if isinstance(value, int)), default=None)


def _latest(given: Given) -> datetime | None:
    """The latest audit: what was stale by then should have been found by it."""
    days = [_day(value) for value in given]
    latest = max((day for day in days if day), default=None)
    return datetime(latest.year, latest.month, latest.day, tzinfo=UTC) if latest else None


def _accounts(given: Given) -> tuple[tuple[str, str], ...]:
    """(account id, stage) pairs; two stages of one account stay two, for a check says that they contradict."""
    return tuple(sorted({(one["id"], one["stage"]) for value in given for one in value or ()}))


_MERGES: Mapping[str, Merge] = {
    "support_arrangement": _arrangement,
    "reviewed_public_buckets": _names,
    "person_user_names": _names,
    "identity_audit_at": _latest,
    "is_federation_mfa_enforced": _answer(strict=False),
    "has_no_other_stage": _answer(strict=False),
    "handles_phi": _answer(strict=True),
    "reaches_customer_accounts": _answer(strict=True),
    "reviewed_workloads": _all_name,
    "logs_access_itself": _answer(strict=False),
    "rpo_minutes": _shortest,
    "has_third_parties": _answer(strict=True),
    "human_access": _any_name,
    "has_static_credentials": _answer(strict=True),
    "own_accounts": _accounts,
}
SOURCED = frozenset(_MERGES)
