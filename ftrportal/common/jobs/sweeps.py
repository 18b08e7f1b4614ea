"""Going through rows of many organizations: one that cannot be worked on holds up none of the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.db import InterfaceError, OperationalError

log = structlog.get_logger(__name__)


def each(rows: Iterable[tuple[Any, ...]], act: Callable[..., int]) -> int:
    """The sum of `act(*row)`; a row that raises is logged, counts nothing and comes again with the next sweep."""
    done = 0
    for row in rows:
        try:
            done += act(*row)
        except (SoftTimeLimitExceeded, OperationalError, InterfaceError):
            raise  # out of time or without a database no further row can be worked on
        except Exception:
            log.exception("sweep_row_failed", act=act.__name__, row=[str(part) for part in row])
    return done
