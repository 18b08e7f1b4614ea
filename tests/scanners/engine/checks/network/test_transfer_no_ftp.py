"""Per server."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, assert_case, case
from tests.scanners.watch_facts import regional, servers

CHECK = "transfer_no_ftp"

CASES = {
    "SFTP and FTPS": case("pass", regional(servers(("SFTP", "FTPS")), servers())),
    "FTP": case("fail", regional(servers(("SFTP", "FTP")), servers())),
    "AS2": case("review", regional(servers(("AS2",)), servers())),
    "no protocol named": case("review", regional(servers(()), servers())),
    "one good, one bad, one unread": case(
        "fail pass unknown", regional(servers(("SFTP",), ("FTP",), DENIED), servers())
    ),
    "none": case("not_applicable", regional(servers())),
    "one region unread": case("pass unknown", regional(servers(("SFTP",)), DENIED)),
    "denied": case("unknown", TransferFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
