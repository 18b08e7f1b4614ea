"""Addresses and numbers are reduced before they become facts."""

from __future__ import annotations

import pytest

from scanners.engine.facts.mailbox import Shape, keyed_digest, masked_phone, read_mailbox

KEY = b"k" * 32


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("security", Shape.ROLE),
        ("aws-prod", Shape.ROLE),
        ("billing+aws", Shape.ROLE),
        ("secops2", Shape.ROLE),
        ("Ada.Lovelace", Shape.PERSONAL),
        ("a.lovelace", Shape.PERSONAL),
        ("ada", Shape.OTHER),
        ("", Shape.OTHER),
    ],
)
def test_shape(name: str, shape: Shape) -> None:
    assert read_mailbox(f"{name}@acme.example", key=KEY).shape is shape


def test_the_address_is_not_kept() -> None:
    mailbox = read_mailbox(" Ada.Lovelace@Acme.Example ", key=KEY)

    assert (mailbox.domain, mailbox.masked) == ("acme.example", "a***")
    assert "lovelace" not in repr(mailbox).lower()


def test_equal_addresses_are_equal_under_one_key_only() -> None:
    one, same = read_mailbox("a@b.example", key=KEY), read_mailbox("A@B.example", key=KEY)

    assert one.digest == same.digest
    assert one.digest != read_mailbox("a@b.example", key=b"other").digest


@pytest.mark.parametrize("text", ["", "no at sign", "@", "a@b@c", "x" * 10_000])
def test_odd_addresses_are_read(text: str) -> None:
    assert len(read_mailbox(text, key=KEY).domain) <= 253


def test_nothing_has_no_digest() -> None:
    assert keyed_digest("  ", key=KEY) == ""


@pytest.mark.parametrize(("number", "masked"), [("+49 30 123-456", "***456"), ("", ""), ("12", "***12")])
def test_phone(number: str, masked: str) -> None:
    assert masked_phone(number) == masked
