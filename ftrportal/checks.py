"""System checks of our own, each with an id; `check --deploy` runs them all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps.config import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from ftrportal.common import sandbox


@register(Tags.security, deploy=True)
def secret_is_ours(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if len(settings.SECRET_KEY) >= 50 and not settings.SECRET_KEY.startswith(("django-insecure", "only-for-tests")):
        return []
    return [
        Error("SECRET_KEY is short or one that is published.", hint="Set 50 random characters.", id="ftrportal.E001")
    ]


@register(Tags.security, deploy=True)
def hosts_are_named(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if settings.ALLOWED_HOSTS and "*" not in settings.ALLOWED_HOSTS:
        return []
    return [Error("ALLOWED_HOSTS is empty or takes every name.", id="ftrportal.E002")]


@register(Tags.security, deploy=True)
def aws_is_real(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if not settings.AWS_ENDPOINT_URL:
        return []
    hint = "Unset PORTAL_AWS_ENDPOINT_URL: verdicts from a simulator must not reach a customer."
    return [Error("The portal is pointed at a simulated AWS.", hint=hint, id="ftrportal.E003")]


@register(Tags.security, deploy=True)
def development_is_absent(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if "devstack" not in settings.INSTALLED_APPS:
        return []
    return [Error("The development stack is installed.", hint="Use ftrportal.settings.base.", id="ftrportal.E004")]


@register(Tags.security, deploy=True)
def uploads_are_not_public(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Evidence must be reachable through the access functions only."""
    problems: list[CheckMessage] = []
    storage: Any = settings.STORAGES["default"]
    options = storage.get("OPTIONS", {})
    if str(options.get("default_acl") or "").startswith("public"):
        problems.append(Error("Evidence would be stored public-read.", id="ftrportal.E005"))
    if settings.STATIC_ROOT == settings.MEDIA_ROOT or settings.STATIC_ROOT in settings.MEDIA_ROOT.parents:
        problems.append(Error("MEDIA_ROOT lies inside STATIC_ROOT, which is served to everybody.", id="ftrportal.E006"))
    return problems


@register(Tags.security, deploy=True)
def transport_is_encrypted(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    problems: list[CheckMessage] = []
    local = {"", "localhost", "127.0.0.1", "::1"}
    database: dict[str, Any] = settings.DATABASES["default"]
    mode = database.get("OPTIONS", {}).get("sslmode", "")
    if database["HOST"] not in local and mode not in {"verify-full", "verify-ca"}:
        hint = "Add ?sslmode=verify-full to DATABASE_URL."
        problems.append(Error("The database connection is not verified TLS.", hint=hint, id="ftrportal.E007"))
    if not settings.PORTAL_URL.startswith("https://"):
        problems.append(Error("PORTAL_URL is not https.", id="ftrportal.E008"))
    return problems


@register(Tags.security)
def children_are_isolated(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The processes that decode pictures and typeset packs read what strangers wrote."""
    impossible = sandbox.impossible_here()
    if not impossible:
        return []
    hint = "Use Linux 5.13 or later with Landlock and seccomp enabled, and let the container runtime allow both."
    text = f"This kernel cannot isolate the processes that read uploads: not possible are {', '.join(impossible)}."
    return [Warning(text, hint=hint, id="ftrportal.W001")]
