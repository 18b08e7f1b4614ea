"""Where botocore's own descriptions say the page token of an operation travels."""

from __future__ import annotations

from functools import cache

import botocore.session

from scanners.aws.operations import Operation, Paging


@cache
def paging_of(operation: Operation) -> Paging:
    """The token's way in and out; an operation botocore cannot page must declare it itself."""
    model = botocore.session.Session().get_paginator_model(operation.service)
    description = model.get_paginator(operation.name)
    token_in, token_out = description["input_token"], description["output_token"]
    if not isinstance(token_in, str) or not isinstance(token_out, str) or not token_out.isidentifier():
        raise ValueError(f"{operation} does not page with one plain token; declare its paging")
    return Paging(token_in, token_out)
