"""The same service with S3 as storage, against a simulated S3 over HTTP."""

from __future__ import annotations

import hashlib

import boto3
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from moto.server import ThreadedMotoServer

from assessments.models import Evidence
from assessments.services.evidence import open_evidence, upload_evidence
from ftrportal.devstack.postgres import free_port

pytestmark = pytest.mark.stack


@pytest.fixture
def bucket(settings, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "simulated")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "simulated")
    port = free_port()
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port)
    server.start()
    endpoint = f"http://127.0.0.1:{port}"
    client = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1")
    client.create_bucket(Bucket="evidence")
    options = {
        "bucket_name": "evidence", "endpoint_url": endpoint, "region_name": "us-east-1", "default_acl": None,
        "querystring_auth": True, "file_overwrite": False, "object_parameters": {"ServerSideEncryption": "aws:kms"},
    }  # fmt: skip
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options},
    }
    yield client
    client.close()
    server.stop()


def test_evidence_goes_to_the_bucket_and_comes_back(in_acme, case, bucket):
    data = b"%PDF-1.7\n" + b"x" * 300_000

    (result,) = upload_evidence(
        assessment=case.assessment, requirement_key="ARC-005", actor=in_acme.cai.user,
        uploads=[SimpleUploadedFile("plan.pdf", data)],
    )  # fmt: skip

    assert result.is_kept
    evidence = Evidence.objects.get()
    (stored,) = bucket.list_objects_v2(Bucket="evidence")["Contents"]
    assert stored["Key"] == evidence.file.name
    assert bucket.head_object(Bucket="evidence", Key=stored["Key"])["ServerSideEncryption"] == "aws:kms"
    with open_evidence(evidence=evidence, actor=in_acme.cai.user) as file:
        assert hashlib.sha256(file.read()).hexdigest() == evidence.sha256


def test_a_missing_object_is_a_missing_file(in_acme, case, bucket):
    upload_evidence(
        assessment=case.assessment, requirement_key="ARC-005", actor=in_acme.cai.user,
        uploads=[SimpleUploadedFile("a.txt", b"text")],
    )  # fmt: skip
    evidence = Evidence.objects.get()
    default_storage.delete(evidence.file.name)

    with pytest.raises(FileNotFoundError):
        open_evidence(evidence=evidence, actor=in_acme.cai.user)
