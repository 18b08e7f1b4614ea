"""What the test suite changes. Services (PostgreSQL, Valkey) are real; tests/conftest.py starts them."""

from __future__ import annotations

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ.setdefault("SIGNING_KEY", "only-for-tests-" + "y" * 50)
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
os.environ.setdefault("PORTAL_URL", "https://testserver")
os.environ.setdefault("DATABASE_URL", "postgresql://ftr_app:unset@127.0.0.1:1/unset")
os.environ.setdefault("REDIS_URL", "redis://127.0.0.1:1/0")
os.environ.setdefault("PORTAL_AWS_PRINCIPAL_ARN", "arn:aws:iam::999900001111:role/FtrPortalWorker")

from ftrportal.settings.base import *  # noqa: F403
from ftrportal.settings.base import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "devstack"]  # its commands are tested too

SECURE_SSL_REDIRECT = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Tests serve no files; without this WhiteNoise warns that collectstatic was not run.
WHITENOISE_AUTOREFRESH = True
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"null": {"class": "logging.NullHandler"}},
    "root": {"handlers": ["null"], "level": "INFO"},
}
