"""The portal's own files in S3. Its troubles are OSErrors, as those of a disk are: nobody else has to know S3."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

# A page must not wait for minutes for a bucket that is away.
CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 5, 20, 3
IN_MEMORY = 4 * 1024 * 1024  # of a file that is read; the rest of it goes through the disk


class Bucket(S3Storage):
    """One bucket. A missing object is a FileNotFoundError."""

    def get_default_settings(self) -> dict[str, Any]:
        config = Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        )
        return {**super().get_default_settings(), "client_config": config, "max_memory_size": IN_MEMORY}

    def _open(self, name: str, mode: str = "rb") -> Any:
        with _as_os_errors():
            opened = super()._open(name, mode)
            if "r" in mode:
                opened.file.seek(0)  # fetched now and not at the first read, so that trouble comes from here
        return opened

    def _save(self, name: str, content: Any) -> str:
        with _as_os_errors():
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        with _as_os_errors():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _as_os_errors():
            return bool(super().exists(name))


@contextmanager
def _as_os_errors() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, Boto3Error, ClientError) as error:
        raise OSError(f"S3: {type(error).__name__}") from error
