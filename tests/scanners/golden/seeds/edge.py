"""What strangers reach: load balancers, certificates, file servers, brokers, access points; and results of queries."""

from __future__ import annotations

from typing import Any

from devstack.simulated_aws.demo.buckets import create_bucket, policy, tls_only
from devstack.simulated_aws.running import SimulatedAws
from scanners.engine.scope import Declarations, DeclaredStore
from tests.scanners.golden.seeds.channels import distribution, seed_domains, seed_messages, seed_pages
from tests.scanners.golden.seeds.story import HOME, Golden, ago, arn

ACCOUNT = "131313131313"
_CERTIFICATES = {
    "0e000001-0000-4000-8000-000000000001": "shop",
    "0e000001-0000-4000-8000-000000000002": "old shop",
    "0e000001-0000-4000-8000-000000000003": "partners",
    "0e000001-0000-4000-8000-000000000004": "leftover",
}
_CLUSTERS = {
    "0e000002-0000-4000-8000-000000000001-1": "orders",
    "0e000002-0000-4000-8000-000000000002-1": "logs",
    "0e000002-0000-4000-8000-000000000003-1": "clicks",
    "0e000002-0000-4000-8000-000000000004-1": "metrics",
}
_SERVERS = {"s-0e00000000000001a": "sftp", "s-0e00000000000002b": "ftp", "s-0e00000000000003c": "as2"}
_LISTENERS = {
    "app/shop/50dc6c495c0c9188/f2f7dc8efc522ab1": "shop:443",
    "app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2": "shop:80",
    "app/legacy/50dc6c495c0c9189/f2f7dc8efc522ab3": "legacy:443",
    "app/legacy/50dc6c495c0c9189/f2f7dc8efc522ab4": "legacy:80",
    "app/legacy/50dc6c495c0c9189/f2f7dc8efc522ab5": "legacy:8080",
    "net/broker/50dc6c495c0c918a/f2f7dc8efc522ab6": "broker:5671",
    "app/inside/50dc6c495c0c918b/f2f7dc8efc522ab7": "inside:80",
}
_ENDS = {name: end for end, name in _LISTENERS.items()}
_BALANCERS = {end.rpartition("/")[0]: end.split("/")[1] for end in _LISTENERS}
_UPLOADS, _SITE = "edge-uploads", "edge-site"
_REDIRECT = {"Type": "redirect", "RedirectConfig": {"Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"}}
_GROUP = arn(ACCOUNT, "elasticloadbalancing", "targetgroup/web/73e2d6bc24d8a067")
_FORWARD = {"Type": "forward", "TargetGroupArn": _GROUP}


def _kafka(name: str) -> str:
    ids = {known: one for one, known in _CLUSTERS.items()}
    return arn(ACCOUNT, "kafka", f"cluster/{name}/{ids[name]}")


def seed(aws: SimulatedAws) -> None:
    """One region, watched by Macie only."""
    aws.set_account(ACCOUNT, name="Edge", macie_regions=[HOME])
    _seed_balancers(aws)
    _seed_classic_balancer(aws)
    _seed_certificates(aws)
    _seed_servers(aws)
    _seed_brokers(aws)
    _seed_queries(aws)
    _seed_buckets(aws)
    _seed_access_points(aws)
    seed_messages(aws, ACCOUNT)
    seed_pages(aws, ACCOUNT)
    seed_domains(aws, ACCOUNT)


