from __future__ import annotations

import re
from pathlib import Path

import pytest

from scanners.engine.aws.messages import MESSAGES, describe

ROOM = Path(__file__).resolve().parents[4] / "scanners" / "engine" / "aws"
USED = {
    found
    for path in ROOM.glob("*.py")
    if path.name != "messages.py"
    for found in re.findall(r'"((?:connection|portal|aws|probe)\.[a-z_]+)"', path.read_text())
}


def test_every_message_used_exists_and_every_message_is_used():
    assert set(MESSAGES) == USED


@pytest.mark.parametrize("message_id", sorted(MESSAGES))
def test_every_message_can_be_written_out(message_id):
    shown = describe(message_id, external_id="my-id", principal_arn="arn:p", role_arn="arn:r", detail="d")

    assert shown.title
    assert "{" not in shown.title
    assert "{external_id}" not in shown.advice


def test_the_line_to_add_is_exact():
    advice = describe("connection.external_id_not_required", external_id="my-id").advice

    assert '"Condition": {"StringEquals": {"sts:ExternalId": "my-id"}}' in advice


def test_text_from_an_account_is_never_read_as_a_pattern():
    shown = describe("connection.trusts_others", detail="{external_id} {0.__class__} {", principal_arn="p")

    assert "{external_id} {0.__class__} {" in shown.title
