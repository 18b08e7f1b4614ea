"""Refuses successes whose body is not in the service's own language.

botocore reads a page of HTML, or nothing at all, as an answer in which every field is missing: an empty list. Whatever
stands between us and AWS could turn a full account into an empty one that way.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from botocore.model import OperationModel

_LANGUAGES = {"json": "json", "rest-json": "json", "query": "xml", "ec2": "xml", "rest-xml": "xml"}
_FIRST_BYTES = 512  # enough for the declaration and the root element's name


class ForeignBodyError(ValueError):
    """A success that says nothing in the service's language."""


def refuse_foreign_body(operation_model: OperationModel, response_dict: Mapping[str, Any], **_: object) -> None:
    """A handler of botocore's `before-parse`."""
    body, shape = response_dict["body"], operation_model.output_shape
    if response_dict["status_code"] >= 300 or shape is None or not isinstance(body, bytes) or _is_a_text(shape):
        return
    language = _LANGUAGES.get(operation_model.service_model.resolved_protocol, "")
    if language == "json" and not _is_object(body):
        raise ForeignBodyError("the body is no JSON object")
    if language == "xml" and not _is_answer(body, operation_model):
        raise ForeignBodyError("the body is no answer in XML")


def _is_a_text(shape: Any) -> bool:
    """The body as a whole is one member, such as a bucket's policy; it is judged where that is read."""
    payload = shape.serialization.get("payload")
    return bool(payload) and shape.members[payload].type_name in ("string", "blob")


def _is_object(body: bytes) -> bool:
    try:
        return isinstance(json.loads(body), dict)
    except ValueError:
        return False


def _is_answer(body: bytes, operation_model: OperationModel) -> bool:
    """By the root's name, which is the operation's but for S3, whose answers have names of their own."""
    root = _root(body)
    if operation_model.service_model.resolved_protocol == "rest-xml":
        return bool(root) and root.lower() != "html"
    return root == f"{operation_model.name}Response"


def _root(body: bytes) -> str:
    """The first element's name, without its prefix; empty where there is none."""
    text = body[:_FIRST_BYTES].decode("utf-8", errors="replace").lstrip("\ufeff \t\r\n")
    while text.startswith(("<?", "<!")):
        text = text.partition(">")[2].lstrip()
    if not text.startswith("<"):
        return ""
    name = text[1:].split(">", 1)[0].split("/", 1)[0].split()
    return name[0].rpartition(":")[2] if name else ""
