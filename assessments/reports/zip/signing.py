"""The installation's signature under packs: Ed25519, so that anybody with the public key can check, offline."""

from __future__ import annotations

import base64
from functools import cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

SIGNATURE_BYTES = 64
SHORTEST_SECRET = 43  # 32 random bytes in base64


class NoSigningKeyError(Exception):
    """SIGNING_KEY is not set, or too short to be random."""


def sign(data: bytes) -> bytes:
    """64 bytes. Raises NoSigningKeyError."""
    return _private_key(settings.SIGNING_KEY).sign(data)


def is_ours(signature: bytes, data: bytes) -> bool:
    """Whether this installation signed the data. Raises NoSigningKeyError."""
    try:
        _public_key().verify(signature, data)
    except InvalidSignature:
        return False
    return True


def public_key_pem() -> str:
    """What a reviewer keeps to check packs without us. Raises NoSigningKeyError."""
    return _public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")


def as_text(signature: bytes) -> bytes:
    """A signature as one line of base64, always of the same length."""
    return base64.b64encode(signature)


def from_text(text: bytes) -> bytes:
    """The opposite; what is no signature at all gives bytes that verify nothing."""
    try:
        return base64.b64decode(text.strip(), validate=True)
    except ValueError:
        return b""


def _public_key() -> Ed25519PublicKey:
    return _private_key(settings.SIGNING_KEY).public_key()


@cache
def _private_key(secret: str) -> Ed25519PrivateKey:
    if len(secret) < SHORTEST_SECRET:
        raise NoSigningKeyError
    derived = HKDF(hashes.SHA256(), length=32, salt=None, info=b"ftr-portal pack signature").derive(secret.encode())
    return Ed25519PrivateKey.from_private_bytes(derived)