def _seed_balancers(aws: SimulatedAws) -> None:
    kinds = {"app": "application", "net": "network"}
    listeners: dict[str, list[Any]] = {}
    modern, old = "ELBSecurityPolicy-TLS13-1-2-2021-06", "ELBSecurityPolicy-2016-08"
    for name, protocol, action, more in (
        ("shop:443", "HTTPS", _FORWARD, {"SslPolicy": modern}),
        ("shop:80", "HTTP", _REDIRECT, {}),
        ("legacy:443", "HTTPS", _FORWARD, {"SslPolicy": old}),
        ("legacy:80", "HTTP", _FORWARD, {}),
        ("legacy:8080", "HTTP", _REDIRECT, {}),
        ("broker:5671", "TCP", _FORWARD, {}),
        ("inside:80", "HTTP", _FORWARD, {}),
    ):
        whole = arn(ACCOUNT, "elasticloadbalancing", f"listener/{_ENDS[name]}")
        port = int(name.rpartition(":")[2])
        one = {"ListenerArn": whole, "Port": port, "Protocol": protocol, "DefaultActions": [action], **more}
        listeners.setdefault(_ENDS[name].rpartition("/")[0], []).append(one)
        rule = {"RuleArn": whole, "Priority": "1", "Actions": [_FORWARD if name == "legacy:8080" else _REDIRECT]}
        about = {"ListenerArn": whole}
        aws.give_answer(ACCOUNT, "elbv2:DescribeRules", {"Rules": [rule]}, region=HOME, given=about)
    balancers = []
    for end, owned in listeners.items():
        kind, name, _ = end.split("/")
        whole = arn(ACCOUNT, "elasticloadbalancing", f"loadbalancer/{end}")
        scheme = "internal" if name == "inside" else "internet-facing"
        zones = [{"ZoneName": f"{HOME}{letter}"} for letter in ("a" if name == "broker" else "ab")]
        head = {"LoadBalancerArn": whole, "LoadBalancerName": name, "Type": kinds[kind], "Scheme": scheme}
        balancers.append({**head, "AvailabilityZones": zones})
        about = {"LoadBalancerArn": whole}
        aws.give_answer(ACCOUNT, "elbv2:DescribeListeners", {"Listeners": owned}, region=HOME, given=about)
    aws.give_answer(ACCOUNT, "elbv2:DescribeLoadBalancers", {"LoadBalancers": balancers}, region=HOME)


def _seed_classic_balancer(aws: SimulatedAws) -> None:
    listeners = [
        {"Protocol": protocol, "LoadBalancerPort": port, "InstancePort": 8080}
        for protocol, port in (("HTTP", 80), ("HTTPS", 443))
    ]
    classic = {
        "LoadBalancerName": "first-shop",
        "Scheme": "internet-facing",
        "AvailabilityZones": [f"{HOME}a"],
        "ListenerDescriptions": [{"Listener": one} for one in listeners],
    }
    aws.give_answer(ACCOUNT, "elb:DescribeLoadBalancers", {"LoadBalancerDescriptions": [classic]}, region=HOME)


def _seed_certificates(aws: SimulatedAws) -> None:
    ids = {name: one for one, name in _CERTIFICATES.items()}
    found = [
        {
            "CertificateArn": arn(ACCOUNT, "acm", f"certificate/{ids[name]}"),
            "Status": status,
            "NotAfter": ends_at,
            "InUse": is_in_use,
        }
        for name, status, ends_at, is_in_use in (
            ("shop", "ISSUED", ago(days=-200), True),
            ("old shop", "EXPIRED", ago(days=3), True),
            ("partners", "ISSUED", ago(days=-10), True),
            ("leftover", "EXPIRED", ago(days=300), False),
        )
    ]
    aws.give_answer(ACCOUNT, "acm:ListCertificates", {"CertificateSummaryList": found}, region=HOME)


def _seed_servers(aws: SimulatedAws) -> None:
    servers = [{"Arn": arn(ACCOUNT, "transfer", f"server/{one}"), "ServerId": one} for one in _SERVERS]
    aws.give_answer(ACCOUNT, "transfer:ListServers", {"Servers": servers}, region=HOME)
    for server, protocols in zip(servers, (["SFTP"], ["SFTP", "FTP"], ["AS2"]), strict=True):
        described = {"Server": {**server, "Protocols": protocols}}
        about = {"ServerId": server["ServerId"]}
        aws.give_answer(ACCOUNT, "transfer:DescribeServer", described, region=HOME, given=about)


