"""A key of a person needs a deny without MFA."""

from __future__ import annotations

import pytest

from scanners.engine.facts import iam
from tests.scanners.fact_builders import DENIED, Case, assert_case, case, details, group, inline, key, report, row, user

CHECK = "human_keys_without_mfa_condition"

ADA = row("ada", keys=(key(),))
BOT = row("bot", password_enabled=False, keys=(key(),))


def deny(operator: str, **more: object) -> dict[str, object]:
    condition = {operator: {"aws:MultiFactorAuthPresent": "false"}}
    open_to_all = ["iam:*MFADevice*", "iam:GetUser", "sts:GetSessionToken"]
    return {"Effect": "Deny", "NotAction": open_to_all, "Resource": "*", "Condition": condition, **more}


CASES = {
    "a deny of one service": case(
        "review",
        report(ADA),
        details(
            user(
                inline=inline(
                    {
                        "Effect": "Deny",
                        "Action": "s3:*",
                        "Resource": "*",
                        "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}},
                    }
                )
            )
        ),
    ),
    "no keys": case("not_applicable", report(row()), details(user())),
    "machines only": case("pass", report(BOT), details(user("bot"))),
    "a person's key": case("review", report(ADA), details(user())),
    "denied without MFA": case("pass", report(ADA), details(user(inline=inline(deny("BoolIfExists"))))),
    "denied by the group": case(
        "pass", report(ADA), details(user(groups=("staff",)), group(inline=inline(deny("BoolIfExists"))))
    ),
    "a deny that keys slip through": case("review", report(ADA), details(user(inline=inline(deny("Bool"))))),
    "a deny that leaves out all of IAM": case(
        "review", report(ADA), details(user(inline=inline(deny("BoolIfExists", NotAction="iam:*"))))
    ),
    "a deny that leaves out other roles": case(
        "review", report(ADA), details(user(inline=inline(deny("BoolIfExists", NotAction="sts:*"))))
    ),
    "a deny for one bucket": case(
        "review", report(ADA), details(user(inline=inline(deny("BoolIfExists", Resource="arn:aws:s3:::x"))))
    ),
    "tagged as a person": case("review", report(BOT), details(user("bot", tags=(iam.Tag("kind", "Human"),)))),
    "only in the report": case("unknown", report(ADA), details()),
    "one of each": case(
        "pass review",
        report(ADA, row("eve", keys=(key(),))),
        details(user(), user("eve", inline=inline(deny("BoolIfExists")))),
    ),
    "no report": case("unknown", details(), CredentialReport=DENIED),
    "no details": case("unknown", report(), AuthorizationDetails=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
