"""What `make run` adds to production's settings: plain HTTP on loopback, mails as files, the simulated AWS."""

from __future__ import annotations

from ftrportal import env
from ftrportal.settings.base import *  # noqa: F403
from ftrportal.settings.base import BASE_DIR, INSTALLED_APPS, STORAGES

INSTALLED_APPS = [*INSTALLED_APPS, "devstack"]

SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SECURE_HSTS_PRELOAD = False
SESSION_COOKIE_NAME = "ftrportal_session"
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_NAME = "ftrportal_csrf"
CSRF_COOKIE_SECURE = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http"
# Passkeys ask for HTTPS, and browsers take localhost for as good as that.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
EMAIL_BACKEND = "devstack.mail.FolderAndConsoleBackend"
EMAIL_FILE_PATH = env.text("EMAIL_FILE_PATH", str(BASE_DIR / "var" / "mail"))
# As in production each address carries a hash; compressing is left out, it takes seconds at each start.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}}
