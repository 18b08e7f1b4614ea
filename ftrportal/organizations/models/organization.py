"""The tenant."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.crypto import get_random_string
from django.utils.text import slugify

SLUG_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def make_slug(name: str) -> str:
    """A readable slug with a random tail, so that taking a name tells nothing about other organizations."""
    readable = slugify(name)[:40].strip("-") or "organization"
    return f"{readable}-{get_random_string(6, SLUG_ALPHABET)}"


class Organization(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=150)
    slug = models.SlugField(max_length=60, unique=True, editable=False)
    # What people declare about the company; scans compare the accounts' contacts with it.
    company_name = models.CharField(max_length=150, blank=True)  # empty: the organization's name
    company_domains = models.JSONField(default=list)  # e-mail domains that belong to the company
    is_contact_phone_attested = models.BooleanField(default=False)
    time_zone = models.CharField(max_length=60, default="UTC")  # in which scheduled scans run at night
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name
