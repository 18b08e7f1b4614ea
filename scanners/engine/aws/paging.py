"""Where botocore's own descriptions say the page token of an operation travels."""

from __future__ import annotations

from functools import cache

from scanners.engine.aws.models import lean_loader
from scanners.engine.aws.operations import Operation, Paging


@cache
def paging_of(operation: Operation) -> Paging:
    """The token's way in and out; an operation botocore cannot page must declare it itself."""
    known = lean_loader().load_service_model(operation.service, "paginators-1")["pagination"]
    description = known.get(operation.name)
    if description is None:
        raise ValueError(f"botocore does not page {operation}; declare its paging")
    token_in, token_out = description["input_token"], description["output_token"]
    if not isinstance(token_in, str) or not isinstance(token_out, str) or not token_out.isidentifier():
        raise ValueError(f"{operation} does not page with one plain token; declare its paging")
    return Paging(token_in, token_out)
