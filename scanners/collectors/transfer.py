"""Transfer Family: which protocols each server speaks."""

from __future__ import annotations

from scanners.aws.operations import Operation
from scanners.collectors.collector import Collector, Context, read, read_all
from scanners.collectors.shape import Fields, structure, text, texts
from scanners.facts.edge import TransferFacts, TransferServer
from scanners.facts.unknown import Unknown

LIST_SERVERS = Operation("transfer", "ListServers", "transfer:ListServers")
DESCRIBE_SERVER = Operation("transfer", "DescribeServer", "transfer:DescribeServer")


def collect(context: Context) -> TransferFacts | Unknown:
    """Servers of one region."""
    listed = read_all(
        context, LIST_SERVERS, "Servers", lambda one: (text(one, "Arn"), text(one, "ServerId")), region=context.region
    )
    if isinstance(listed, Unknown):
        return listed
    return TransferFacts(tuple(TransferServer(arn, name, _protocols(context, name)) for arn, name in listed))


def _protocols(context: Context, server_id: str) -> tuple[str, ...] | Unknown:
    def parse(answer: Fields) -> tuple[str, ...]:
        return texts(structure(answer, "Server"), "Protocols")

    return read(context, DESCRIBE_SERVER, parse, region=context.region, ServerId=server_id)


COLLECTORS = (Collector("transfer", TransferFacts, (LIST_SERVERS, DESCRIBE_SERVER), collect, is_regional=True),)
