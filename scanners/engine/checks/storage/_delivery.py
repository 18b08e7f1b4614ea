"""AWS principals that read or write a bucket on behalf of the customer.

Access logs of load balancers come from an account of each region older than August 2022:

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
"""

from __future__ import annotations

import re

from scanners.engine.facts.policies import Principal, Statement
from scanners.engine.facts.trust import principal_account

_IDENTITY = re.compile(r"arn:aws[a-z-]*:iam::cloudfront:user/CloudFront Origin Access Identity [A-Z0-9]{1,40}")
LOAD_BALANCING = frozenset(
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


def delivers_balancer_logs(statement: Statement, principal: Principal) -> bool:
    """True for one of these accounts if the statement allows only s3:PutObject."""
    puts = bool(statement.actions) and all(one.lower() == "s3:putobject" for one in statement.actions)
    return puts and principal_account(principal) in LOAD_BALANCING


def is_origin_access_identity(principal: Principal) -> bool:
    """True for a CloudFront origin access identity (OAI).

    S3 shows it by this ARN, however it was written. CloudFront lets only the account that made it use it.
    https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
    """
    return principal.kind == "AWS" and _IDENTITY.fullmatch(principal.value) is not None
