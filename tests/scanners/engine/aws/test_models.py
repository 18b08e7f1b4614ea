"""The descriptions that sessions in customers' accounts work with say the same as botocore's, of what we call."""

from __future__ import annotations

import botocore.session
import pytest
from botocore.loaders import Loader
from botocore.model import ServiceModel

from scanners.engine.aws.models import lean_loader
from scanners.engine.collectors.catalog import all_operations

OPERATIONS = all_operations()
SERVICES = sorted({one.service for one in OPERATIONS})


def model(loader: Loader, service: str) -> ServiceModel:
    return ServiceModel(loader.load_service_model(service, "service-2"), service)


def described(shape, seen=()):
    """A shape with everything under it, texts left out."""
    if shape is None or shape.name in seen:
        return getattr(shape, "name", None)
    below = (*seen, shape.name)
    return {
        "name": shape.name,
        "type": shape.type_name,
        "serialization": shape.serialization,
        "required": shape.metadata.get("required"),
        "enum": shape.metadata.get("enum"),
        "members": {name: described(one, below) for name, one in getattr(shape, "members", {}).items()},
        "parts": [described(getattr(shape, part, None), below) for part in ("member", "key", "value")],
    }


@pytest.mark.parametrize("service", SERVICES)
def test_a_declared_operation_is_described_as_in_the_whole_model(service):
    whole = model(botocore.session.Session().get_component("data_loader"), service)
    lean = model(lean_loader(), service)

    for name in {one.name for one in OPERATIONS if one.service == service}:
        ours, theirs = lean.operation_model(name), whole.operation_model(name)
        assert ours.http == theirs.http
        assert ours.endpoint == theirs.endpoint
        assert ours.static_context_parameters == theirs.static_context_parameters
        assert described(ours.input_shape) == described(theirs.input_shape)
        assert described(ours.output_shape) == described(theirs.output_shape)
    assert lean.metadata == whole.metadata
    assert {shape.name for shape in lean.error_shapes} == {shape.name for shape in whole.error_shapes}


def test_what_nobody_declared_does_not_exist():
    lean = model(lean_loader(), "ec2")

    assert "DescribeVolumes" in lean.operation_names
    assert "TerminateInstances" not in lean.operation_names
    assert len(lean.shape_names) < 500


def test_a_client_of_a_lean_session_can_ask_where_a_bucket_is():
    """botocore's own handler for wrong regions calls HeadBucket."""
    assert "HeadBucket" in model(lean_loader(), "s3").operation_names
