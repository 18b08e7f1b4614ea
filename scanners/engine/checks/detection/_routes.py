"""Whether EventBridge rules notify people."""

from __future__ import annotations

from scanners.engine.facts.events import AlertRule, Target
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

# Targets that only store an event or forward it to another event bus notify no one.
_SILENT = frozenset({"events", "firehose", "kinesis", "logs"})


def reaches_somebody(scope: Scope, rule: AlertRule) -> bool | Unknown:
    """True if a target certainly notifies people; False if it does not or cannot be seen."""
    if isinstance(rule.targets, Unknown):
        return rule.targets
    states = [_is_at_work(scope, one) for one in rule.targets]
    return True if True in states else next((one for one in states if isinstance(one, Unknown)), False)


def _is_at_work(scope: Scope, target: Target) -> bool | Unknown:
    if target.account_id not in ("", scope.account_id) or target.service in _SILENT or not target.service:
        return False
    if target.service != "sns":
        return True
    if isinstance(target.subscriptions, Unknown):
        return target.subscriptions
    return bool(target.subscriptions)
