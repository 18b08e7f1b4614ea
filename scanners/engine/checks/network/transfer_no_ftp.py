"""Transfer Family servers do not accept FTP, which is unencrypted."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._by_region import unread_regions
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, review, unknown
from scanners.engine.facts.edge import TransferFacts, TransferServer
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="transfer_no_ftp",
    title="No unencrypted FTP",
    question="Do Transfer Family servers accept unencrypted FTP?",
    needs=(TransferFacts,),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Remove FTP from the server and use SFTP or FTPS.",
    cli="aws transfer update-server --server-id ... --protocols SFTP",
    console="Transfer Family > Servers > the server > Protocols > Edit.",
    source="https://docs.aws.amazon.com/transfer/latest/userguide/create-server-ftp.html",
)


@check.judge
def judge(scope: Scope, facts: Regional[TransferFacts]) -> Iterator[Verdict]:
    """One verdict per server."""
    servers = [(region, one) for region, fact in facts.known() for one in fact.servers]
    for region, server in servers:
        yield _judge_server(region, server)
    unread = tuple(unread_regions(scope, facts))
    yield from unread
    if not servers and not unread:
        yield not_applicable(scope.account_arn, "no_servers", "The account has no Transfer Family servers.")


def _judge_server(region: str, server: TransferServer) -> Verdict:
    if isinstance(server.protocols, Unknown):
        return unknown(server.arn, server.protocols, region=region)
    seen = list(server.protocols)
    if "FTP" in seen:
        return failed(server.arn, f"Server {server.id} accepts unencrypted FTP.", region=region, protocols=seen)
    if "AS2" in seen or not seen:
        message = f"Server {server.id} uses AS2, or AWS reports no protocol. Document whether it is reached over TLS."
        return review(server.arn, message, region=region, protocols=seen)
    return passed(server.arn, f"Server {server.id} accepts only {' and '.join(seen)}.", region=region, protocols=seen)