def _seed_brokers(aws: SimulatedAws) -> None:
    clusters: list[dict[str, Any]] = [
        {
            "ClusterArn": _kafka(name),
            "ClusterName": name,
            "ClusterType": "PROVISIONED",
            "Provisioned": {
                "BrokerNodeGroupInfo": {"ClientSubnets": [], "InstanceType": "kafka.m7g.large"},
                "NumberOfBrokerNodes": 3,
                "EncryptionInfo": {"EncryptionInTransit": {"ClientBroker": traffic}},
            },
        }
        for name, traffic in (("orders", "TLS"), ("logs", "PLAINTEXT"), ("clicks", "TLS_PLAINTEXT"))
    ]
    clusters.append({"ClusterArn": _kafka("metrics"), "ClusterName": "metrics", "ClusterType": "SERVERLESS"})
    aws.give_answer(ACCOUNT, "kafka:ListClustersV2", {"ClusterInfoList": clusters}, region=HOME)


def _seed_queries(aws: SimulatedAws) -> None:
    results = {"OutputLocation": f"s3://{_UPLOADS}/results/"}
    encrypted = {**results, "EncryptionConfiguration": {"EncryptionOption": "SSE_S3"}}
    athena = aws.root("athena", ACCOUNT, region=HOME)
    for name, settings in (
        ("encrypted", {"ResultConfiguration": encrypted, "EnforceWorkGroupConfiguration": False}),
        ("enforced", {"ResultConfiguration": results, "EnforceWorkGroupConfiguration": True}),
        ("free", {"EnforceWorkGroupConfiguration": False}),
    ):
        athena.create_work_group(Name=name, Configuration=settings)


def _seed_buckets(aws: SimulatedAws) -> None:
    s3 = aws.root("s3", ACCOUNT, region=HOME)
    create_bucket(s3, _UPLOADS, region=HOME)
    create_bucket(s3, _SITE, region=HOME)
    owner_only = {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    s3.put_bucket_ownership_controls(Bucket=_SITE, OwnershipControls=owner_only)
    s3.put_bucket_versioning(Bucket=_SITE, VersioningConfiguration={"Status": "Enabled"})
    s3.put_bucket_policy(Bucket=_SITE, Policy=policy(tls_only(_SITE)))


def _seed_access_points(aws: SimulatedAws) -> None:
    off = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), False)
    points = [
        {
            "Name": name,
            "NetworkOrigin": origin,
            "Bucket": _UPLOADS,
            "AccessPointArn": arn(ACCOUNT, "s3", f"accesspoint/{name}"),
        }
        for name, origin in (("anybody", "Internet"), ("office", "VPC"))
    ]
    aws.give_answer(ACCOUNT, "s3control:ListAccessPoints", {"AccessPointList": points}, region=HOME)
    about = {"Name": "anybody"}
    whole = {"Name": "anybody", "NetworkOrigin": "Internet", "PublicAccessBlockConfiguration": off}
    aws.give_answer(ACCOUNT, "s3control:GetAccessPoint", whole, region=HOME, given=about)
    is_public = {"PolicyStatus": {"IsPublic": True}}
    aws.give_answer(ACCOUNT, "s3control:GetAccessPointPolicyStatus", is_public, region=HOME, given=about)


EDGE = Golden(
    "edge",
    ACCOUNT,
    seed,
    Declarations(
        stores=(
            DeclaredStore(f"arn:aws:s3:::{_UPLOADS}", role="primary", is_sensitive=True),
            DeclaredStore(_kafka("logs"), is_sensitive=True),
            DeclaredStore(distribution(ACCOUNT, "E2FILES"), is_sensitive=True),
        )
    ),
    opt_ins=("cdn",),
    named=lambda _: {**_CERTIFICATES, **_CLUSTERS, **_SERVERS, **_LISTENERS, **_BALANCERS},
)
