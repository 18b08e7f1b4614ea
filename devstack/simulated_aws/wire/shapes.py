"""Answers written as JSON, brought into botocore's types and held against its output shapes: a malformed one fails."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import botocore.session
from botocore.exceptions import ParamValidationError, UnknownServiceError
from botocore.model import OperationModel, OperationNotFoundError
from botocore.validate import validate_parameters


class MalformedAnswerError(ValueError):
    """The answer is none that this operation could give."""


@functools.cache
def operation_model(service: str, operation: str) -> OperationModel:
    """botocore's model of an operation."""
    try:
        return _session().get_service_model(service).operation_model(operation)
    except (UnknownServiceError, OperationNotFoundError) as error:
        raise MalformedAnswerError(f"botocore knows no {service}:{operation}") from error


def typed_answer(service: str, operation: str, answer: Mapping[str, Any]) -> dict[str, Any]:
    """The answer with its times and files in botocore's types; raises where it does not fit the output shape."""
    name = f"{service}:{operation}"
    shape = operation_model(service, operation).output_shape
    if shape is None:
        if answer:
            raise MalformedAnswerError(f"{name} answers nothing")
        return {}
    typed: dict[str, Any] = _typed(answer, shape, name)
    try:
        validate_parameters(typed, shape)
    except ParamValidationError as error:
        raise MalformedAnswerError(f"{name}: {error}") from error
    return typed


def check_parameters(service: str, operation: str, names: Mapping[str, Any]) -> None:
    """Raises where the operation takes no parameter of such a name."""
    shape = operation_model(service, operation).input_shape
    unknown = sorted(set(names) - set(shape.members if shape else ()))
    if unknown:
        raise MalformedAnswerError(f"{service}:{operation} takes no {', '.join(unknown)}")


def _typed(value: Any, shape: Any, where: str) -> Any:
    """Unknown members stay as they are: the validation names them."""
    kind = shape.type_name
    if kind == "structure" and isinstance(value, Mapping):
        members = shape.members
        return {k: _typed(v, members[k], f"{where}.{k}") if k in members else v for k, v in value.items()}
    if kind == "map" and isinstance(value, Mapping):
        return {name: _typed(item, shape.value, f"{where}.{name}") for name, item in value.items()}
    if kind == "list" and isinstance(value, list | tuple):
        return [_typed(item, shape.member, f"{where}[{place}]") for place, item in enumerate(value)]
    return _scalar(value, shape, where) if isinstance(value, str) else value


def _scalar(value: str, shape: Any, where: str) -> Any:
    if shape.type_name == "timestamp":
        try:
            return datetime.fromisoformat(value)
        except ValueError as error:
            raise MalformedAnswerError(f"{where} is no time: {value}") from error
    if shape.type_name == "blob":
        return value.encode()
    choices = getattr(shape, "enum", None)
    if choices and value not in choices:
        raise MalformedAnswerError(f"{where} is none of {', '.join(choices)}: {value}")
    return value


@functools.cache
def _session() -> botocore.session.Session:
    return botocore.session.Session()
