"""The request as views under /o/<slug>/ receive it."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from ftrportal.organizations.models import Membership, User


class MemberRequest(HttpRequest):
    user: User
    membership: Membership
    htmx: HtmxDetails
