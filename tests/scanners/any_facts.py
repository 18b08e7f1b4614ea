"""Facts of any content, for tests of what must hold whatever an account contains."""

from __future__ import annotations

import dataclasses
import types
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

TEXTS = st.text(max_size=12)
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXTS,
    int: st.integers(),
    bool: st.booleans(),
    type(None): st.none(),
    datetime: st.datetimes(timezones=st.just(UTC)),
}


@cache
def anything(annotation: Any) -> st.SearchStrategy[Any]:
    """Every value the annotation allows."""
    if annotation in PLAIN:
        return PLAIN[annotation]
    if get_origin(annotation) is tuple:
        return st.lists(st.deferred(lambda: anything(get_args(annotation)[0])), max_size=2).map(tuple)
    if get_origin(annotation) in (Union, types.UnionType):
        return st.one_of(*(anything(one) for one in get_args(annotation)))
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return st.sampled_from(list(annotation))
    hints = get_type_hints(annotation)
    return st.builds(annotation, **{one.name: anything(hints[one.name]) for one in dataclasses.fields(annotation)})
