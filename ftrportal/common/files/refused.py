"""Why a file is not kept."""

from __future__ import annotations


class Refused(ValueError):
    """`code` is stable; `message` tells the person what is wrong and what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
