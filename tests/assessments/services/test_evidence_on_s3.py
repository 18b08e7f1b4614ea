"""The same service with S3 as storage, against a simulated S3 over HTTP."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from moto.server import ThreadedMotoServer

from assessments.models import Evidence, EvidenceLink
from assessments.models.evidence import WAITING_TO_BE_READ
from assessments.services.documents import read_attached
from assessments.services.evidence import open_evidence, upload_evidence
from devstack.postgres import free_port

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
        "bucket_name": "evidence",
        "endpoint_url": endpoint,
        "region_name": "us-east-1",
        "default_acl": None,
        "querystring_auth": True,
        "file_overwrite": False,
        "object_parameters": {"ServerSideEncryption": "aws:kms"},
    }
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "ftrportal.storage.Bucket", "OPTIONS": options}}
    yield client
    client.close()
    server.stop()


def test_evidence_goes_to_the_bucket_and_comes_back(in_acme, case, bucket):
    data = b"%PDF-1.7\n" + b"x" * 300_000

    (result,) = upload_evidence(
        assessment=case.assessment,
        requirement_key="ARC-005",
        actor=in_acme.cai.user,
        uploads=[SimpleUploadedFile("plan.pdf", data)],
    )

    assert result.is_kept
    evidence = Evidence.objects.get()
    (stored,) = bucket.list_objects_v2(Bucket="evidence")["Contents"]
    assert stored["Key"] == evidence.file.name
    assert bucket.head_object(Bucket="evidence", Key=stored["Key"])["ServerSideEncryption"] == "aws:kms"
    with open_evidence(evidence=evidence, actor=in_acme.cai.user) as file:
        assert hashlib.sha256(file.read()).hexdigest() == evidence.sha256


def test_a_missing_object_is_a_missing_file(in_acme, case, bucket):
    upload_evidence(
        assessment=case.assessment,
        requirement_key="ARC-005",
        actor=in_acme.cai.user,
        uploads=[SimpleUploadedFile("a.txt", b"text")],
    )
    evidence = Evidence.objects.get()
    default_storage.delete(evidence.file.name)

    with pytest.raises(FileNotFoundError):
        open_evidence(evidence=evidence, actor=in_acme.cai.user)


class Body:
    def stream(self, **_):
        yield b""


@contextmanager
def refusing():
    """The bucket answers every call with 403."""
    events = default_storage.connection.meta.client.meta.events

    def refuse(request, **_):
        return AWSResponse(request.url, 403, {}, Body())

    events.register("before-send.s3", refuse)
    yield
    events.unregister("before-send.s3", refuse)


def test_a_bucket_that_refuses_is_told_and_nothing_is_kept(in_acme, case, bucket):
    with refusing():
        (result,) = upload_evidence(
            assessment=case.assessment,
            requirement_key="ARC-005",
            actor=in_acme.cai.user,
            uploads=[SimpleUploadedFile("a.txt", b"text")],
        )

    assert "could not be stored. Try again" in result.problem
    assert not Evidence.objects.exists()


def test_an_attached_document_is_read_when_the_bucket_answers_again(in_acme, case, bucket):
    upload_evidence(
        assessment=case.assessment,
        requirement_key="CAA-007",
        actor=in_acme.cai.user,
        uploads=[SimpleUploadedFile("role.json", b'{"Statement": []}')],
    )
    link = EvidenceLink.objects.get()

    with refusing():
        assert not read_attached(link.organization_id, link.pk)
    link.refresh_from_db()
    assert link.reading_version == WAITING_TO_BE_READ

    assert read_attached(link.organization_id, link.pk)


def test_a_large_file_that_is_read_goes_through_the_disk(bucket):
    name = default_storage.save("large", ContentFile(bytes(6 * 1024 * 1024)))

    with default_storage.open(name) as file:
        assert len(file.read(100)) == 100
        assert file.file._rolled
