"""Regional facts of a sound account: what watches it, what stands at its edge, what keeps its secrets."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from scanners.engine.facts import (
    access_analyzer,
    artifact,
    cognito,
    compute,
    config,
    edge,
    events,
    guardduty,
    macie,
    secrets,
    securityhub,
    tagging,
    wellarchitected,
)
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Unknown
from tests.scanners.fact_builders import HERE, ago

EU, US = "eu-west-1", "us-east-1"


def regional(eu: Any, us: Any = None) -> Regional[Any]:
    """The same fact in both regions, or one each."""
    return Regional({EU: eu, US: eu if us is None else us})


# --- detection


def analyzers(*kinds: str, status: str = "ACTIVE") -> access_analyzer.AnalyzerFacts:
    found = tuple(
        access_analyzer.Analyzer(f"arn:aws:access-analyzer:{EU}:{HERE}:analyzer/{kind}", kind, status) for kind in kinds
    )
    return access_analyzer.AnalyzerFacts(found)


NO_ANALYZER = analyzers()


def detector(status: str | Unknown = "ENABLED") -> guardduty.GuardDutyFacts:
    return guardduty.GuardDutyFacts((guardduty.Detector("d1", status),))


GUARDDUTY_OFF = guardduty.GuardDutyFacts(())


def recorder(**changes: Any) -> config.Recorder:
    values = {"name": "default", "records_all": True, "kinds": (), "excluded_kinds": (), "is_recording": True} | changes
    return config.Recorder(**values)


def config_facts(*identifiers: str, rules: Any = None, counts: Any = (), **changes: Any) -> config.ConfigFacts:
    found = tuple(config.ConfigRule(one, "ACTIVE") for one in identifiers)
    return config.ConfigFacts((recorder(**changes),), found if rules is None else rules, counts)


NO_CONFIG = config.ConfigFacts((), None, None)
NO_HUB = securityhub.HubFacts(False, ())
NO_MACIE = macie.MacieFacts("")


def hub(name: str = "aws-foundational-security-best-practices/v/1.0.0", status: str = "READY") -> securityhub.HubFacts:
    arn = f"arn:aws:securityhub:{EU}::standards/{name}"
    return securityhub.HubFacts(True, (securityhub.Standard(arn, status),))


TOPIC = f"arn:aws:sns:{US}:{HERE}:alarms"


def rule(pattern: dict[str, Any], *targets: events.Target, name: str = "alarm", **changes: Any) -> events.AlertRule:
    values: dict[str, Any] = {
        "arn": f"arn:aws:events:{US}:{HERE}:rule/{name}",
        "name": name,
        "state": "ENABLED",
        "managed_by": "",
        "pattern": events.parse_pattern(json.dumps(pattern)),
        "targets": targets,
    }
    return events.AlertRule(**(values | changes))


def target(arn: str = TOPIC, subscriptions: int | Unknown | None = 1) -> events.Target:
    return events.Target(arn, subscriptions)


def rules(*some: events.AlertRule) -> events.EventFacts:
    return events.EventFacts(some)


# --- inventory


def tags(*stages: str, services: tuple[str, ...] = ("ec2",)) -> tagging.TagFacts:
    return tagging.TagFacts(
        tuple(tagging.ServiceCount(one, 3) for one in services),
        tuple(tagging.StageTag("env", one, 2, (f"arn:aws:ec2:{EU}:{HERE}:instance/{one}",)) for one in stages),
    )


NO_TAGS = tags(services=())


# --- governance


def risks(high: int = 0, unanswered: int = 0) -> wellarchitected.RiskCounts:
    return wellarchitected.RiskCounts(high, 0, unanswered)


def lens(**changes: Any) -> wellarchitected.LensReview:
    name = "AWS Foundational Technical Review Lens"
    return replace(wellarchitected.LensReview("ftr", name, "CURRENT", ago(30), risks()), **changes)


def reviewed(name: str = "orchard", **changes: Any) -> wellarchitected.WorkloadReview:
    arn = f"arn:aws:wellarchitected:{EU}:{HERE}:workload/{name}"
    saved = (wellarchitected.Milestone("spring", ago(60)),)
    return replace(wellarchitected.WorkloadReview(arn, name, ago(30), (lens(),), saved, None), **changes)


def reviews(*some: wellarchitected.WorkloadReview) -> wellarchitected.ReviewFacts:
    return wellarchitected.ReviewFacts(some)


def agreement(**changes: Any) -> artifact.Agreement:
    sound = artifact.Agreement(
        "arn:agreement", "AWS Business Associate Addendum", "ACTIVE", "DEFAULT", ago(900), None, HERE, ""
    )
    return replace(sound, **changes)


# --- secrets and compute


def secret(name: str = "db", **changes: Any) -> secrets.Secret:
    arn = f"arn:aws:secretsmanager:{EU}:{HERE}:secret:{name}"
    return replace(secrets.Secret(arn, name, True, ago(10), ago(10), ago(1), ago(500), ""), **changes)


def secret_facts(*some: secrets.Secret) -> secrets.SecretFacts:
    return secrets.SecretFacts(some)


def parameters(*names: str, kind: str = "String") -> secrets.ParameterFacts:
    return secrets.ParameterFacts(tuple(secrets.Parameter(name, kind) for name in names))


def pools(*policies: cognito.PoolPolicy | Unknown) -> cognito.UserPoolFacts:
    return cognito.UserPoolFacts(tuple(cognito.UserPool(f"{EU}_{n}", one) for n, one in enumerate(policies)))


def instances(*profiles: str, is_managed: bool = False) -> compute.InstanceFacts:
    return compute.InstanceFacts(tuple(compute.Instance(f"i-{n}", one, is_managed) for n, one in enumerate(profiles)))


# --- the edge


def listener(protocol: str = "HTTPS", ssl_policy: str = "ELBSecurityPolicy-TLS13-1-2-2021-06", **changes: Any) -> Any:
    return edge.Listener(
        **{"arn": "arn:listener", "port": 443, "protocol": protocol, "ssl_policy": ssl_policy} | changes
    )


def balancer(*listeners: Any, kind: str = "application", **changes: Any) -> edge.LoadBalancer:
    return replace(edge.LoadBalancer("arn:balancer", "web", kind, True, listeners), **changes)


def balancers(*some: edge.LoadBalancer) -> edge.LoadBalancerFacts:
    return edge.LoadBalancerFacts(some)


def classics(*some: edge.LoadBalancer) -> edge.ClassicBalancerFacts:
    return edge.ClassicBalancerFacts(some)


def certificates(*some: edge.Certificate) -> edge.CertificateFacts:
    return edge.CertificateFacts(some)


def certificate(**changes: Any) -> edge.Certificate:
    return replace(edge.Certificate("arn:aws:acm:x:1:certificate/c", "ISSUED", ago(-200), True), **changes)


def servers(*protocols: Any) -> edge.TransferFacts:
    return edge.TransferFacts(tuple(edge.TransferServer(f"arn:s{n}", f"s-{n}", one) for n, one in enumerate(protocols)))
