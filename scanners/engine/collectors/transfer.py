"""Transfer Family: which protocols each server speaks."""

from __future__ import annotations

from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context, read
from scanners.engine.collectors.regional import read_region
from scanners.engine.collectors.shape import Fields, structure, text, texts
from scanners.engine.facts.edge import TransferFacts, TransferServer
from scanners.engine.facts.unknown import Unknown

LIST_SERVERS = Operation("transfer", "ListServers", "transfer:ListServers")
DESCRIBE_SERVER = Operation("transfer", "DescribeServer", "transfer:DescribeServer")


def collect(context: Context) -> TransferFacts | Unknown:
    """Servers of one region."""
    listed = read_region(context, LIST_SERVERS, "Servers", lambda one: (text(one, "Arn"), text(one, "ServerId")))
    if isinstance(listed, Unknown):
        return listed
    servers = ((arn, name, _protocols(context, name)) for arn, name in listed)
    return TransferFacts(tuple(TransferServer(arn, name, own) for arn, name, own in servers if own is not None))


def _protocols(context: Context, server_id: str) -> tuple[str, ...] | Unknown | None:
    """None for a server that was deleted after it was listed."""
    gone: dict[str, tuple[str, ...] | None] = {"ResourceNotFoundException": None}

    def parse(answer: Fields) -> tuple[str, ...] | None:
        return texts(structure(answer, "Server"), "Protocols")

    return read(context, DESCRIBE_SERVER, parse, absent=gone, region=context.region, ServerId=server_id)


COLLECTORS = (Collector("transfer", TransferFacts, (LIST_SERVERS, DESCRIBE_SERVER), collect, is_regional=True),)
