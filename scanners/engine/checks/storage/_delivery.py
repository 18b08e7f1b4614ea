"""AWS's own accounts that write access logs of load balancers, in regions older than August 2022.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
"""

from __future__ import annotations

from scanners.engine.facts.policies import Statement
from scanners.engine.facts.trust import principal_account

_LOAD_BALANCING = frozenset(
    [
        "009996457667",
        "027434742980",
        "033677994240",
        "037604701340",
        "048591011584",
        "054676820928",
        "076674570225",
        "098369216593",
        "114774131450",
        "127311923021",
        "156460612806",
        "190560391635",
        "383597477331",
        "507241528517",
        "582318560864",
        "589379963580",
        "600734575887",
        "635631232127",
        "638102146993",
        "652711504416",
        "718504428378",
        "754344448648",
        "783225319266",
        "797873946194",
        "897822967062",
        "985666609251",
    ]
)


def only_delivers_logs(statement: Statement) -> bool:
    """Lets nobody but those accounts in, and for nothing but putting objects."""
    puts = bool(statement.actions) and all(one.lower() == "s3:putobject" for one in statement.actions)
    accounts = {principal_account(one) for one in statement.principals if one.kind != "Service"}
    return puts and bool(accounts) and accounts <= _LOAD_BALANCING
