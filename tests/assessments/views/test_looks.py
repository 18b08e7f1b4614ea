"""Pages for logo, colour and diagram: good ones are kept, hostile ones refused with words, nothing typed is lost."""

from __future__ import annotations

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from assessments.models import Diagram, Look
from ftrportal.audit.models import AuditEntry
from ftrportal.common.database.tenancy import organization_context

pytestmark = pytest.mark.django_db
HOSTILE_NAME = '"><script>alert(1)</script>.png'


def png(size=(300, 120)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#336699").save(out, "PNG")
    return out.getvalue()


def upload(data: bytes, name: str = "logo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def look_url(world, name="look_edit"):
    return reverse(f"assessments:{name}", args=[world.acme.slug])


def of_acme(world, model):
    with organization_context(world.acme.pk):
        return model.objects.get()


def test_logo_and_colour_are_kept_and_shown(world):
    client = world.client(world.ada)

    answer = client.post(look_url(world), {"accent": "#0A5C8F", "logo": upload(png())})

    look = of_acme(world, Look)
    assert answer.status_code == 302
    assert (look.accent, look.width, look.height) == ("#0a5c8f", 300, 120)
    page = client.get(look_url(world)).content.decode()
    assert 'fill="#0a5c8f"' in page
    shown = client.get(look_url(world, "look_logo"))
    assert shown["Content-Type"] == "image/png"
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert b"".join(shown.streaming_content).startswith(b"\x89PNG")
    with organization_context(world.acme.pk):
        assert AuditEntry.objects.filter(action="look.saved").count() == 1


def test_the_colour_can_be_changed_without_sending_the_logo_again(world):
    client = world.client(world.ada)
    client.post(look_url(world), {"accent": "#0a5c8f", "logo": upload(png())})

    client.post(look_url(world), {"accent": ""})

    look = of_acme(world, Look)
    assert look.accent == ""
    assert look.file


@pytest.mark.parametrize(
    ("accent", "words"),
    [
        ("#ffd400", "The nearest accepted shade is #"),
        ("red", "Enter # and six characters"),
        ("#0a5c8f;}body{display:none", "the limit is 20"),
        ("#12345g", "Enter # and six characters"),
    ],
)
def test_a_colour_that_cannot_be_used_is_refused_with_words(world, accent, words):
    answer = world.client(world.ada).post(look_url(world), {"accent": accent})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    with organization_context(world.acme.pk):
        assert not Look.objects.exists()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("logo.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("logo.pdf", b"%PDF-1.7"),
        ("logo.jpg", png()),
        ("logo.png", png()[:90]),
        ("logo.png", b"x" * (2 * 1024 * 1024 + 1)),
        ("logo.png", png((5000, 4000))),
    ],
)
def test_a_logo_that_is_none_is_refused_and_the_colour_stays_typed(world, name, data):
    answer = world.client(world.ada).post(look_url(world), {"accent": "#0a5c8f", "logo": upload(data, name)})

    assert answer.status_code == 422
    assert 'value="#0a5c8f"' in answer.content.decode()
    with organization_context(world.acme.pk):
        assert not Look.objects.exists()


def test_a_hostile_file_name_shows_as_text(world):
    client = world.client(world.ada)
    client.post(look_url(world), {"accent": "", "logo": upload(png(), HOSTILE_NAME)})

    assert "<script>alert" not in client.get(look_url(world)).content.decode()


def test_removing_the_logo_keeps_the_bytes_for_packs_that_have_it(world):
    client = world.client(world.ada)
    client.post(look_url(world), {"accent": "", "logo": upload(png())})
    stored = of_acme(world, Look).file.name

    client.post(look_url(world, "look_logo_remove"))

    assert not of_acme(world, Look).file
    assert default_storage.exists(stored)
    assert client.get(look_url(world, "look_logo")).status_code == 404


def test_a_diagram_is_kept_with_its_caption_and_replaced(world, case):
    client = world.client(world.cai)
    client.post(case.url("diagram_edit"), {"caption": "Production", "picture": upload(png(), "a.png")})
    client.post(case.url("diagram_edit"), {"caption": "<b>Both regions</b>"})

    diagram = of_acme(world, Diagram)
    assert (diagram.name, diagram.caption, diagram.width) == ("a.png", "<b>Both regions</b>", 300)
    page = client.get(case.url("diagram_edit")).content.decode()
    assert "&lt;b&gt;Both regions&lt;/b&gt;" in page
    assert b"".join(client.get(case.url("diagram_picture")).streaming_content).startswith(b"\x89PNG")


def test_a_diagram_needs_a_file_and_keeps_the_typed_caption(world, case):
    answer = world.client(world.cai).post(case.url("diagram_edit"), {"caption": "Production"})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Choose a file." in page
    assert 'value="Production"' in page


def test_another_organizations_diagram_is_not_found(world, case):
    world.client(world.cai).post(case.url("diagram_edit"), {"picture": upload(png(), "a.png")})
    stranger = world.client(world.cleo)
    theirs = reverse("assessments:diagram_picture", args=[world.other.slug, case.workload.pk])

    assert stranger.get(case.url("diagram_picture")).status_code == 404
    assert stranger.get(theirs).status_code == 404
