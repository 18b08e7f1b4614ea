"""What stands at the edge of a region: load balancers, certificates, domains of APIs, file transfer servers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scanners.engine.facts.unknown import Unknown


@dataclass(frozen=True, slots=True)
class Listener:
    """One port.

    `action` is what the default action does in the end (forward, redirect, fixed-response, ...), "https" where it
    redirects to HTTPS. `rules_forward` says whether some rule before it forwards or, where the default redirects to
    HTTPS, does anything but that; it is asked only of plain HTTP that does not forward by default.
    """

    arn: str
    port: int
    protocol: str
    ssl_policy: str
    action: str = "forward"
    rules_forward: bool | Unknown = False


@dataclass(frozen=True, slots=True)
class LoadBalancer:
    """One load balancer; `kind` is application, network, gateway or classic. Gateways are not asked for listeners.

    `zones` are the Availability Zones it stands in.
    """

    arn: str
    name: str
    kind: str
    is_public: bool
    listeners: tuple[Listener, ...] | Unknown
    zones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadBalancerFacts:
    """The load balancers of the second generation in one region."""

    balancers: tuple[LoadBalancer, ...]


@dataclass(frozen=True, slots=True)
class ClassicBalancerFacts:
    """The classic load balancers of one region."""

    balancers: tuple[LoadBalancer, ...]


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certificate of ACM."""

    arn: str
    status: str
    not_after: datetime | None
    is_in_use: bool


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """The certificates of one region, of every key type."""

    certificates: tuple[Certificate, ...]


@dataclass(frozen=True, slots=True)
class TransferServer:
    """One server of the Transfer Family; protocols are SFTP, FTPS, FTP, AS2."""

    arn: str
    id: str
    protocols: tuple[str, ...] | Unknown


@dataclass(frozen=True, slots=True)
class TransferFacts:
    """The servers of one region."""

    servers: tuple[TransferServer, ...]


@dataclass(frozen=True, slots=True)
class ApiDomain:
    """A custom domain of API Gateway; `policies` are AWS's names of its TLS policies, one per endpoint or none."""

    arn: str
    name: str
    policies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ApiDomainFacts:
    """The custom domains of one region, as the interfaces of REST and of HTTP APIs list them: they overlap."""

    rest: tuple[ApiDomain, ...] | Unknown
    http: tuple[ApiDomain, ...] | Unknown
