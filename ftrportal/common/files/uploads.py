"""Receiving uploads: hashed on the way to a temporary file, and never more of one file on the disk than may be kept."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class HashingUploadHandler(TemporaryFileUploadHandler):
    """Django's temporary-file handler with two additions.

    The finished file carries `sha256`, in hex. What comes after the largest file that any form takes, evidence or a
    pack to verify, is counted but not written: `size` tells how large the file really was, and whoever takes it asks.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._hash = hashlib.sha256()
        self._written = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._hash.update(raw_data)
        if self._written + len(raw_data) <= max(settings.EVIDENCE_MAX_BYTES, settings.VERIFY_MAX_BYTES):
            self._written += len(raw_data)
            super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        file = super().file_complete(file_size)
        if file is not None:
            file.sha256 = self._hash.hexdigest()  # type: ignore[attr-defined]
        return file
